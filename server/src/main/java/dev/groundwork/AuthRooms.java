package dev.groundwork;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.identity.SigningKeys;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgDatabase;
import dev.groundwork.cli.Version;
import dev.groundwork.service.auth.AuthRoom;
import dev.groundwork.service.auth.account.Addresses;
import dev.groundwork.service.auth.account.Extensions;
import dev.groundwork.service.auth.account.Messages;
import dev.groundwork.service.auth.account.Passwords;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.password.PasswordHasher;
import dev.groundwork.service.auth.password.PasswordRules;
import dev.groundwork.service.auth.session.Client;
import dev.groundwork.service.auth.store.User;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** Builds the sign-in room from the settings. */
final class AuthRooms {
  private AuthRooms() {}

  static AuthRoom open(Parts parts, Settings settings, PgAddress authAdmin, Serving.Access access) {
    AuthConfig config = AuthConfigs.of(settings, access.url());
    PgDatabase database =
        parts.open(() -> PgDatabase.open(Configs.pool(settings, authAdmin), access.observer()));
    PasswordHasher hasher = parts.open(PasswordHasher::new);
    byte[] secret = ProjectKeys.secret(settings);
    SigningKeys keys = Configs.signing(settings).orElseGet(() -> SigningKeys.shared(secret));
    AuthConfig.Passwords rules = config.passwords();
    return new AuthRoom(
        config,
        new AuthRoom.Ground(
            database,
            access.authenticator(),
            keys,
            ProjectKeys.serverKey(secret),
            InstantSource.system(),
            Version.NUMBER),
        new AuthRoom.Tools(
            new Passwords(
                hasher,
                new PasswordRules(rules.minLength(), rules.requirements()),
                Optional.empty()),
            new Messages() {
              @Override
              public void mail(Letter letter) {
                System.err.println(
                    "MAIL "
                        + letter.kind()
                        + " "
                        + letter.to()
                        + " "
                        + letter.token().code()
                        + " "
                        + letter.token().hash());
              }

              @Override
              public String message(User user, String phone, String code, String channel) {
                System.err.println("SMS " + phone + " " + code);
                return "x";
              }
            },
            new Extensions() {
              @Override
              public ObjectNode changed(User user, ObjectNode claims, String method) {
                return claims;
              }

              @Override
              public void beforeUserCreated(ObjectNode user, Client client) {}

              @Override
              public void afterUserCreated(ObjectNode user) {}

              @Override
              public void passwordAttempt(User user, boolean valid) {}

              @Override
              public void factorAttempt(User user, String factor, String kind, boolean valid) {}
            },
            (name, key, most, time) -> Optional.empty(),
            (answer, address) -> true,
            new Addresses() {
              @Override
              public String email(String text) {
                return text.toLowerCase(Locale.ROOT);
              }

              @Override
              public String phone(String text) {
                return text;
              }

              @Override
              public String landing(Optional<String> wanted) {
                return wanted.orElse(config.site());
              }
            }));
  }
}
