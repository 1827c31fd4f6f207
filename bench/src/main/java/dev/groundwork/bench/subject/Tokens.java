package dev.groundwork.bench.subject;

import dev.groundwork.base.identity.TokenIssuer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Tokens of the people who own private rows, signed with the project's secret. */
public final class Tokens {
  private static final String SECRET = "jwt-secret = ";

  /** The role that they all have in the database. */
  static final String ROLE = "authenticated";

  private final TokenIssuer issuer;
  private final Map<Integer, String> known = new HashMap<>();

  private Tokens(TokenIssuer issuer) {
    this.issuer = issuer;
  }

  /** Signs with the secret that a file of the project holds. */
  static Tokens of(Path secrets) throws IOException {
    for (String line : Files.readAllLines(secrets)) {
      if (line.startsWith(SECRET)) {
        String secret = line.substring(SECRET.length()).replace("\"", "").strip();
        return new Tokens(new TokenIssuer(secret.getBytes(StandardCharsets.UTF_8)));
      }
    }
    throw new IOException(secrets + " holds no secret");
  }

  /** The token of a person; the same each time. */
  String of(int user) {
    return known.computeIfAbsent(user, key -> issuer.token(claims(Integer.toString(key))));
  }

  /** What a person's token says, as the server hands it to SQL. */
  static String claims(String user) {
    return "{\"role\":\"" + ROLE + "\",\"sub\":\"user-" + user + "\",\"exp\":4102444800}";
  }
}
