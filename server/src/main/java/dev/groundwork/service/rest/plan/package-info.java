/**
 * Meaning: the words of a request are resolved against the schema into a {@link
 * dev.groundwork.service.rest.plan.Plan}: which relation, which columns of which types, which
 * relationships, which function. No SQL text is made here.
 */
@NullMarked
package dev.groundwork.service.rest.plan;

import org.jspecify.annotations.NullMarked;
