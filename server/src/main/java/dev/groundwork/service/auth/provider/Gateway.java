package dev.groundwork.service.auth.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.groundwork.base.text.Hashes;
import dev.groundwork.service.auth.provider.Dialect.OpenId;
import dev.groundwork.service.auth.provider.Dialect.Plain;
import dev.groundwork.service.auth.provider.Providers.Account;
import dev.groundwork.service.auth.store.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Speaks to providers, in the dialect of each. */
final class Gateway {
  private final Remote remote;
  private final Discovery discovery;
  private final IdTokens idTokens;

  Gateway(Remote remote) {
    this.remote = remote;
    this.discovery = new Discovery(remote);
    this.idTokens = new IdTokens(discovery);
  }

  /**
   * A provider that the settings enable.
   *
   * @param redirectUri where it sends people back
   */
  record Provider(String name, Dialect dialect, Account account, String redirectUri) {

    /** Who signs its id tokens. */
    Optional<String> issuer() {
      return switch (dialect) {
        case OpenId open -> account.url().map(url -> withSuffix(url, open)).or(open::issuer);
        case Plain plain -> plain.issuer().map(issuer -> account.url().orElse(issuer));
      };
    }

    private static String withSuffix(String url, OpenId open) {
      return url.endsWith(open.suffix()) ? url : url + open.suffix();
    }
  }

  /**
   * What a person is sent to a provider with.
   *
   * @param state names the flow
   * @param verifier the secret of the flow
   * @param scopes what the application wants beside the usual
   * @param extra what the application hands through
   */
  record Journey(String state, String verifier, List<String> scopes, Map<String, String> extra) {
    /** What an id token of this flow must hold. */
    String nonce() {
      return Hashes.sha256Hex("nonce:" + verifier);
    }
  }

  /** Where a person is sent. */
  String address(Provider provider, Journey journey) throws IOException {
    Map<String, String> parts = new LinkedHashMap<>(journey.extra);
    parts.putAll(provider.dialect.parameters());
    parts.put("client_id", provider.account.clientId());
    parts.put("redirect_uri", provider.redirectUri);
    parts.put("response_type", "code");
    List<String> scopes = new ArrayList<>(provider.dialect.scopes());
    journey.scopes.stream().filter(each -> !scopes.contains(each)).forEach(scopes::add);
    if (!scopes.isEmpty()) {
      parts.put("scope", String.join(" ", scopes));
    }
    parts.put("state", journey.state);
    String address =
        switch (provider.dialect) {
          case OpenId _ -> {
            parts.put("nonce", journey.nonce());
            yield published(provider).authorize();
          }
          case Plain plain -> plain.authorize().at(provider.account.url());
        };
    if (takesProof(provider)) {
      parts.put("code_challenge", Hashes.sha256Base64(journey.verifier));
      parts.put("code_challenge_method", "S256");
    }
    return address + (address.contains("?") ? "&" : "?") + Remote.encoded(parts);
  }

  private Discovery.Published published(Provider provider) throws IOException {
    return discovery.of(
        provider.issuer().orElseThrow(() -> new IOException("the provider needs a url")));
  }

  private boolean takesProof(Provider provider) throws IOException {
    return switch (provider.dialect) {
      case OpenId _ -> published(provider).pkce();
      case Plain plain -> plain.pkce();
    };
  }

  /** What a provider gives for a code. */
  record Tokens(String access, Optional<String> refresh, Optional<String> id, ObjectNode answer) {
    /** Without the tokens. */
    @Override
    public String toString() {
      return "Tokens[]";
    }
  }

