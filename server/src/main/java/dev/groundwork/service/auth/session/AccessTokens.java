package dev.groundwork.service.auth.session;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.identity.SigningKeys;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import java.time.InstantSource;
import java.util.Optional;

/** Makes access tokens: what they say of a person, and the signature under it. */
public final class AccessTokens {
  private final AuthConfig config;
  private final SigningKeys keys;
  private final ClaimsHook hook;
  private final InstantSource clock;

  /** What the application adds to the claims of a token, or why it refuses one. */
  @FunctionalInterface
  public interface ClaimsHook {
    /**
     * The claims as they go into the token.
     *
     * @param method how the person came in, such as {@code password} or {@code token_refresh}
     */
    ObjectNode changed(User user, ObjectNode claims, String method);
  }

  public AccessTokens(AuthConfig config, SigningKeys keys, ClaimsHook hook, InstantSource clock) {
    this.config = config;
    this.keys = keys;
    this.hook = hook;
    this.clock = clock;
  }

  /** The answer of a sign-in. */
  ObjectNode answer(Sessions.Begun begun, String refreshToken) {
    long now = clock.instant().getEpochSecond();
    ObjectNode claims = hook.changed(begun.user(), claims(begun, now), begun.method());
    ObjectNode answer = Json.object();
    answer.put("access_token", keys.token(claims));
    answer.put("token_type", "bearer");
    answer.put("expires_in", claims.path("exp").asLong() - now);
    answer.put("expires_at", claims.path("exp").asLong());
    answer.put("refresh_token", refreshToken);
    answer.set("user", begun.userJson());
    return answer;
  }

  private ObjectNode claims(Sessions.Begun begun, long now) {
    User user = begun.user();
    Row session = begun.session();
    ObjectNode claims = Json.object();
    claims.put("iss", config.tokens().issuer().orElseGet(config::url));
    claims.put("sub", user.id());
    claims.put("aud", user.audience());
    claims.put("exp", now + config.tokens().lifetime().toSeconds());
    claims.put("iat", now);
    claims.put("email", user.email().orElse(""));
    claims.put("phone", user.phone().orElse(""));
    claims.set("app_metadata", user.appMetadata());
    claims.set("user_metadata", user.userMetadata());
    claims.put("role", user.role());
    claims.put("aal", session.find("aal").orElse("aal1"));
    ArrayNode proofs = claims.putArray("amr");
    for (SessionStore.Proof proof : begun.proofs()) {
      proofs
          .addObject()
          .put("method", proof.method())
          .put("timestamp", proof.time().getEpochSecond());
    }
    claims.put("session_id", session.text("id"));
    claims.put("is_anonymous", user.isAnonymous());
    Optional<String> application = session.find("oauth_client_id");
    application.ifPresent(id -> claims.put("client_id", id));
    application.flatMap(_ -> session.find("scopes")).ifPresent(it -> claims.put("scope", it));
    return claims;
  }
}
