/**
 * Changes of the schema: what leads from one schema to another, what a change would do to a
 * database under load, and how it is applied so that nobody waits. Works on any PostgreSQL, without
 * the server. Serves no routes. Knows a database by its catalogs; no SQL text is parsed beyond its
 * words.
 */
@NullMarked
package dev.groundwork.service.migrations;

import org.jspecify.annotations.NullMarked;