  /** Exchanges a code. */
  Tokens exchange(Provider provider, String code, String verifier) throws IOException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", provider.redirectUri);
    if (takesProof(provider)) {
      form.put("code_verifier", verifier);
    }
    Account account = provider.account;
    Map<String, String> headers = new HashMap<>();
    if (inHeader(provider) && !account.secret().isEmpty()) {
      headers.put(
          "Authorization",
          new ClientSecretBasic(new ClientID(account.clientId()), new Secret(account.secret()))
              .toHTTPAuthorizationHeader());
    } else {
      form.put("client_id", account.clientId());
      form.put("client_secret", account.secret());
    }
    String address =
        switch (provider.dialect) {
          case OpenId _ -> published(provider).token();
          case Plain plain -> plain.token().at(account.url());
        };
    return tokens(remote.post(address, form, headers));
  }

  private boolean inHeader(Provider provider) throws IOException {
    return switch (provider.dialect) {
      case OpenId _ -> published(provider).basic();
      case Plain plain -> plain.basic();
    };
  }

  private static Tokens tokens(String text) throws IOException {
    ObjectNode answer =
        Json.object(text).orElseThrow(() -> new IOException("the answer to the code is no object"));
    String access = answer.path("access_token").asText("");
    if (access.isEmpty()) {
      throw new IOException("no access token: " + answer.path("error").asText("no reason given"));
    }
    return new Tokens(access, text(answer, "refresh_token"), text(answer, "id_token"), answer);
  }

  private static Optional<String> text(JsonNode json, String name) {
    return Optional.of(json.path(name).asText("")).filter(text -> !text.isEmpty());
  }

  /** Who the person of some tokens is. */
  Profile profile(Provider provider, Tokens tokens, String nonce) throws IOException {
    Profile profile =
        switch (provider.dialect) {
          case OpenId _ -> openId(provider, tokens, nonce);
          case Plain plain -> plain(provider, plain, tokens);
        };
    if (profile.subject().isEmpty()) {
      throw new IOException("the provider does not say who the person is");
    }
    return profile;
  }

  private Profile openId(Provider provider, Tokens tokens, String nonce) throws IOException {
    String token = tokens.id.orElseThrow(() -> new IOException("there is no id token"));
    ObjectNode claims =
        idTokens.verified(
            provider.issuer().orElseThrow(),
            List.of(provider.account.clientId()),
            token,
            Optional.of(tokens.access),
            new IdTokens.Nonce.Exactly(nonce));
    String userInfo = published(provider).userInfo();
    return Claims.profile(
        claims.hasNonNull("email") || userInfo.isEmpty()
            ? claims
            : withUserInfo(claims, userInfo, tokens));
  }

  /** What the provider tells only when asked; about the same person or not at all. */
  private ObjectNode withUserInfo(ObjectNode claims, String address, Tokens tokens)
      throws IOException {
    String text = remote.get(address, Map.of("Authorization", "Bearer " + tokens.access));
    ObjectNode more = Json.object(text).orElseGet(Json::object);
    return more.path("sub").equals(claims.path("sub")) ? Json.merged(more, claims) : claims;
  }

  private Profile plain(Provider provider, Plain plain, Tokens tokens) throws IOException {
    List<JsonNode> answers = new ArrayList<>();
    Map<String, String> headers = new HashMap<>(plain.headers());
    headers.put("Authorization", "Bearer " + tokens.access);
    if (provider.name.equals("twitch")) {
      headers.put("Client-Id", provider.account.clientId());
    }
    for (Dialect.Place place : plain.profiles()) {
      String address = place.at(provider.account.url());
      answers.add(node(remote.get(signed(provider, address, tokens), headers)));
    }
    if (answers.isEmpty()) {
      answers.add(tokens.answer);
    }
    return plain.reading().of(answers);
  }

  /** Facebook may want a proof that the secret is known. */
  private static String signed(Provider provider, String address, Tokens tokens) {
    return provider.name.equals("facebook")
        ? address + "&appsecret_proof=" + proof(provider.account.secret(), tokens.access)
        : address;
  }

  private static String proof(String secret, String token) {
    return HexFormat.of().formatHex(Hashes.hmac(secret.getBytes(UTF_8), token));
  }

  private static JsonNode node(String text) throws IOException {
    return Json.object("{\"it\":" + text + "}")
        .map(whole -> whole.path("it"))
        .orElseThrow(() -> new IOException("the profile is no JSON"));
  }

  /** Who the person of an id token is that the application has from elsewhere. */
  Profile profile(
      Provider provider, String idToken, Optional<String> access, Optional<String> nonce)
      throws IOException {
    IdTokens.Nonce wanted =
        provider.account.skipNonce() ? new IdTokens.Nonce.Any() : new IdTokens.Nonce.Given(nonce);
    String issuer =
        provider.issuer().orElseThrow(() -> new IOException("the provider has no id tokens"));
    return Claims.profile(
        idTokens.verified(issuer, provider.account.clientIds(), idToken, access, wanted));
  }
}
