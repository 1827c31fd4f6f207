package dev.groundwork.service.auth;

import dev.groundwork.base.http.Failures;
import dev.groundwork.base.http.Router;
import dev.groundwork.base.identity.Authenticator;
import dev.groundwork.base.identity.SigningKeys;
import dev.groundwork.base.pg.Database;
import dev.groundwork.service.Room;
import dev.groundwork.service.auth.account.AccountRoutes;
import dev.groundwork.service.auth.account.Addresses;
import dev.groundwork.service.auth.account.Extensions;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.account.Guard;
import dev.groundwork.service.auth.account.Messages;
import dev.groundwork.service.auth.account.OneTimeTokens;
import dev.groundwork.service.auth.account.Passwords;
import dev.groundwork.service.auth.account.Sealing;
import dev.groundwork.service.auth.authority.Authority;
import dev.groundwork.service.auth.authority.AuthorityRoutes;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.limit.RateLimits;
import dev.groundwork.service.auth.mfa.MfaRoutes;
import dev.groundwork.service.auth.passkey.PasskeyRoutes;
import dev.groundwork.service.auth.provider.ProviderRoutes;
import dev.groundwork.service.auth.provider.Providers;
import dev.groundwork.service.auth.session.AccessTokens;
import dev.groundwork.service.auth.session.Sessions;
import dev.groundwork.service.auth.web.Bearers;
import dev.groundwork.service.auth.web.CallReader;
import dev.groundwork.service.auth.web.RouteTable;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Signs people in. */
public final class AuthRoom implements Room {
  private static final String PREFIX = "/auth/v1";

  private final RouteTable table = new RouteTable();
  private final AuthConfig config;
  private final ProviderRoutes providers;
  private final AuthorityRoutes authority;

  /**
   * What the room takes of the ground floor.
   *
   * @param database as the owner of the schema {@code auth}
   * @param authenticator that holds at the moment
   * @param serverKey a secret of all nodes, for what is proved by none of the tables
   */
  public record Ground(
      Database database,
      Supplier<Authenticator> authenticator,
      SigningKeys keys,
      byte[] serverKey,
      InstantSource clock,
      String version) {}

  /** What the room does its work with. */
  public record Tools(
      Passwords passwords,
      Messages messages,
      Extensions extensions,
      RateLimits limits,
      Guard.Captcha captcha,
      Addresses addresses,
      Providers providers,
      Authority authority) {}

  public AuthRoom(AuthConfig config, Ground ground, Tools tools) {
    this.config = config;
    if (config.tenantHeader().isPresent()) {
      Pools.separate(ground.database());
    }
    AccessTokens tokens =
        new AccessTokens(config, ground.keys(), tools.extensions(), ground.clock());
    Floor floor =
        new Floor(
            ground.database(),
            config,
            new Sessions(ground.database(), tokens, config, ground.serverKey(), ground.clock()),
            new Bearers(ground.authenticator(), ground.database(), ground.clock()),
            tools.passwords(),
            new OneTimeTokens(ground.serverKey()),
            new Sealing(ground.serverKey()),
            tools.messages(),
            tools.extensions(),
            new Guard(config.limits(), tools.limits(), tools.captcha()),
            tools.addresses(),
            ground.clock());
    new About(config, ground.keys(), tools.providers().names(), ground.version()).addTo(table);
    AccountRoutes accounts = new AccountRoutes(floor);
    accounts.addTo(table);
    providers = new ProviderRoutes(floor, tools.providers());
    providers.addTo(table);
    accounts.grant("id_token", providers::byIdToken);
    authority = new AuthorityRoutes(floor, tools.authority(), ground.keys());
    authority.addTo(table);
    new MfaRoutes(floor).addTo(table);
    new PasskeyRoutes(floor).addTo(table);
  }

  @Override
  public Optional<Failures.Style> errors() {
    return Optional.of(new AuthErrors());
  }

  @Override
  public void mount(Router router) {
    router.mount(PREFIX, new AuthRoutes(table, new CallReader(config), PREFIX));
    authority.mountAtRoot(router);
  }

  @Override
  public void close() {
    providers.close();
  }
}
