package dev.groundwork.base.identity;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * From a token to its claims, when one of the keys made it (<a
 * href="https://www.rfc-editor.org/rfc/rfc7515#section-5.2">RFC 7515</a>).
 */
final class TokenDecoder {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();

  private final VerificationKeys keys;

  TokenDecoder(VerificationKeys keys) {
    this.keys = keys;
  }

  /** The signed header: which algorithm, and by which key if the token says so. */
  private record Header(Algorithm algorithm, Optional<String> keyId) {}

  /**
   * The claims of a genuine token; whether they hold is not looked at.
   *
   * @throws dev.groundwork.base.problem.ProblemException when it is not genuine
   */
  ObjectNode claims(String token) {
    if (token.isEmpty()) {
      throw IdentityProblem.Undecodable.EMPTY.raise();
    }
    List<String> parts = List.of(token.split("\\.", -1));
    if (parts.size() != 3) {
      throw IdentityProblem.Undecodable.parts(parts.size()).raise();
    }
    Header header = header(bytes(parts.get(0)));
    byte[] payload = bytes(parts.get(1));
    byte[] signed = token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
    verify(header, signed, bytes(parts.get(2)));
    return object(payload).orElseThrow(IdentityProblem.BadClaims.NO_JSON::raise);
  }

  private void verify(Header header, byte[] signed, byte[] signature) {
    List<VerificationKey> suitable = keys.suitable(header.algorithm, header.keyId);
    if (suitable.isEmpty()) {
      throw IdentityProblem.Undecodable.NO_KEY.raise();
    }
    if (suitable.stream().noneMatch(key -> key.verifies(header.algorithm, signed, signature))) {
      throw IdentityProblem.Undecodable.WRONG_KEY.raise();
    }
  }

  private static Header header(byte[] json) {
    ObjectNode header = object(json).orElseThrow(IdentityProblem.Undecodable.GARBLED::raise);
    JsonNode name = header.path("alg");
    if (name.isTextual() && name.textValue().equals("none")) {
      throw IdentityProblem.Undecodable.UNSECURED.raise();
    }
    JsonNode keyId = header.path("kid");
    boolean odd = header.has("crit") || !(keyId.isMissingNode() || keyId.isTextual());
    if (odd || !name.isTextual()) {
      throw IdentityProblem.Undecodable.GARBLED.raise();
    }
    return new Header(
        Algorithm.named(name.textValue()).orElseThrow(IdentityProblem.Undecodable.GARBLED::raise),
        Optional.ofNullable(keyId.textValue()));
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getUrlDecoder().decode(base64);
    } catch (IllegalArgumentException garbled) {
      throw IdentityProblem.Undecodable.GARBLED.raise();
    }
  }

  private static Optional<ObjectNode> object(byte[] json) {
    try {
      return JSON.readTree(json) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JacksonException garbled) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }
}
