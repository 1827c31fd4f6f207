package dev.groundwork.base.config;

/**
 * A value that someone gave, by the name that they used.
 *
 * @param name as written at its origin: a key of a file, or a variable's name
 */
public record Given(String name, Raw raw, Origin origin) {}
