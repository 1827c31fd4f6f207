package dev.groundwork.base.observe;

/**
 * A pool of connections at one moment.
 *
 * @param active connections that are in use
 * @param idle open connections that are not
 * @param waiting callers that wait for one
 * @param size the most connections at a time
 * @param timeouts requests that waited for one in vain, ever
 */
public record PoolState(int active, int idle, int waiting, int size, long timeouts) {}
