package dev.groundwork.service.rest.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.groundwork.base.identity.Caller;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whose key it is. The subject is the same person whatever token of theirs is sent; of a token
 * without one, all claims count together.
 *
 * @param identity what tells owners of one role apart
 * @param claims all that the token says of its owner, as text that is the same for each token
 * @param isNobody whether the token says no more than the role
 */
record Owner(String identity, String claims, boolean isNobody) {
  /** What a new token of the same person says otherwise. */
  private static final Set<String> OF_THE_TOKEN =
      Set.of("exp", "iat", "nbf", "jti", "session_id", "amr");

  /** What tokens of nobody in particular say, too. */
  private static final Set<String> OF_NOBODY = Set.of("role", "iss", "aud", "ref");

  private static final JsonMapper JSON = new JsonMapper();

  static Owner of(Caller caller) {
    try {
      JsonNode token = JSON.readTree(caller.claims());
      Map<String, JsonNode> claims = new TreeMap<>();
      token.properties().forEach(claim -> claims.put(claim.getKey(), claim.getValue()));
      claims.keySet().removeAll(OF_THE_TOKEN);
      boolean nobody = OF_NOBODY.containsAll(claims.keySet());
      String all = claims.toString();
      JsonNode subject = token.path("sub");
      String identity =
          subject.isMissingNode() || subject.isNull()
              ? all
              : List.of(token.path("iss"), subject).toString();
      return new Owner(identity, all, nobody);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
