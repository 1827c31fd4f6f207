package dev.groundwork.service.auth.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a provider is spoken to. */
sealed interface Dialect {

  /** What is asked for always. */
  List<String> scopes();

  /** What the provider wants to be told beside what the protocol says. */
  Map<String, String> parameters();

  /** Who signs the provider's id tokens; empty where it has none. */
  Optional<String> issuer();

  /**
   * OpenID Connect: all addresses come from its discovery.
   *
   * @param home the issuer of the provider that everybody means by the name; empty when the
   *     settings must say
   * @param suffix of the address that the settings give
   */
  record OpenId(String home, String suffix, List<String> scopes, Map<String, String> parameters)
      implements Dialect {
    @Override
    public Optional<String> issuer() {
      return home.isEmpty() ? Optional.empty() : Optional.of(home);
    }
  }

  /**
   * Plain OAuth 2, with an address of its own for who somebody is.
   *
   * @param profiles what is read of a person, in this order
   * @param basic whether the secret goes into a header
   * @param pkce whether it takes a challenge, RFC 7636
   * @param headers of requests for a profile
   */
  record Plain(
      Optional<String> issuer,
      Place authorize,
      Place token,
      List<Place> profiles,
      boolean basic,
      boolean pkce,
      List<String> scopes,
      Map<String, String> parameters,
      Map<String, String> headers,
      Reading reading)
      implements Dialect {

    /** The same with an issuer of id tokens, which apps on phones get. */
    Plain signedBy(String name) {
      return new Plain(
          Optional.of(name),
          authorize,
          token,
          profiles,
          basic,
          pkce,
          scopes,
          parameters,
          headers,
          reading);
    }

    /** The same, spoken to with more parameters and headers. */
    Plain saying(Map<String, String> more, Map<String, String> lines) {
      return new Plain(
          issuer, authorize, token, profiles, basic, pkce, scopes, more, lines, reading);
    }
  }

  /**
   * An address of a provider.
   *
   * @param path as it is below the provider's own home
   * @param hosted as it is where others host the same software
   */
  record Place(String home, String path, String hosted) {
    Place(String home, String path) {
      this(home, path, path);
    }

    String at(Optional<String> url) {
      return url.map(own -> own + hosted).orElse(home + path);
    }
  }

  /** Makes a profile of what a provider tells; a missing subject makes none. */
  @FunctionalInterface
  interface Reading {
    Profile of(List<JsonNode> answers);
  }
}
