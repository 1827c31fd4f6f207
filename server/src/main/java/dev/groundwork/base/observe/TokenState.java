package dev.groundwork.base.observe;

/**
 * What became of the cache of verified tokens, ever.
 *
 * @param lookups how often a token was looked for
 * @param hits how often it was there
 * @param evictions tokens that made room for others
 */
public record TokenState(long lookups, long hits, long evictions) {}
