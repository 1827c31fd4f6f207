package dev.groundwork.service.auth.webauthn;

import dev.groundwork.service.auth.config.AuthConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whom credentials are made for.
 *
 * @param id a domain
 * @param origins of the pages that may ask for them
 */
public record RelyingParty(String id, List<String> origins) {
  private static final String LOCAL = "localhost";
  private static final Set<String> LOOPBACK = Set.of(LOCAL, "127.0.0.1", "[::1]");

  public RelyingParty {
    origins = List.copyOf(origins);
  }

  /** The application that the settings describe. */
  public static RelyingParty of(AuthConfig config) {
    List<String> origins = new ArrayList<>();
    Optional<URI> site = uri(config.site());
    site.map(RelyingParty::origin).ifPresent(origins::add);
    config.passkeys().origins().forEach(each -> origins.add(originOr(each)));
    String host = site.map(RelyingParty::host).orElse(LOCAL);
    return new RelyingParty(
        config.passkeys().rpId().orElse(LOOPBACK.contains(host) ? LOCAL : host),
        withLocal(origins));
  }

  /** Browsers know no credentials of IP addresses: pages of this machine are those of localhost. */
  private static List<String> withLocal(List<String> origins) {
    List<String> all = new ArrayList<>(origins);
    for (String origin : origins) {
      uri(origin)
          .filter(uri -> LOOPBACK.contains(host(uri)) && !host(uri).equals(LOCAL))
          .ifPresent(uri -> all.add(origin.replace(host(uri), LOCAL)));
    }
    return all;
  }

  /**
   * The part of it that a page of it names: it may ask for the domain of any of the origins, and
   * for fewer origins. On a machine of a developer pages on all ports are one.
   *
   * @return empty when it names what is not part of it
   */
  public Optional<RelyingParty> named(String domain, List<String> pages) {
    List<String> known = new ArrayList<>(origins);
    if (isLocal()) {
      pages.stream().filter(RelyingParty::isLocal).forEach(known::add);
    }
    List<String> asked =
        pages.isEmpty() ? known : pages.stream().map(RelyingParty::originOr).toList();
    boolean host =
        known.stream()
            .flatMap(each -> uri(each).stream())
            .anyMatch(uri -> host(uri).equals(domain));
    return (domain.equals(id) || host) && known.containsAll(asked)
        ? Optional.of(new RelyingParty(domain, asked))
        : Optional.empty();
  }

  private boolean isLocal() {
    return id.equals(LOCAL)
        && origins.stream()
            .allMatch(each -> uri(each).filter(uri -> LOOPBACK.contains(host(uri))).isPresent());
  }

  private static boolean isLocal(String page) {
    return uri(page).filter(uri -> host(uri).equals(LOCAL) && origin(uri).equals(page)).isPresent();
  }

  private static Optional<URI> uri(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static String host(URI uri) {
    return uri.getHost().toLowerCase(Locale.ROOT);
  }

  /** Of a page's address; anything else, such as the key of an Android app, stays as it is. */
  private static String originOr(String text) {
    return uri(text).map(RelyingParty::origin).orElse(text);
  }

  private static String origin(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    boolean standard =
        uri.getPort() < 0
            || (scheme.equals("https") && uri.getPort() == 443)
            || (scheme.equals("http") && uri.getPort() == 80);
    return scheme + "://" + host(uri) + (standard ? "" : ":" + uri.getPort());
  }
}
