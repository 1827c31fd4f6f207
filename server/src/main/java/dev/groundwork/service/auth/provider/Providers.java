package dev.groundwork.service.auth.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The providers that people may sign in with, by name.
 *
 * @param byName those that are enabled
 */
public record Providers(Map<String, Account> byName) {

  public Providers {
    byName = Map.copyOf(byName);
  }

  /** No provider. */
  public static final Providers NONE = new Providers(Map.of());

  /**
   * What the application has with a provider.
   *
   * @param clientIds the application's ids there; the first one signs in, tokens of all are taken
   * @param secret empty for none
   * @param redirectUri where the provider sends people back, when it is not the room's own address
   * @param url the provider's own address, where it has several or is a host of many
   */
  public record Account(
      List<String> clientIds,
      String secret,
      Optional<String> redirectUri,
      Optional<String> url,
      boolean skipNonce,
      boolean emailOptional) {

    public Account {
      clientIds = List.copyOf(clientIds);
      url = url.map(Account::withoutSlash);
    }

    private static String withoutSlash(String text) {
      return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    String clientId() {
      return clientIds.isEmpty() ? "" : clientIds.getFirst();
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "Account" + clientIds;
    }
  }

  /** Their names. */
  public Set<String> names() {
    return byName.keySet();
  }
}
