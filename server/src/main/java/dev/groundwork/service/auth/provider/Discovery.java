package dev.groundwork.service.auth.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Map;

/**
 * What providers publish of themselves, kept for a while.
 *
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect
 *     Discovery</a>
 */
final class Discovery {
  private static final String PATH = "/.well-known/openid-configuration";

  /** In the issuer of providers whose tokens name the organisation that they are for. */
  static final String TENANT = "{tenantid}";

  private static final Duration LIFE = Duration.ofMinutes(10);

  /** Of addresses that the settings name, so that there are few. */
  private final Cache<String, Published> kept =
      Caffeine.newBuilder().maximumSize(100).expireAfterWrite(LIFE).build();

  private final Remote remote;

  Discovery(Remote remote) {
    this.remote = remote;
  }

  /**
   * A provider as it describes itself.
   *
   * @param userInfo empty when there is none
   * @param keys with which its tokens are checked
   */
  record Published(
      String issuer,
      String authorize,
      String token,
      String userInfo,
      boolean pkce,
      boolean basic,
      JWKSource<SecurityContext> keys) {}

  /**
   * What a provider publishes.
   *
   * @throws IOException when it cannot be read or is another's
   */
  Published of(String issuer) throws IOException {
    Published known = kept.getIfPresent(issuer);
    if (known == null) {
      known = read(issuer);
      kept.put(issuer, known);
    }
    return known;
  }

  private Published read(String issuer) throws IOException {
    ObjectNode found = remote.object(issuer + PATH);
    String named = found.path("issuer").asText("");
    if (!stripped(named).equals(stripped(issuer)) && !named.contains(TENANT)) {
      throw new IOException(issuer + " publishes the metadata of another issuer, " + named);
    }
    URL keys = URI.create(found.path("jwks_uri").asText("")).toURL();
    return new Published(
        named,
        found.path("authorization_endpoint").asText(""),
        found.path("token_endpoint").asText(""),
        found.path("userinfo_endpoint").asText(""),
        has(found.path("code_challenge_methods_supported"), "S256"),
        !has(found.path("token_endpoint_auth_methods_supported"), "client_secret_post")
            && has(found.path("token_endpoint_auth_methods_supported"), "client_secret_basic"),
        JWKSourceBuilder.create(keys, this::retrieve)
            .refreshAheadCache(false)
            .retrying(false)
            .build());
  }

  private Resource retrieve(URL address) throws IOException {
    return new Resource(remote.get(address.toString(), Map.of()), "application/json");
  }

  private static boolean has(JsonNode list, String wanted) {
    for (JsonNode each : list) {
      if (each.asText().equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private static String stripped(String address) {
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }
}
