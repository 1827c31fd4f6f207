package dev.groundwork.service.auth.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.groundwork.service.auth.Browser;
import dev.groundwork.service.auth.SignInServer;
import dev.groundwork.service.auth.provider.Providers;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.testing.TestPostgres;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Applications that sign people in here, with a client library that others have written. */
class AuthorityTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private static final URI BACK = URI.create("https://rp.example/cb?tenant=1");
  private static @Nullable SignInServer started;
  private static int people;

  private final Browser browser = new Browser();
  private final CodeVerifier verifier = new CodeVerifier();
  private final State state = new State();
  private final Nonce nonce = new Nonce();
  private ObjectNode application = Json.object();
  private String person = "";

  @BeforeAll
  static void start() {
    started =
        SignInServer.start(
            POSTGRES,
            new SignInServer.Plan(
                Providers.NONE, new Authority(true, true, "/oauth/consent"), true, false));
  }

  @AfterAll
  static void stop() {
    server().close();
  }

  private static SignInServer server() {
    return Objects.requireNonNull(started);
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private static Map<String, String> admin() {
    return bearer(SignInServer.serviceToken());
  }

  @BeforeEach
  void anApplicationAndAPerson() throws Exception {
    ObjectNode form = Json.object().put("client_name", "Their app");
    form.putArray("redirect_uris").add(BACK.toString());
    Browser.Answer made = browser.post(server().url() + "/admin/oauth/clients", form, admin());
    assertThat(made.status()).isEqualTo(201);
    application = made.json();
    person = signUp();
  }

  private String signUp() throws Exception {
    people++;
    ObjectNode body = Json.object().put("email", "p" + people + "@example.com");
    body.put("password", "secret-password");
    return browser
        .post(server().url() + "/signup", body, Map.of())
        .json()
        .path("access_token")
        .asText();
  }

  private OIDCProviderMetadata metadata() throws Exception {
    return OIDCProviderMetadata.resolve(new Issuer(server().url()));
  }

  private ClientID clientId() {
    return new ClientID(application.path("client_id").asText());
  }

  private ClientSecretBasic client() {
    return new ClientSecretBasic(
        clientId(), new Secret(application.path("client_secret").asText()));
  }

  private String asked() throws Exception {
    return new AuthenticationRequest.Builder(
            ResponseType.CODE, Scope.parse("openid email profile"), clientId(), BACK)
        .endpointURI(metadata().getAuthorizationEndpointURI())
        .state(state)
        .nonce(nonce)
        .codeChallenge(verifier, CodeChallengeMethod.S256)
        .build()
        .toURI()
        .toString();
  }

  private static String request(Browser.Way way) {
    return server().url() + "/oauth/authorizations/" + way.part("authorization_id");
  }

  private Browser.Answer decide(Browser.Way way, String action, String token) throws Exception {
    ObjectNode body = Json.object().put("action", action);
    return browser.post(request(way) + "/consent", body, bearer(token));
  }

  /** The code that a person's consent gives. */
  private AuthorizationCode code() throws Exception {
    Browser.Way way = browser.visit(asked());
    Browser.Answer shown = browser.get(request(way), bearer(person));
    String redirect =
        shown.json().has("redirect_url")
            ? shown.json().path("redirect_url").asText()
            : decide(way, "approve", person).json().path("redirect_url").asText();
    AuthenticationSuccessResponse response =
        AuthenticationResponseParser.parse(URI.create(redirect)).toSuccessResponse();
    assertThat(response.getState()).isEqualTo(state);
    assertThat(response.getIssuer()).isEqualTo(new Issuer(server().url()));
    return response.getAuthorizationCode();
  }

  private TokenResponse exchange(AuthorizationCode code, CodeVerifier proof) throws Exception {
    TokenRequest request =
        new TokenRequest.Builder(
                metadata().getTokenEndpointURI(),
                client(),
                new AuthorizationCodeGrant(code, BACK, proof))
            .build();
    return OIDCTokenResponseParser.parse(request.toHTTPRequest().send());
  }

  private static ErrorObject error(TokenResponse response) {
    assertThat(response.indicatesSuccess()).isFalse();
    return response.toErrorResponse().getErrorObject();
  }

  private OIDCTokenResponse tokens() throws Exception {
    return (OIDCTokenResponse) exchange(code(), verifier).toSuccessResponse();
  }

  private TokenResponse refresh(RefreshToken token) throws Exception {
    return OIDCTokenResponseParser.parse(
        new TokenRequest.Builder(
                metadata().getTokenEndpointURI(), client(), new RefreshTokenGrant(token))
            .build()
            .toHTTPRequest()
            .send());
  }

  @Test
  void aPersonIsSignedInWhereTheyAgree() throws Exception {
    Browser.Way way = browser.visit(asked());
    assertThat(way.end()).startsWith(SignInServer.SITE + "/oauth/consent?authorization_id=");
    ObjectNode shown = browser.get(request(way), bearer(person)).json();
    assertThat(shown.path("client").path("name").asText()).isEqualTo("Their app");
    assertThat(shown.path("scope").asText()).isEqualTo("openid email profile");
    OIDCTokenResponse answer = tokens();
    IDTokenClaimsSet claims =
        new IDTokenValidator(
                new Issuer(server().url()),
                clientId(),
                JWSAlgorithm.ES256,
                metadata().getJWKSetURI().toURL())
            .validate(answer.getOIDCTokens().getIDToken(), nonce);
    assertThat(claims.getStringClaim("email")).isEqualTo("p" + people + "@example.com");
    assertThat(claims.getAccessTokenHash()).isNotNull();
    UserInfoResponse info =
        UserInfoResponse.parse(
            new UserInfoRequest(
                    metadata().getUserInfoEndpointURI(),
                    new BearerAccessToken(answer.getTokens().getAccessToken().getValue()))
                .toHTTPRequest()
                .send());
    assertThat(info.toSuccessResponse().getUserInfo().getSubject()).isEqualTo(claims.getSubject());
    assertThat(
            SignedJWT.parse(answer.getTokens().getAccessToken().getValue())
                .getJWTClaimsSet()
                .getClaims())
        .containsEntry("client_id", clientId().getValue())
        .containsEntry("scope", "openid email profile");
    assertThatThrownBy(() ->
            new IDTokenValidator(
                    new Issuer(server().url()),
                    clientId(),
                    JWSAlgorithm.ES256,
                    metadata().getJWKSetURI().toURL())
                .validate(answer.getOIDCTokens().getIDToken(), new Nonce("other")))
        .hasMessageContaining("nonce");
  }

  @Test
  void aCodeIsGoodOnceAndTheSecondUseEndsTheSession() throws Exception {
    AuthorizationCode code = code();
    OIDCTokenResponse answer = (OIDCTokenResponse) exchange(code, verifier).toSuccessResponse();
    assertThat(error(exchange(code, verifier)).getCode()).isEqualTo("invalid_grant");
    assertThat(error(refresh(answer.getTokens().getRefreshToken())).getCode())
        .isEqualTo("invalid_grant");
  }

  @Test
  void aCodeIsOfWhoAskedForIt() throws Exception {
    assertThat(error(exchange(code(), new CodeVerifier())).getCode()).isEqualTo("invalid_grant");
    AuthorizationCode code = code();
    ObjectNode mine = application;
    anApplicationAndAPerson();
    assertThat(error(exchange(code, verifier)).getCode()).isEqualTo("invalid_grant");
    application = mine.deepCopy().put("client_secret", "guessed");
    assertThat(error(exchange(code, verifier)).getHTTPStatusCode()).isEqualTo(401);
  }

  @Test
  void refreshTokensAreOfTheApplicationAlone() throws Exception {
    RefreshToken token = tokens().getTokens().getRefreshToken();
    RefreshToken next = refresh(token).toSuccessResponse().getTokens().getRefreshToken();
    assertThat(next).isNotEqualTo(token);
    ObjectNode body = Json.object().put("refresh_token", next.getValue());
    String person = server().url() + "/token?grant_type=refresh_token";
    assertThat(browser.post(person, body, Map.of()).json().path("error_code").asText())
        .isEqualTo("refresh_token_not_found");
    anApplicationAndAPerson();
    assertThat(error(refresh(next)).getCode()).isEqualTo("invalid_grant");
  }

  @Test
  void onlyRegisteredAddressesGetAnything() throws Exception {
    String good = asked();
    for (String evil :
        List.of(
            "https://evil.example/cb",
            "https://rp.example/cb?tenant=1&x=2",
            "https://rp.example/cb",
            "https://rp.example/cb%3Ftenant%3D1/../x")) {
      String address = good.replaceFirst("redirect_uri=[^&]*", "redirect_uri=" + encoded(evil));
      Browser.Answer answer = browser.get(address, Map.of());
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().path("error").asText()).isEqualTo("invalid_request");
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void aChallengeIsNeeded() throws Exception {
    for (String change :
        List.of("code_challenge=[^&]*", "code_challenge_method=[^&]*", "response_type=[^&]*")) {
      Browser.Answer answer = browser.get(asked().replaceFirst(change, "x=y"), Map.of());
      assertThat(answer.location()).startsWith(BACK.toString() + "&error=");
      assertThat(Browser.parts(answer.location())).containsEntry("state", state.getValue());
    }
    String plain = asked().replace("code_challenge_method=S256", "code_challenge_method=plain");
    assertThat(browser.get(plain, Map.of()).location()).contains("error=invalid_request");
    String scope = asked().replaceFirst("scope=[^&]*", "scope=admin");
    assertThat(browser.get(scope, Map.of()).location()).contains("error=invalid_scope");
  }

  @Test
  void whoSaysNoIsSentBackWithoutACode() throws Exception {
    Browser.Way way = browser.visit(asked());
    String redirect = decide(way, "deny", person).json().path("redirect_url").asText();
    assertThat(Browser.parts(redirect))
        .containsEntry("error", "access_denied")
        .containsEntry("state", state.getValue());
    assertThat(decide(way, "approve", person).status()).isEqualTo(404);
  }

  @Test
  void aRequestIsOfThePersonWhoSawIt() throws Exception {
    Browser.Way way = browser.visit(asked());
    assertThat(browser.get(request(way), bearer(person)).status()).isEqualTo(200);
    assertThat(decide(way, "approve", signUp()).status()).isEqualTo(404);
    assertThat(browser.get(request(way), Map.of()).status()).isEqualTo(401);
  }

  @Test
  void anApplicationLetsNobodyElseIn() throws Exception {
    String token = tokens().getTokens().getAccessToken().getValue();
    Browser.Way way = browser.visit(asked());
    assertThat(decide(way, "approve", token).status()).isEqualTo(403);
    assertThat(browser.get(server().url() + "/user/oauth/grants", bearer(token)).status())
        .isEqualTo(403);
  }

  @Test
  void anApplicationChangesNothingOfThePerson() throws Exception {
    String token = tokens().getTokens().getAccessToken().getValue();
    String user = server().url() + "/user";
    assertThat(browser.get(user, bearer(token)).status()).isEqualTo(200);
    String body = "{\"password\":\"another-password\"}";
    Browser.Answer change = browser.call("PUT", user, body, "application/json", bearer(token));
    assertThat(change.status()).isEqualTo(403);
    for (String path : List.of("/factors", "/reauthenticate", "/user/identities/authorize")) {
      String method = path.equals("/factors") ? "POST" : "GET";
      String address = server().url() + path + "?provider=github";
      assertThat(browser.call(method, address, "{}", "application/json", bearer(token)).status())
          .as(path)
          .isEqualTo(403);
    }
  }

  @Test
  void anApplicationEndsItsOwnSessionAlone() throws Exception {
    String token = tokens().getTokens().getAccessToken().getValue();
    String logout = server().url() + "/logout";
    assertThat(browser.post(logout + "?scope=global", Json.object(), bearer(token)).status())
        .isEqualTo(403);
    assertThat(browser.post(logout, Json.object(), bearer(token)).status()).isEqualTo(204);
    assertThat(browser.get(server().url() + "/user", bearer(token)).status()).isEqualTo(403);
    assertThat(browser.get(server().url() + "/user", bearer(person)).status()).isEqualTo(200);
  }

  @Test
  void whatWasAgreedIsListedAndTakenBack() throws Exception {
    OIDCTokenResponse answer = tokens();
    String url = server().url() + "/user/oauth/grants";
    Browser.Answer list = browser.get(url, bearer(person));
    assertThat(list.response().body())
        .startsWith("[{\"client\":{\"id\":\"" + clientId().getValue());
    assertThat(code()).isNotNull();
    String one = url + "?client_id=" + clientId().getValue();
    assertThat(browser.call("DELETE", one, "", "application/json", bearer(person)).status())
        .isEqualTo(204);
    assertThat(browser.get(url, bearer(person)).response().body()).isEqualTo("[]");
    assertThat(error(refresh(answer.getTokens().getRefreshToken())).getCode())
        .isEqualTo("invalid_grant");
    assertThat(browser.call("DELETE", one, "", "application/json", bearer(person)).status())
        .isEqualTo(404);
  }

  @Test
  void applicationsRegisterThemselves() throws Exception {
    ObjectNode form = Json.object().put("client_name", "Agent");
    form.put("token_endpoint_auth_method", "none");
    form.putArray("redirect_uris").add("http://127.0.0.1:3000/cb").add("agent://cb");
    URI registration = metadata().getRegistrationEndpointURI();
    ObjectNode made = browser.post(registration.toString(), form, Map.of()).json();
    assertThat(made.path("client_type").asText()).isEqualTo("public");
    assertThat(made.has("client_secret")).isFalse();
    for (String evil :
        List.of("http://evil.example/", "javascript:alert(1)", "https://a.example/#x", "/x")) {
      form.putArray("redirect_uris").add(evil);
      assertThat(browser.post(registration.toString(), form, Map.of()).status()).isEqualTo(400);
    }
  }

  @Test
  void applicationsAreKeptByAdministratorsAlone() throws Exception {
    String all = server().url() + "/admin/oauth/clients";
    String one = all + "/" + clientId().getValue();
    assertThat(browser.get(all, bearer(person)).status()).isEqualTo(403);
    assertThat(browser.get(all + "?page=1&per_page=1", admin()).json().path("clients")).hasSize(1);
    ObjectNode read = browser.get(one, admin()).json();
    assertThat(read.has("client_secret")).isFalse();
    ObjectNode change = Json.object().put("client_name", "New name");
    Browser.Answer changed =
        browser.call("PUT", one, change.toString(), "application/json", admin());
    assertThat(changed.json().path("client_name").asText()).isEqualTo("New name");
    ObjectNode renewed = browser.post(one + "/regenerate_secret", Json.object(), admin()).json();
    assertThat(error(exchange(code(), verifier)).getCode()).isEqualTo("invalid_client");
    application = renewed;
    OIDCTokenResponse answer = tokens();
    assertThat(
            POSTGRES.value(
                "select count(*) from auth.oauth_clients where client_secret_hash = '"
                    + renewed.path("client_secret").asText()
                    + "'"))
        .isEqualTo("0");
    assertThat(browser.call("DELETE", one, "", "application/json", admin()).status())
        .isEqualTo(204);
    assertThat(
            browser
                .get(
                    server().url() + "/user",
                    bearer(answer.getTokens().getAccessToken().getValue()))
                .status())
        .isEqualTo(403);
    assertThat(browser.get(one, admin()).status()).isEqualTo(404);
  }

  @Test
  void theMetadataIsWhereItIsLookedFor() throws Exception {
    for (String address :
        List.of(
            server().root() + "/.well-known/oauth-authorization-server/auth/v1",
            server().root() + "/.well-known/oauth-authorization-server",
            server().root() + "/.well-known/openid-configuration",
            server().url() + "/.well-known/oauth-authorization-server")) {
      assertThat(browser.get(address, Map.of()).json().path("issuer").asText())
          .isEqualTo(server().url());
    }
  }
}
