package dev.groundwork.base.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of sign-in. Names follow the sections {@code [auth...]} of a Supabase project's
 * configuration, with dashes.
 */
public final class AuthSettings {
  private static final List<Setting<?>> ALL = new ArrayList<>();

  public static final Setting<Boolean> ENABLED =
      flag("enabled", true, "Whether `/auth/v1` is served.");

  public static final Setting<String> SITE_URL =
      text(
          "site-url",
          "The application's own address: where people land after a link in a mail, unless the"
              + " application asks for another address that is allowed. Not set:"
              + " `http.public-url`.");

  public static final Setting<List<String>> REDIRECT_URLS =
      add(
          Setting.of(
                  "auth.additional-redirect-urls",
                  Kind.emptyableList(),
                  "Further addresses that people may be sent to; `*` stands for anything but `.`"
                      + " and `/`, `**` for anything.")
              .standard(""));

  public static final Setting<Long> JWT_EXPIRY =
      number("jwt-expiry", 30, 604_800, 3600, "Seconds that an access token holds.");

  public static final Setting<String> JWT_ISSUER =
      text("jwt-issuer", "The claim `iss` of tokens; not set: the public address of `/auth/v1`.");

  public static final Setting<Boolean> ROTATION =
      flag(
          "enable-refresh-token-rotation",
          true,
          "Whether a refresh token that was used long before ends its session.");

  public static final Setting<Long> REUSE_INTERVAL =
      number(
          "refresh-token-reuse-interval",
          0,
          3600,
          10,
          "Seconds after a renewal in which all older refresh tokens of the session are still good;"
              + " the one before the last always is, for clients that lost the answer.");

  public static final Setting<Boolean> SIGNUP =
      flag("enable-signup", true, "Whether people may sign up.");

  public static final Setting<Boolean> ANONYMOUS =
      flag("enable-anonymous-sign-ins", false, "Whether people may sign in without a name.");

  public static final Setting<Boolean> MANUAL_LINKING =
      flag("enable-manual-linking", false, "Whether people may link further identities.");

  public static final Setting<Boolean> USERNAMES =
      flag(
          "enable-usernames",
          false,
          "Whether people may sign up and in with a `username` and a password.");

  public static final Setting<String> TENANT_HEADER =
      text(
          "tenant-header",
          "Header that names the organisation whose people are meant; the same address may then"
              + " stand in several. Not set: one pool of people.");

  public static final Setting<Long> PASSWORD_LENGTH =
      number("minimum-password-length", 6, 72, 6, "Fewest characters of a password.");

  public static final Setting<String> PASSWORD_REQUIREMENTS =
      add(
          Setting.of(
              "auth.password-requirements",
              Kind.choice(
                  "letters_digits",
                  "lower_upper_letters_digits",
                  "lower_upper_letters_digits_symbols"),
              "Kinds of characters that a password must have."));

  public static final Setting<String> LEAKED_PASSWORDS =
      text(
          "leaked-passwords",
          "Where leaked passwords are looked up: the URL of a k-anonymity service (the first five"
              + " digits of the SHA-1 are added), or a file of SHA-1 sums.");

  public static final Setting<Boolean> EMAIL_SIGNUP =
      flag("email.enable-signup", true, "Whether people may sign up with a mail address.");

  public static final Setting<Boolean> EMAIL_CONFIRM =
      flag(
          "email.enable-confirmations",
          false,
          "Whether a mail address must be confirmed before its owner can sign in.");

  public static final Setting<Boolean> EMAIL_DOUBLE =
      flag(
          "email.double-confirm-changes",
          true,
          "Whether a change of the address is confirmed from the old one, too.");

  public static final Setting<Boolean> SECURE_PASSWORD_CHANGE =
      flag(
          "email.secure-password-change",
          false,
          "Whether a new password takes a sign-in of the last 24 hours or a code from a mail.");

  public static final Setting<Boolean> CURRENT_PASSWORD =
      flag(
          "email.require-current-password", false, "Whether a new password takes the current one.");

  public static final Setting<Duration> EMAIL_FREQUENCY =
      duration(
          "email.max-frequency", "1m", "Shortest time between two mails of a kind to a person.");

  public static final Setting<Long> OTP_LENGTH =
      number("email.otp-length", 6, 10, 6, "Digits of a code in a mail.");

  public static final Setting<Long> OTP_EXPIRY =
      number("email.otp-expiry", 10, 86_400, 3600, "Seconds that a code or link in a mail holds.");

