/**
 * What leads from one schema to another: two snapshots become statements in an order in which each
 * can run. Reads no database.
 */
@NullMarked
package dev.groundwork.service.migrations.diff;

import org.jspecify.annotations.NullMarked;
