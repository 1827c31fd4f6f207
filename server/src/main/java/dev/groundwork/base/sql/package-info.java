/**
 * SQL as text with parameters: the only place that quotes a name or a literal and the only place
 * that adds a value to a statement.
 */
@NullMarked
package dev.groundwork.base.sql;

import org.jspecify.annotations.NullMarked;
