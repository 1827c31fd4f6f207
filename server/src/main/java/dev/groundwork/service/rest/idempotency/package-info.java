/**
 * Requests with {@code Idempotency-Key}: one effect and one answer however often they are sent.
 * Owns the table {@code groundwork.idempotency_keys}, which no role of the API may see.
 *
 * <p>A key is taken in the transaction of its request before the request has the role of its
 * caller, and the answer is kept in the same transaction: there is never one without the other.
 */
@NullMarked
package dev.groundwork.service.rest.idempotency;

import org.jspecify.annotations.NullMarked;
