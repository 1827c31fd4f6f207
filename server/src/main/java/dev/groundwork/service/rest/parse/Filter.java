package dev.groundwork.service.rest.parse;

/** A condition on a field. */
public record Filter(Field field, boolean negated, Operation operation) {}
