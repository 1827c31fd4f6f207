package dev.groundwork.service.auth.account;

import dev.groundwork.base.pg.Database;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.session.Sessions;
import dev.groundwork.service.auth.web.Bearers;
import java.time.InstantSource;

/** What everything that people do with their accounts stands on. */
public record Floor(
    Database database,
    AuthConfig config,
    Sessions sessions,
    Bearers bearers,
    Passwords passwords,
    OneTimeTokens tokens,
    Sealing sealing,
    Messages messages,
    Extensions extensions,
    Guard guard,
    Addresses addresses,
    InstantSource clock) {}
