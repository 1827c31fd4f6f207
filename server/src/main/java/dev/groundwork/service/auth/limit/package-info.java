/**
 * Limits of how often something may be done: token buckets whose state all nodes share, in
 * PostgreSQL or in Redis.
 *
 * <p>Tables: {@code groundwork.rate_limits}. Problem codes: {@code GWLIMIT}.
 */
@NullMarked
package dev.groundwork.service.auth.limit;

import org.jspecify.annotations.NullMarked;
