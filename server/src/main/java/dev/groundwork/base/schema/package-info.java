/**
 * What the database contains, as one immutable {@link dev.groundwork.base.schema.SchemaCache} that
 * requests are planned against, read by catalog queries and replaced whole when the schema changes.
 */
@NullMarked
package dev.groundwork.base.schema;

import org.jspecify.annotations.NullMarked;
