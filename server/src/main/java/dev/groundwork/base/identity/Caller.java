package dev.groundwork.base.identity;

/**
 * The caller of a request.
 *
 * @param role the database role that the request runs as
 * @param claims the verified claims as a JSON object, with {@code role} in it
 */
public record Caller(String role, String claims) {}
