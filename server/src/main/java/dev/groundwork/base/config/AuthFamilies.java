package dev.groundwork.base.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Settings of sign-in that each provider, hook and mail has. */
public final class AuthFamilies {
  private static final String PROVIDERS = "auth.external.";
  private static final String HOOKS = "auth.hook.";
  private static final String MAILS = "auth.email.template.";

  public static final Setting<Boolean> PROVIDER_ENABLED =
      Setting.of("enabled", Kind.flag(), "Whether people may sign in with the provider `NAME`.");

  public static final Setting<String> PROVIDER_CLIENT =
      Setting.of(
          "client-id",
          Kind.text(),
          "The application's id there; with commas, further ids whose tokens are taken.");

  public static final Setting<String> PROVIDER_SECRET =
      Setting.of("secret", Kind.text(), "The application's secret there.").asSecret();

  public static final Setting<String> PROVIDER_REDIRECT =
      Setting.of(
          "redirect-uri",
          Kind.text(),
          "Where the provider sends people back; not set: `/auth/v1/callback` below"
              + " `http.public-url`.");

  public static final Setting<String> PROVIDER_URL =
      Setting.of(
          "url",
          Kind.text(),
          "The provider's own address, for those that are hosted by many (Keycloak, GitLab, Azure)"
              + " and for any other provider with OpenID discovery.");

  public static final Setting<Boolean> PROVIDER_SKIP_NONCE =
      Setting.of(
          "skip-nonce-check", Kind.flag(), "Whether an id token is taken without its nonce.");

  public static final Setting<Boolean> PROVIDER_EMAIL_OPTIONAL =
      Setting.of(
          "email-optional", Kind.flag(), "Whether people without a mail address are let in.");

  public static final Setting<Boolean> HOOK_ENABLED =
      Setting.of("enabled", Kind.flag(), "Whether the hook `NAME` is called.");

  public static final Setting<String> HOOK_URI =
      Setting.of(
          "uri",
          Kind.text(),
          "`pg-functions://postgres/SCHEMA/FUNCTION` or an HTTP address. The hooks are"
              + " `custom-access-token`, `send-email`, `send-sms`, `before-user-created`,"
              + " `after-user-created`, `mfa-verification-attempt`,"
              + " `password-verification-attempt`.");

  public static final Setting<String> HOOK_SECRETS =
      Setting.of("secrets", Kind.text(), "What requests to it are signed with: `v1,whsec_BASE64`.")
          .asSecret();

  public static final Setting<String> MAIL_SUBJECT =
      Setting.of(
          "subject",
          Kind.text(),
          "Subject of the mail `NAME`: `confirmation`, `recovery`, `magic-link`, `invite`,"
              + " `email-change` or `reauthentication`.");

  public static final Setting<String> MAIL_CONTENT =
      Setting.of("content-path", Kind.text(), "File with its HTML, relative to the project.");

  private static final SettingFamily OF_PROVIDERS =
      new SettingFamily(
          PROVIDERS,
          List.of(
              PROVIDER_ENABLED,
              PROVIDER_CLIENT,
              PROVIDER_SECRET,
              PROVIDER_REDIRECT,
              PROVIDER_URL,
              PROVIDER_SKIP_NONCE,
              PROVIDER_EMAIL_OPTIONAL));

  private static final SettingFamily OF_HOOKS =
      new SettingFamily(HOOKS, List.of(HOOK_ENABLED, HOOK_URI, HOOK_SECRETS));

  private static final SettingFamily OF_MAILS =
      new SettingFamily(MAILS, List.of(MAIL_SUBJECT, MAIL_CONTENT));

  private AuthFamilies() {}

  /** What the reference shows. */
  public static List<Setting<?>> samples() {
    List<Setting<?>> samples = new ArrayList<>(OF_PROVIDERS.samples());
    samples.addAll(OF_HOOKS.samples());
    samples.addAll(OF_MAILS.samples());
    return samples;
  }

  /** The setting that a key of a file, or a variable, means. */
  static Optional<Setting<?>> find(String name) {
    return Stream.of(OF_PROVIDERS, OF_HOOKS, OF_MAILS)
        .flatMap(family -> family.find(name).stream())
        .findFirst();
  }

  /** The providers that have settings. */
  public static Iterable<String> providers(Settings settings) {
    return OF_PROVIDERS.names(settings);
  }

  /** A setting of a provider. */
  public static <T> Optional<T> provider(Settings settings, String name, Setting<T> setting) {
    return settings.find(setting.of(PROVIDERS, name));
  }

  /** A setting of a hook. */
  public static <T> Optional<T> hook(Settings settings, String name, Setting<T> setting) {
    return settings.find(setting.of(HOOKS, name));
  }

  /** A setting of a mail. */
  public static <T> Optional<T> mail(Settings settings, String name, Setting<T> setting) {
    return settings.find(setting.of(MAILS, name));
  }
}
