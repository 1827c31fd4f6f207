package dev.groundwork.base.http;

import java.util.Optional;

/**
 * What stands between the wire and the handlers of a room: how failures are told, and which web
 * pages may call.
 *
 * @param cors without it, only pages of the server's own origin can read answers
 */
public record Edge(Failures failures, Optional<Cors> cors) {}
