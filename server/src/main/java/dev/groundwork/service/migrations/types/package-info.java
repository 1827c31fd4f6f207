/** Definitions of what clients see of a database, for their languages. */
@NullMarked
package dev.groundwork.service.migrations.types;

import org.jspecify.annotations.NullMarked;
