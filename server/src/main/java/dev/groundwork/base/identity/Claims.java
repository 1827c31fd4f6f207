package dev.groundwork.base.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a genuine token and when they hold. Clocks may differ by thirty seconds. A time
 * that is no whole number, or too large for one, counts as the year 1970, as in PostgREST.
 */
record Claims(ObjectNode json) {
  private static final long SKEW_SECONDS = 30;

  /** The first claim that does not hold now. */
  Optional<IdentityProblem> fault(Instant now, Optional<String> audience) {
    long second = now.getEpochSecond();
    for (String name : new String[] {"exp", "nbf", "iat"}) {
      if (!absent(json.get(name)) && !json.get(name).isNumber()) {
        return Optional.of(IdentityProblem.BadClaims.notNumber(name));
      }
      if (!absent(json.get(name)) && outside(name, seconds(json.get(name)), second)) {
        return Optional.of(timeFault(name));
      }
    }
    return audienceFault(json.path("aud"), audience);
  }

  /**
   * When claims hold that once had no fault, in seconds since 1970.
   *
   * @param first from when on
   * @param last up to when
   */
  record Times(long first, long last) {
    boolean include(Instant now) {
      return now.getEpochSecond() >= first && now.getEpochSecond() <= last;
    }
  }

  /**
   * When all of this holds, once it has held: the other claims do not change. Times at the end of
   * the numbers may give too short a span, never one that is too long.
   */
  Times times() {
    long always = Long.MIN_VALUE + SKEW_SECONDS;
    long first = Math.max(time("nbf", always), time("iat", always));
    return new Times(
        first - SKEW_SECONDS, time("exp", Long.MAX_VALUE - SKEW_SECONDS) + SKEW_SECONDS);
  }

  private long time(String name, long otherwise) {
    return absent(json.get(name)) ? otherwise : seconds(json.get(name));
  }

  private static boolean absent(@Nullable JsonNode claim) {
    return claim == null || claim.isNull();
  }

  private static boolean outside(String name, long time, long now) {
    return name.equals("exp") ? time < now - SKEW_SECONDS : time > now + SKEW_SECONDS;
  }

  private static IdentityProblem timeFault(String name) {
    return switch (name) {
      case "exp" -> IdentityProblem.BadClaims.EXPIRED;
      case "nbf" -> IdentityProblem.BadClaims.NOT_YET;
      default -> IdentityProblem.BadClaims.FROM_FUTURE;
    };
  }

  private static long seconds(JsonNode number) {
    try {
      return number.decimalValue().longValueExact();
    } catch (ArithmeticException notWhole) {
      return 0;
    }
  }

  private static Optional<IdentityProblem> audienceFault(
      JsonNode claim, Optional<String> audience) {
    if (claim.isMissingNode() || claim.isNull()) {
      return Optional.empty();
    }
    if (!claim.isTextual() && !claim.isArray()) {
      return Optional.of(IdentityProblem.BadClaims.AUDIENCE_TYPE);
    }
    boolean named = audience.isEmpty() || (claim.isArray() && claim.isEmpty());
    for (JsonNode each : claim.isArray() ? claim : List.of(claim)) {
      if (!each.isTextual()) {
        return Optional.of(IdentityProblem.BadClaims.AUDIENCE_TYPE);
      }
      named |= audience.map(each.textValue()::equals).orElse(true);
    }
    return named ? Optional.empty() : Optional.of(IdentityProblem.BadClaims.AUDIENCE);
  }
}
