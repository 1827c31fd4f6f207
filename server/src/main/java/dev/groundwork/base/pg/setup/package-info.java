/**
 * What a database needs before it serves: the roles that requests run as, the project's migrations
 * and seed data, and the signal that the schema changed. Owns the schema {@code groundwork}.
 */
@NullMarked
package dev.groundwork.base.pg.setup;

import org.jspecify.annotations.NullMarked;
