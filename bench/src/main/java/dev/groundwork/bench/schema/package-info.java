/** How long the schema of a large database takes to load. */
@NullMarked
package dev.groundwork.bench.schema;

import org.jspecify.annotations.NullMarked;
