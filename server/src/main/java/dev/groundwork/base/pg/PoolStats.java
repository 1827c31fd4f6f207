package dev.groundwork.base.pg;

/**
 * A pool at one moment.
 *
 * @param active connections that callers hold
 * @param idle open connections that nobody holds
 * @param waiting callers that wait for a connection
 * @param size the most connections at a time
 * @param timeouts callers that waited in vain, ever
 */
public record PoolStats(int active, int idle, int waiting, int size, long timeouts) {}
