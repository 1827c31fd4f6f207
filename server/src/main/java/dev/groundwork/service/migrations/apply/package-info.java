/** Migrations as a person or a CI job asks for them: applied, tried on a clone, listed, undone. */
@NullMarked
package dev.groundwork.service.migrations.apply;

import org.jspecify.annotations.NullMarked;
