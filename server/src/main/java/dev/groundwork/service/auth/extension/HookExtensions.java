package dev.groundwork.service.auth.extension;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.account.Extensions;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.session.Client;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The application's say by its hooks. */
public final class HookExtensions implements Extensions {
  /** Without these a token is none that the database's policies can count on. */
  private static final List<String> NEEDED =
      List.of(
          "aud",
          "exp",
          "iat",
          "sub",
          "email",
          "phone",
          "role",
          "aal",
          "session_id",
          "is_anonymous");

  private final HookCalls calls;

  public HookExtensions(HookCalls calls) {
    this.calls = calls;
  }

  @Override
  public ObjectNode changed(User user, ObjectNode claims, String method) {
    if (!calls.has(HookPoint.CUSTOM_ACCESS_TOKEN)) {
      return claims;
    }
    ObjectNode input = Json.object().put("user_id", user.id());
    input.set("claims", claims);
    input.put("authentication_method", method);
    ObjectNode answer = calls.call(HookPoint.CUSTOM_ACCESS_TOKEN, input).orElseThrow();
    if (!(answer.path("claims") instanceof ObjectNode changed)
        || !NEEDED.stream().allMatch(changed::hasNonNull)) {
      throw AuthCode.UNEXPECTED_FAILURE
          .because("output claims do not conform to the expected schema")
          .raise();
    }
    return changed;
  }

  @Override
  public void beforeUserCreated(ObjectNode user, Client client) {
    ObjectNode input = Json.object();
    ObjectNode metadata = input.putObject("metadata");
    metadata.put("uuid", UUID.randomUUID().toString());
    metadata.put("time", Instant.now().toString());
    metadata.put("name", "before-user-created");
    metadata.put("ip_address", client.address().orElse(""));
    input.set("user", user);
    calls.call(HookPoint.BEFORE_USER_CREATED, input);
  }

  @Override
  public void afterUserCreated(ObjectNode user) {
    ObjectNode input = Json.object();
    input.set("user", user);
    calls.call(HookPoint.AFTER_USER_CREATED, input);
  }

  @Override
  public void passwordAttempt(User user, boolean valid) {
    ObjectNode input = Json.object().put("user_id", user.id()).put("valid", valid);
    calls
        .call(HookPoint.PASSWORD_VERIFICATION_ATTEMPT, input)
        .flatMap(HookExtensions::refusal)
        .ifPresent(message -> {
          throw AuthCode.INVALID_CREDENTIALS.because(message).raise();
        });
  }

  @Override
  public void factorAttempt(User user, String factor, String kind, boolean valid) {
    ObjectNode input = Json.object().put("user_id", user.id()).put("factor_id", factor);
    input.put("factor_type", kind).put("valid", valid);
    calls
        .call(HookPoint.MFA_VERIFICATION_ATTEMPT, input)
        .flatMap(HookExtensions::refusal)
        .ifPresent(message -> {
          throw AuthCode.MFA_VERIFICATION_REJECTED.because(message).raise();
        });
  }

  /** The hook's words for a no. */
  private static Optional<String> refusal(ObjectNode answer) {
    return answer.path("decision").asText("").equals("reject")
        ? Optional.of(answer.path("message").asText("Further attempts will be rejected."))
        : Optional.empty();
  }
}
