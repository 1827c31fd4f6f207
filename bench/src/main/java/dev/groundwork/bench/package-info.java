/**
 * Benchmarks: how fast the server is beside PostgreSQL itself in the same run, how it grows, and
 * whether it stays upright. Never shipped.
 */
@NullMarked
package dev.groundwork.bench;

import org.jspecify.annotations.NullMarked;
