package dev.groundwork;

import dev.groundwork.base.config.AuthSettings;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgDatabase;
import dev.groundwork.cli.Version;
import dev.groundwork.service.Room;
import dev.groundwork.service.auth.AuthRoom;
import dev.groundwork.service.auth.MailboxRoom;
import dev.groundwork.service.auth.account.Addresses;
import dev.groundwork.service.auth.account.Guard;
import dev.groundwork.service.auth.account.Passwords;
import dev.groundwork.service.auth.captcha.CaptchaCheck;
import dev.groundwork.service.auth.captcha.CaptchaOutcome;
import dev.groundwork.service.auth.captcha.CaptchaService;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.extension.HookCalls;
import dev.groundwork.service.auth.extension.HookExtensions;
import dev.groundwork.service.auth.extension.HookMessages;
import dev.groundwork.service.auth.hook.Hooks;
import dev.groundwork.service.auth.limit.PostgresRateLimits;
import dev.groundwork.service.auth.limit.RateLimits;
import dev.groundwork.service.auth.limit.RedisRateLimits;
import dev.groundwork.service.auth.mail.Mailbox;
import dev.groundwork.service.auth.mail.Mailer;
import dev.groundwork.service.auth.message.Outbox;
import dev.groundwork.service.auth.password.LeakedPasswordFile;
import dev.groundwork.service.auth.password.LeakedPasswordService;
import dev.groundwork.service.auth.password.LeakedPasswords;
import dev.groundwork.service.auth.password.PasswordHasher;
import dev.groundwork.service.auth.password.PasswordRules;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Builds the sign-in room from the settings. */
final class AuthRooms {
  private AuthRooms() {}

  static List<Room> open(
      Parts parts,
      Settings settings,
      ProjectFolder project,
      PgAddress authAdmin,
      Serving.Access access) {
    AuthConfig config = AuthConfigs.of(settings, access.url());
    PgDatabase database =
        parts.open(() -> PgDatabase.open(Configs.pool(settings, authAdmin), access.observer()));
    PasswordHasher hasher = parts.open(PasswordHasher::new);
    Mailer mailer = parts.open(() -> Mailers.of(settings, access.observer()));
    Hooks hooks = parts.open(() -> new Hooks(database, Optional.empty()));
    HookCalls calls = new HookCalls(hooks, AuthHooks.of(settings), access.observer());
    RateLimits limits = parts.open(() -> limits(settings, database, access));
    AuthRoom room =
        new AuthRoom(
            config,
            new AuthRoom.Ground(
                database,
                access.authenticator(),
                ProjectKeys.signing(settings),
                ProjectKeys.serverKey(project, settings),
                InstantSource.system(),
                Version.NUMBER),
            new AuthRoom.Tools(
                new Passwords(
                    hasher,
                    PasswordRules.of(
                        settings.value(AuthSettings.PASSWORD_LENGTH).intValue(),
                        settings.find(AuthSettings.PASSWORD_REQUIREMENTS).orElse("")),
                    leaked(parts, settings, project.root(), access)),
                new HookMessages(
                    calls,
                    config,
                    new Outbox(config, Mailers.templates(settings, project.root()), mailer)),
                new HookExtensions(calls),
                limits,
                captcha(parts, settings),
                new Addresses(config),
                AuthProviders.of(settings),
                AuthConfigs.authority(settings)));
    return mailer instanceof Mailbox mailbox
        ? List.of(room, new MailboxRoom(mailbox))
        : List.of(room);
  }

  private static RateLimits limits(Settings settings, PgDatabase database, Serving.Access access) {
    return settings
        .find(AuthSettings.LIMIT_REDIS)
        .<RateLimits>map(RedisRateLimits::at)
        .orElseGet(() -> new PostgresRateLimits(database, access.observer()));
  }

  private static Optional<LeakedPasswords> leaked(
      Parts parts, Settings settings, Path project, Serving.Access access) {
    return settings
        .find(AuthSettings.LEAKED_PASSWORDS)
        .map(where ->
            where.startsWith("http://") || where.startsWith("https://")
                ? parts.open(
                    () -> new LeakedPasswordService(URI.create(where), true, access.observer()))
                : LeakedPasswordFile.read(project.resolve(where)));
  }

  private static Guard.Captcha captcha(Parts parts, Settings settings) {
    if (!settings.value(AuthSettings.CAPTCHA)) {
      return (_, _) -> true;
    }
    URI address =
        settings
            .find(AuthSettings.CAPTCHA_URL)
            .map(URI::create)
            .orElseGet(() ->
                CaptchaService.of(settings.value(AuthSettings.CAPTCHA_PROVIDER))
                    .orElseThrow()
                    .address());
    String secret = settings.find(AuthSettings.CAPTCHA_SECRET).orElse("");
    CaptchaCheck check = parts.open(() -> new CaptchaCheck(address, secret));
    return (answer, client) -> check.check(answer, client) instanceof CaptchaOutcome.Solved;
  }
}
