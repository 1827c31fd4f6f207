/**
 * The folder of a project that was written for Supabase, and what its {@code config.toml} says, as
 * settings of our own.
 */
@NullMarked
package dev.groundwork.base.config.supabase;

import org.jspecify.annotations.NullMarked;
