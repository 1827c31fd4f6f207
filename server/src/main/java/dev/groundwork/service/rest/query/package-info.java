/**
 * SQL: a plan becomes a {@link dev.groundwork.service.rest.query.Template}, text with slots, which
 * depends on the request's shape alone; binding a request's values to it gives the script that is
 * run.
 */
@NullMarked
package dev.groundwork.service.rest.query;

import org.jspecify.annotations.NullMarked;
