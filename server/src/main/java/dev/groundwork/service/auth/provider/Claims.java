package dev.groundwork.service.auth.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * What the claims of OpenID Connect say of a person.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims">OpenID
 *     Connect Core, 5.1</a>
 */
final class Claims {
  /** Of the protocol, not of the person. */
  private static final Set<String> OWN =
      Set.of("iss", "sub", "aud", "exp", "iat", "nbf", "azp", "nonce", "at_hash", "c_hash", "jti");

  private static final Set<String> READ =
      Set.of("email", "email_verified", "name", "picture", "preferred_username", "phone_verified");

  private static final int MOST_FURTHER = 30;

  private Claims() {}

  static Profile profile(ObjectNode claims) {
    Profile profile =
        Profile.of(claims.path("sub").asText(""), claims.path("iss").asText(""))
            .mail(claims.path("email"), isVerified(claims))
            .name(claims.path("name"))
            .userName(claims.path("preferred_username"))
            .picture(claims.path("picture"));
    ObjectNode further = profile.data().objectNode();
    for (var claim : claims.properties()) {
      boolean personal = !OWN.contains(claim.getKey()) && !READ.contains(claim.getKey());
      if (personal && claim.getValue().isValueNode() && further.size() < MOST_FURTHER) {
        further.set(claim.getKey(), claim.getValue());
      }
    }
    if (!further.isEmpty()) {
      profile.data().set("custom_claims", further);
    }
    return profile;
  }

  /** Some say it as text; Azure says it by a claim of its own, when it is asked to. */
  private static boolean isVerified(ObjectNode claims) {
    return isTrue(claims.path("email_verified")) || isTrue(claims.path("xms_edov"));
  }

  private static boolean isTrue(JsonNode claim) {
    return claim.asText("").equalsIgnoreCase("true") || claim.asText("").equals("1");
  }
}
