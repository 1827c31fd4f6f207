package dev.groundwork.base.http;

/**
 * An answer, whole. The server adds {@code Content-Length}, {@code Date} and what belongs to the
 * connection.
 */
public record Reply(int status, Headers headers, byte[] body) {}
