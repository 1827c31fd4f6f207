package dev.groundwork.service.auth.provider;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.groundwork.service.auth.provider.Providers.Account;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/** A provider of sign-ins by OpenID Connect: one for the whole run, on this machine. */
final class RealProvider {
  static final String CLIENT = "our-app";
  static final String ISSUER_ID = "acme";

  private static final KeyProvider KEYS = new KeyProvider();
  private static final MockOAuth2Server SERVER = started();

  private RealProvider() {}

  private static MockOAuth2Server started() {
    MockOAuth2Server server =
        new MockOAuth2Server(
            new OAuth2Config(
                false,
                null,
                null,
                false,
                new OAuth2TokenProvider(KEYS),
                Set.of(),
                new NettyWrapper()));
    server.start();
    return server;
  }

  static String issuer() {
    return SERVER.issuerUrl(ISSUER_ID).toString();
  }

  static Account account() {
    return account(Optional.of(issuer()));
  }

  static Account account(Optional<String> url) {
    return new Account(
        List.of(CLIENT, "our-phone-app"), "a secret", Optional.empty(), url, false, false);
  }

  /** Who signs in next, and what their id token says. */
  static void next(String subject, Map<String, Object> claims) {
    SERVER.enqueueCallback(
        new DefaultOAuth2TokenCallback(ISSUER_ID, subject, "JWT", List.of(CLIENT), claims, 600));
  }

  /** A token with these claims, signed by the provider. */
  static String signed(Map<String, Object> claims, Duration life) {
    SignedJWT token = SERVER.getConfig().getTokenProvider().jwt(claims, life, ISSUER_ID);
    return token.serialize();
  }

  static JWK key() {
    return KEYS.signingKey(ISSUER_ID);
  }
}
