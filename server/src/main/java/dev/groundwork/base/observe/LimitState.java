package dev.groundwork.base.observe;

/**
 * A limit of requests at one moment.
 *
 * @param limit requests that are let in at a time
 * @param inFlight requests that have been let in
 * @param waiting requests that wait for their turn
 * @param refused requests that were refused, ever
 */
public record LimitState(int limit, int inFlight, int waiting, long refused) {}
