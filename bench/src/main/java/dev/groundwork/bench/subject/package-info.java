/**
 * What is measured: a project's server and its PostgreSQL, how much they need, and what PostgreSQL
 * does by itself with the same statements.
 */
@NullMarked
package dev.groundwork.bench.subject;

import org.jspecify.annotations.NullMarked;
