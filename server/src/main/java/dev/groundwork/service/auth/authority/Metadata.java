package dev.groundwork.service.auth.authority;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.identity.SigningKeys;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.util.List;

/**
 * What applications read before they use the server.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414">RFC 8414</a>
 */
final class Metadata {
  private final AuthConfig config;
  private final Authority authority;
  private final SigningKeys keys;

  Metadata(AuthConfig config, Authority authority, SigningKeys keys) {
    this.config = config;
    this.authority = authority;
    this.keys = keys;
  }

  /** Who signs tokens. */
  static String issuer(AuthConfig config) {
    return config.tokens().issuer().orElseGet(config::url);
  }

  Reply reply(Call call) {
    return Replies.json(json());
  }

  ObjectNode json() {
    String url = config.url();
    ObjectNode json = Json.object();
    json.put("issuer", issuer(config));
    json.put("authorization_endpoint", url + "/oauth/authorize");
    json.put("token_endpoint", url + "/oauth/token");
    json.put("jwks_uri", url + "/.well-known/jwks.json");
    json.put("userinfo_endpoint", url + "/oauth/userinfo");
    if (authority.enabled() && authority.registration()) {
      json.put("registration_endpoint", url + "/oauth/clients/register");
    }
    list(json, "scopes_supported", Scopes.KNOWN);
    list(json, "response_types_supported", List.of("code"));
    list(json, "response_modes_supported", List.of("query"));
    list(json, "grant_types_supported", List.of("authorization_code", "refresh_token"));
    list(json, "subject_types_supported", List.of("public"));
    list(json, "id_token_signing_alg_values_supported", List.of(keys.algorithm()));
    list(
        json,
        "token_endpoint_auth_methods_supported",
        List.of("client_secret_basic", "client_secret_post", "none"));
    list(json, "code_challenge_methods_supported", List.of("S256"));
    list(
        json,
        "claims_supported",
        List.of(
            "sub",
            "aud",
            "iss",
            "exp",
            "iat",
            "auth_time",
            "nonce",
            "email",
            "email_verified",
            "phone_number",
            "phone_number_verified",
            "name",
            "picture",
            "preferred_username",
            "updated_at"));
    json.put("authorization_response_iss_parameter_supported", true);
    return json;
  }

  private static void list(ObjectNode json, String name, List<String> values) {
    ArrayNode array = json.putArray(name);
    values.forEach(array::add);
  }
}