  public static final Setting<Boolean> SMTP =
      flag(
          "email.smtp.enabled",
          true,
          "Whether mails go to `auth.email.smtp.host`; without a host they go to the mailbox page"
              + " `/mailbox` on `http.admin-port` when the server listens on this machine only, and"
              + " nowhere otherwise.");

  public static final Setting<String> SMTP_HOST = text("email.smtp.host", "The mail server.");

  public static final Setting<Long> SMTP_PORT =
      number("email.smtp.port", 1, 65_535, 587, "Its port.");

  public static final Setting<String> SMTP_USER = text("email.smtp.user", "The login there.");

  public static final Setting<String> SMTP_PASS =
      add(Setting.of("auth.email.smtp.pass", Kind.text(), "Its password.").asSecret());

  public static final Setting<String> SMTP_SECURITY =
      add(
          Setting.of(
                  "auth.email.smtp.security",
                  Kind.choice("starttls", "tls", "none"),
                  "How the connection is protected; `none` only on this machine.")
              .standard("starttls"));

  public static final Setting<String> SMTP_AUTHORITY =
      text(
          "email.smtp.authority",
          "File with the certificate, in PEM, of whoever vouches for the mail server; not set:"
              + " those that Java knows.");

  public static final Setting<String> SMTP_FROM =
      text("email.smtp.admin-email", "The address that mails come from.");

  public static final Setting<String> SMTP_NAME =
      text("email.smtp.sender-name", "The name that mails come from.");

  public static final Setting<Boolean> SMS_SIGNUP =
      flag("sms.enable-signup", false, "Whether people may sign up with a phone number.");

  public static final Setting<Boolean> SMS_CONFIRM =
      flag(
          "sms.enable-confirmations",
          false,
          "Whether a phone number must be confirmed before its owner can sign in.");

  public static final Setting<String> SMS_TEMPLATE =
      add(
          Setting.of(
                  "auth.sms.template",
                  Kind.text(),
                  "Text of a message; `{{ .Code }}` is the code. It goes to the hook"
                      + " `auth.hook.send-sms`.")
              .standard("Your code is {{ .Code }}"));

  public static final Setting<Duration> SMS_FREQUENCY =
      duration("sms.max-frequency", "1m", "Shortest time between two messages to a person.");

  public static final Setting<Long> SMS_OTP_LENGTH =
      number("sms.otp-length", 6, 10, 6, "Digits of a code in a message.");

  public static final Setting<Long> SMS_OTP_EXPIRY =
      number("sms.otp-expiry", 10, 86_400, 60, "Seconds that a code in a message holds.");

  public static final Setting<List<String>> TEST_OTP =
      add(
          Setting.of(
                  "auth.sms.test-otp",
                  Kind.emptyableList(),
                  "Codes of numbers that no message is sent to, such as `4152127777=123456`.")
              .standard(""));

  public static final Setting<Duration> TIMEBOX =
      duration("sessions.timebox", "0s", "Longest time that a session lasts; 0 for any.");

  public static final Setting<Duration> INACTIVITY =
      duration(
          "sessions.inactivity-timeout",
          "0s",
          "A session not refreshed for so long ends; 0: never.");

  public static final Setting<Boolean> SINGLE_SESSION =
      flag("sessions.single-per-user", false, "Whether a new sign-in ends a person's others.");

  public static final Setting<Long> MAX_FACTORS =
      number("mfa.max-enrolled-factors", 0, 100, 10, "Most second factors of a person.");

  public static final Setting<Boolean> TOTP_ENROLL =
      flag("mfa.totp.enroll-enabled", true, "Whether authenticator apps may be enrolled.");

  public static final Setting<Boolean> TOTP_VERIFY =
      flag("mfa.totp.verify-enabled", true, "Whether authenticator apps may be used.");

  public static final Setting<Boolean> PHONE_ENROLL =
      flag("mfa.phone.enroll-enabled", false, "Whether phones may be enrolled as factor.");

  public static final Setting<Boolean> PHONE_VERIFY =
      flag("mfa.phone.verify-enabled", false, "Whether phones may be used as factor.");

  public static final Setting<Boolean> WEBAUTHN_ENROLL =
      flag("mfa.web-authn.enroll-enabled", false, "Whether security keys may be enrolled.");

  public static final Setting<Boolean> WEBAUTHN_VERIFY =
      flag("mfa.web-authn.verify-enabled", false, "Whether security keys may be used as factor.");

  public static final Setting<Boolean> PASSKEYS =
      flag("passkeys.enabled", false, "Whether people may sign in with passkeys.");

