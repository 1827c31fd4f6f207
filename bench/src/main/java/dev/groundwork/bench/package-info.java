/**
 * Load scenarios: how many requests a second the server answers, beside what PostgreSQL itself
 * answers to the same statements in the same run. Never shipped.
 */
@NullMarked
package dev.groundwork.bench;

import org.jspecify.annotations.NullMarked;
