package dev.groundwork.service.auth.session;

import java.util.Optional;

/**
 * Where a request comes from.
 *
 * @param address an IP address, when it is known
 * @param userAgent what the program calls itself; empty when it does not say
 */
public record Client(Optional<String> address, String userAgent) {}
