package dev.groundwork;

import dev.groundwork.base.config.AuthSettings;
import dev.groundwork.base.config.Settings;
import dev.groundwork.service.auth.authority.Authority;
import dev.groundwork.service.auth.config.AuthConfig;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Effective settings as the records of the sign-in room. */
final class AuthConfigs {
  private AuthConfigs() {}

  static AuthConfig of(Settings settings, Supplier<String> publicUrl) {
    return new AuthConfig(
        publicUrl,
        settings.find(AuthSettings.SITE_URL),
        settings.value(AuthSettings.REDIRECT_URLS),
        settings.find(AuthSettings.TENANT_HEADER),
        new AuthConfig.Tokens(
            Duration.ofSeconds(settings.value(AuthSettings.JWT_EXPIRY)),
            settings.find(AuthSettings.JWT_ISSUER)),
        access(settings),
        passwords(settings),
        mails(settings),
        messages(settings),
        settings.value(AuthSettings.SMS_TEMPLATE),
        new AuthConfig.Changes(settings.value(AuthSettings.EMAIL_DOUBLE)),
        sessions(settings),
        factors(settings),
        new AuthConfig.Passkeys(
            settings.value(AuthSettings.PASSKEYS),
            settings.find(AuthSettings.RP_ID),
            settings.value(AuthSettings.RP_ORIGINS)),
        limits(settings));
  }

  static Authority authority(Settings settings) {
    return new Authority(
        settings.value(AuthSettings.OAUTH_SERVER),
        settings.value(AuthSettings.OAUTH_REGISTRATION),
        settings.value(AuthSettings.OAUTH_CONSENT));
  }

  private static AuthConfig.Access access(Settings settings) {
    return new AuthConfig.Access(
        settings.value(AuthSettings.SIGNUP),
        settings.value(AuthSettings.EMAIL_SIGNUP),
        settings.value(AuthSettings.SMS_SIGNUP),
        settings.value(AuthSettings.ANONYMOUS),
        settings.value(AuthSettings.USERNAMES),
        settings.value(AuthSettings.MANUAL_LINKING));
  }

  private static AuthConfig.Passwords passwords(Settings settings) {
    return new AuthConfig.Passwords(
        settings.value(AuthSettings.CURRENT_PASSWORD),
        settings.value(AuthSettings.SECURE_PASSWORD_CHANGE));
  }

  private static AuthConfig.Codes mails(Settings settings) {
    return new AuthConfig.Codes(
        settings.value(AuthSettings.EMAIL_CONFIRM),
        settings.value(AuthSettings.OTP_LENGTH).intValue(),
        Duration.ofSeconds(settings.value(AuthSettings.OTP_EXPIRY)),
        settings.value(AuthSettings.EMAIL_FREQUENCY),
        Map.of());
  }

  private static AuthConfig.Codes messages(Settings settings) {
    Map<String, String> pinned = new TreeMap<>();
    for (String pair : settings.value(AuthSettings.TEST_OTP)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String number = pair.substring(0, equals).strip();
        pinned.put(
            number.startsWith("+") ? number.substring(1) : number, pair.substring(equals + 1));
      }
    }
    return new AuthConfig.Codes(
        settings.value(AuthSettings.SMS_CONFIRM),
        settings.value(AuthSettings.SMS_OTP_LENGTH).intValue(),
        Duration.ofSeconds(settings.value(AuthSettings.SMS_OTP_EXPIRY)),
        settings.value(AuthSettings.SMS_FREQUENCY),
        pinned);
  }

  private static AuthConfig.Sessions sessions(Settings settings) {
    return new AuthConfig.Sessions(
        settings.value(AuthSettings.ROTATION),
        Duration.ofSeconds(settings.value(AuthSettings.REUSE_INTERVAL)),
        settings.value(AuthSettings.TIMEBOX),
        settings.value(AuthSettings.INACTIVITY),
        settings.value(AuthSettings.SINGLE_SESSION));
  }

  private static AuthConfig.Mfa factors(Settings settings) {
    return new AuthConfig.Mfa(
        settings.value(AuthSettings.MAX_FACTORS).intValue(),
        new AuthConfig.Mfa.Kind(
            settings.value(AuthSettings.TOTP_ENROLL), settings.value(AuthSettings.TOTP_VERIFY)),
        new AuthConfig.Mfa.Kind(
            settings.value(AuthSettings.PHONE_ENROLL), settings.value(AuthSettings.PHONE_VERIFY)),
        new AuthConfig.Mfa.Kind(
            settings.value(AuthSettings.WEBAUTHN_ENROLL),
            settings.value(AuthSettings.WEBAUTHN_VERIFY)));
  }

  private static AuthConfig.Limits limits(Settings settings) {
    return new AuthConfig.Limits(
        settings.find(AuthSettings.IP_HEADER),
        settings.value(AuthSettings.LIMIT_EMAILS),
        settings.value(AuthSettings.LIMIT_SMS),
        settings.value(AuthSettings.LIMIT_ANONYMOUS),
        settings.value(AuthSettings.LIMIT_TOKEN),
        settings.value(AuthSettings.LIMIT_OTP),
        settings.value(AuthSettings.LIMIT_VERIFY),
        settings.value(AuthSettings.LIMIT_GUESSES));
  }
}
