/**
 * Changes in two steps: between them the old and the new version of a column or table are there and
 * kept in step, so that old and new versions of an application run side by side. What is under way
 * stands in {@code groundwork.expansions}; each step may be repeated, so that one that was cut
 * short is continued.
 */
@NullMarked
package dev.groundwork.service.migrations.expand;

import org.jspecify.annotations.NullMarked;
