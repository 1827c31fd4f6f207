package dev.groundwork.base.identity;

import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a caller is refused; codes, statuses and messages are PostgREST's. */
public sealed interface IdentityProblem extends Problem {

  /** A token came, but the server has nothing to verify it with. */
  record SecretMissing() implements IdentityProblem {
    @Override
    public String code() {
      return "PGRST300";
    }

    @Override
    public int status() {
      return 500;
    }

    @Override
    public String message() {
      return "Server lacks JWT secret";
    }
  }

  /** The token is not one, or none of the keys made it. */
  record Undecodable(String message, Optional<Details> details) implements IdentityProblem {
    static final Undecodable EMPTY = of("Empty JWT is sent in Authorization header");
    static final Undecodable GARBLED = of("JWT cryptographic operation failed");
    static final Undecodable UNSECURED =
        of(
            "Wrong or unsupported encoding algorithm",
            "JWT is unsecured but expected 'alg' was not 'none'");
    static final Undecodable NO_KEY = noKey("No suitable key was found to decode the JWT");
    static final Undecodable WRONG_KEY = noKey("None of the keys was able to decode the JWT");

    static Undecodable parts(int number) {
      return of("Expected 3 parts in JWT; got " + number);
    }

    private static Undecodable noKey(String details) {
      return of("No suitable key or wrong key type", details);
    }

    private static Undecodable of(String message) {
      return new Undecodable(message, Optional.empty());
    }

    private static Undecodable of(String message, String details) {
      return new Undecodable(message, Optional.of(new Details.Text(details)));
    }

    @Override
    public String code() {
      return "PGRST301";
    }

    @Override
    public int status() {
      return 401;
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return invalidToken(message);
    }
  }

  /** No token came, or one without a role, and there is no anonymous role. */
  record TokenRequired() implements IdentityProblem {
    @Override
    public String code() {
      return "PGRST302";
    }

    @Override
    public int status() {
      return 401;
    }

    @Override
    public String message() {
      return "Anonymous access is disabled";
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return List.of(Map.entry("WWW-Authenticate", "Bearer"));
    }
  }

  /** A key came that is none of this server's. */
  record UnknownApiKey() implements IdentityProblem {
    @Override
    public String code() {
      return "GWID401";
    }

    @Override
    public int status() {
      return 401;
    }

    @Override
    public String message() {
      return "Invalid API key";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("The project's keys are printed by: groundwork keys");
    }
  }

  /** The token is genuine, but its claims do not hold. */
  record BadClaims(String message) implements IdentityProblem {
    static final BadClaims NO_JSON = new BadClaims("Parsing claims failed");
    static final BadClaims EXPIRED = new BadClaims("JWT expired");
    static final BadClaims NOT_YET = new BadClaims("JWT not yet valid");
    static final BadClaims FROM_FUTURE = new BadClaims("JWT issued at future");
    static final BadClaims AUDIENCE = new BadClaims("JWT not in audience");
    static final BadClaims AUDIENCE_TYPE =
        new BadClaims("The JWT 'aud' claim must be a string or an array of strings");

    static BadClaims notNumber(String claim) {
      return new BadClaims("The JWT '" + claim + "' claim must be a number");
    }

    @Override
    public String code() {
      return "PGRST303";
    }

    @Override
    public int status() {
      return 401;
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return invalidToken(message);
    }
  }

  /** The challenge of <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750</a>. */
  private static List<Map.Entry<String, String>> invalidToken(String message) {
    return List.of(
        Map.entry(
            "WWW-Authenticate",
            "Bearer error=\"invalid_token\", error_description=\"" + message + '"'));
  }
}