  public static final Setting<String> RP_ID =
      text(
          "passkeys.rp-id",
          "Domain that passkeys and security keys belong to; not set: that of `auth.site-url`.");

  public static final Setting<List<String>> RP_ORIGINS =
      add(
          Setting.of(
                  "auth.passkeys.rp-origins",
                  Kind.emptyableList(),
                  "Origins of pages that use them, beside that of `auth.site-url`.")
              .standard(""));

  public static final Setting<Boolean> OAUTH_SERVER =
      flag("oauth-server.enabled", false, "Whether other applications may sign people in here.");

  public static final Setting<Boolean> OAUTH_REGISTRATION =
      flag(
          "oauth-server.allow-dynamic-registration",
          false,
          "Whether such applications may register themselves.");

  public static final Setting<String> OAUTH_CONSENT =
      add(
          Setting.of(
                  "auth.oauth-server.authorization-url-path",
                  Kind.text(),
                  "Path of the page below `auth.site-url` that asks people for consent.")
              .standard("/oauth/consent"));

  public static final Setting<Boolean> CAPTCHA =
      flag("captcha.enabled", false, "Whether sign-in needs the answer to a captcha.");

  public static final Setting<String> CAPTCHA_PROVIDER =
      add(
          Setting.of(
                  "auth.captcha.provider", Kind.choice("hcaptcha", "turnstile"), "Whose captcha.")
              .standard("hcaptcha"));

  public static final Setting<String> CAPTCHA_SECRET =
      add(
          Setting.of("auth.captcha.secret", Kind.text(), "The secret it is checked with.")
              .asSecret());

  public static final Setting<String> CAPTCHA_URL =
      text("captcha.url", "Where it is checked; not set: the provider's own address.");

  public static final Setting<String> IP_HEADER =
      text(
          "rate-limit.ip-header",
          "Header in which a proxy names the client, such as `X-Forwarded-For`; limits by client"
              + " need it. `peer` is the address of the connection.");

  public static final Setting<Long> LIMIT_EMAILS =
      number("rate-limit.email-sent", 1, 1_000_000, 30, "Mails an hour, to all.");

  public static final Setting<Long> LIMIT_SMS =
      number("rate-limit.sms-sent", 1, 1_000_000, 30, "Messages an hour, to all.");

  public static final Setting<Long> LIMIT_ANONYMOUS =
      number("rate-limit.anonymous-users", 1, 1_000_000, 30, "Anonymous sign-ins an hour.");

  public static final Setting<Long> LIMIT_TOKEN =
      number("rate-limit.token-refresh", 1, 1_000_000, 150, "Tokens in five minutes.");

  public static final Setting<Long> LIMIT_OTP =
      number(
          "rate-limit.sign-in-sign-ups",
          1,
          1_000_000,
          30,
          "Sign-ups, codes and changes of a person in five minutes.");

  public static final Setting<Long> LIMIT_VERIFY =
      number("rate-limit.token-verifications", 1, 1_000_000, 30, "Codes tried in five minutes.");

  public static final Setting<Long> LIMIT_GUESSES =
      number(
          "rate-limit.guesses",
          1,
          1_000_000,
          20,
          "Wrong passwords for one person in five minutes from one client, ten times as many from"
              + " all clients; codes tried for one person in five minutes, whoever tries.");

  public static final Setting<String> LIMIT_REDIS =
      add(
          Setting.of(
                  "auth.rate-limit.redis-url",
                  Kind.text(),
                  "Redis that keeps the limits; not set: the database does.")
              .asSecret());

  private AuthSettings() {}

  /** Those with a name of their own, in the order of the reference. */
  public static List<Setting<?>> all() {
    return List.copyOf(ALL);
  }

  private static <T> Setting<T> add(Setting<T> setting) {
    ALL.add(setting);
    return setting;
  }

  private static Setting<Boolean> flag(String key, boolean standard, String description) {
    return add(
        Setting.of("auth." + key, Kind.flag(), description).standard(String.valueOf(standard)));
  }

  private static Setting<Long> number(
      String key, long min, long max, long standard, String description) {
    return add(
        Setting.of("auth." + key, Kind.number(min, max), description)
            .standard(String.valueOf(standard)));
  }

  private static Setting<String> text(String key, String description) {
    return add(Setting.of("auth." + key, Kind.text(), description));
  }

  private static Setting<Duration> duration(String key, String standard, String description) {
    return add(Setting.of("auth." + key, Kind.duration(), description).standard(standard));
  }
}
