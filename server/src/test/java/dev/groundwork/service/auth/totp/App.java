package dev.groundwork.service.auth.totp;

import java.time.Instant;

/** An authenticator application. */
public final class App {
  private App() {}

  /** What it shows at a time. */
  public static String code(String secret, Instant time) {
    return Totp.code(secret, time);
  }
}
