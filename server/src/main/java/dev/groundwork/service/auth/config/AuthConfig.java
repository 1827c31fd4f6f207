package dev.groundwork.service.auth.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Settings of the room, by what they are for.
 *
 * @param publicUrl where clients reach the server, without a slash at its end; known once it
 *     listens
 * @param siteUrl where people land who do not say where they want to
 * @param redirects further addresses that they may want, as patterns
 * @param messageText what a message to a phone says, with a place for the code
 * @param tenantHeader names the pool of people; empty for the only pool
 */
public record AuthConfig(
    Supplier<String> publicUrl,
    Optional<String> siteUrl,
    List<String> redirects,
    Optional<String> tenantHeader,
    Tokens tokens,
    Access access,
    Passwords passwords,
    Codes email,
    Codes phone,
    String messageText,
    Changes changes,
    Sessions sessions,
    Mfa mfa,
    Passkeys passkeys,
    Limits limits) {

  /** The address of the room itself. */
  public String url() {
    return publicUrl.get() + "/auth/v1";
  }

  /** The application's address. */
  public String site() {
    return siteUrl.orElseGet(publicUrl);
  }

  /** What access tokens say. */
  public record Tokens(Duration lifetime, Optional<String> issuer) {}

  /** Who may come in, and how. */
  public record Access(
      boolean signup,
      boolean email,
      boolean phone,
      boolean anonymous,
      boolean usernames,
      boolean manualLinking) {}

  /**
   * How passwords change.
   *
   * @param current whether the current one must be given for a new one
   * @param secureChange whether a new one takes a fresh sign-in or a code
   */
  public record Passwords(boolean current, boolean secureChange) {}

  /**
   * Codes that are sent to an address.
   *
   * @param confirm whether an address must be confirmed before a sign-in with it
   * @param pause shortest time between two to one person
   * @param pinned codes of addresses that nothing is sent to
   */
  public record Codes(
      boolean confirm, int length, Duration lifetime, Duration pause, Map<String, String> pinned) {}

  /** How addresses change. */
  public record Changes(boolean doubleConfirmation) {}

  /**
   * How long sessions last; zero is for ever.
   *
   * @param rotation whether a refresh token that was used long before ends its session
   * @param reuse how long after a renewal older refresh tokens are still good
   * @param single whether a new one ends the others
   */
  public record Sessions(
      boolean rotation, Duration reuse, Duration timebox, Duration inactivity, boolean single) {}

  /** Which second factors there are. */
  public record Mfa(int most, Kind totp, Kind phone, Kind webauthn) {
    /** Whether one may be added, and used. */
    public record Kind(boolean enroll, boolean verify) {}
  }

  /**
   * Passkeys and security keys.
   *
   * @param rpId the domain that they belong to; empty for that of the site
   * @param origins of pages beside the site
   */
  public record Passkeys(boolean enabled, Optional<String> rpId, List<String> origins) {}

  /**
   * How often things may be done.
   *
   * @param ipHeader names the client; {@code peer} for the connection's address; limits by client
   *     are off without it
   */
  public record Limits(
      Optional<String> ipHeader,
      long emails,
      long messages,
      long anonymous,
      long tokens,
      long codes,
      long verifications,
      long guesses) {}
}
