package dev.groundwork;

import dev.groundwork.base.config.AuthFamilies;
import dev.groundwork.base.config.Setting;
import dev.groundwork.base.config.Settings;
import dev.groundwork.service.auth.provider.Providers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The providers of the settings {@code auth.external.NAME.*}. */
final class AuthProviders {
  private AuthProviders() {}

  /** Those that are enabled. */
  static Providers of(Settings settings) {
    Map<String, Providers.Account> enabled = new HashMap<>();
    for (String name : AuthFamilies.providers(settings)) {
      if (is(settings, name, AuthFamilies.PROVIDER_ENABLED)) {
        enabled.put(name.replace('-', '_'), account(settings, name));
      }
    }
    return new Providers(enabled);
  }

  private static Providers.Account account(Settings settings, String name) {
    String ids =
        AuthFamilies.provider(settings, name, AuthFamilies.PROVIDER_CLIENT).orElse("").strip();
    List<String> clientIds =
        Arrays.stream(ids.split(",", -1)).map(String::strip).filter(id -> !id.isEmpty()).toList();
    return new Providers.Account(
        clientIds,
        AuthFamilies.provider(settings, name, AuthFamilies.PROVIDER_SECRET).orElse(""),
        AuthFamilies.provider(settings, name, AuthFamilies.PROVIDER_REDIRECT),
        AuthFamilies.provider(settings, name, AuthFamilies.PROVIDER_URL),
        is(settings, name, AuthFamilies.PROVIDER_SKIP_NONCE),
        is(settings, name, AuthFamilies.PROVIDER_EMAIL_OPTIONAL));
  }

  private static boolean is(Settings settings, String name, Setting<Boolean> setting) {
    return AuthFamilies.provider(settings, name, setting).orElse(false);
  }
}
