/**
 * What migrations should not do, each rule with its reason, an example and the safe way. Rules
 * judge what {@code review} has seen; they look at words only where the catalogs cannot tell.
 */
@NullMarked
package dev.groundwork.service.migrations.rules;

import org.jspecify.annotations.NullMarked;
