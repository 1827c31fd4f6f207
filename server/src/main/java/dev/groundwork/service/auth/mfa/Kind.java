package dev.groundwork.service.auth.mfa;

import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.session.Method;
import dev.groundwork.service.auth.store.Row;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of second factors, and what clients call them. */
enum Kind {
  TOTP(
      "totp",
      "TOTP",
      Method.TOTP,
      AuthCode.MFA_TOTP_ENROLL_NOT_ENABLED,
      AuthCode.MFA_TOTP_VERIFY_NOT_ENABLED),
  PHONE(
      "phone",
      "Phone",
      Method.MFA_PHONE,
      AuthCode.MFA_PHONE_ENROLL_NOT_ENABLED,
      AuthCode.MFA_PHONE_VERIFY_NOT_ENABLED),
  WEBAUTHN(
      "webauthn",
      "WebAuthn",
      Method.MFA_WEBAUTHN,
      AuthCode.MFA_WEBAUTHN_ENROLL_NOT_ENABLED,
      AuthCode.MFA_WEBAUTHN_VERIFY_NOT_ENABLED);

  private final String text;
  private final String label;
  private final Method method;
  private final AuthCode noEnrolling;
  private final AuthCode noVerifying;

  Kind(String text, String label, Method method, AuthCode noEnrolling, AuthCode noVerifying) {
    this.text = text;
    this.label = label;
    this.method = method;
    this.noEnrolling = noEnrolling;
    this.noVerifying = noVerifying;
  }

  String text() {
    return text;
  }

  /** How a session was proved by it. */
  Method method() {
    return method;
  }

  static Optional<Kind> named(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
  }

  static Kind of(Row factor) {
    return named(factor.text("factor_type")).orElseThrow();
  }

  void requireEnrolling(AuthConfig.Mfa config) {
    if (!switches(config).enroll()) {
      throw noEnrolling.because("MFA enroll is disabled for " + label).raise();
    }
  }

  void requireVerifying(AuthConfig.Mfa config) {
    if (!switches(config).verify()) {
      throw noVerifying.because("MFA verification is disabled for " + label).raise();
    }
  }

  private AuthConfig.Mfa.Kind switches(AuthConfig.Mfa config) {
    return switch (this) {
      case TOTP -> config.totp();
      case PHONE -> config.phone();
      case WEBAUTHN -> config.webauthn();
    };
  }
}
