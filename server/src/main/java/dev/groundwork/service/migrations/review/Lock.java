package dev.groundwork.service.migrations.review;

/** A lock on a relation that was there before the reviewed files. */
public record Lock(String relation, LockMode mode) {}
