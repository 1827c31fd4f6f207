package dev.groundwork.base.schema;

/**
 * A cast between a domain and {@code json} or {@code text} that changes how its values look to
 * clients.
 *
 * @param function the cast's function
 */
public record Representation(String sourceType, String targetType, Name function) {}
