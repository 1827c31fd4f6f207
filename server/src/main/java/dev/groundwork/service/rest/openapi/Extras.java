package dev.groundwork.service.rest.openapi;

import dev.groundwork.service.rest.config.RestConfig.Idempotency;
import java.util.Optional;

/**
 * What is served beside requests that PostgREST has.
 *
 * @param batches whether several requests may be one
 * @param idempotency whether and how answers are kept by key
 */
public record Extras(boolean batches, Optional<Idempotency> idempotency) {}
