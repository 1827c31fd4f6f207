/**
 * Settings: environment and files become records with defaults; one error lists every fault at
 * once.
 */
@NullMarked
package dev.groundwork.base.config;

import org.jspecify.annotations.NullMarked;
