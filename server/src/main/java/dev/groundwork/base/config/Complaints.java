package dev.groundwork.base.config;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is wrong with a setting's value; nothing when it is empty. */
final class Complaints {
  private Complaints() {}

  static String schema(List<String> schemas) {
    return Stream.of("pg_catalog", "information_schema")
        .filter(schemas::contains)
        .findFirst()
        .map(schema -> "must not expose the schema " + schema)
        .orElse(schemas.contains("") ? "must not name an empty schema" : "");
  }

  static String connection(String text) {
    return switch (ConnectionString.parse(text, Map.of())) {
      case Parsed.Good<ConnectionString> _ -> "";
      case Parsed.Bad<ConnectionString>(String reason) -> reason;
    };
  }

  static String mode(String mode) {
    return mode.matches("[67][0-7][0-7]") ? "" : "must be an octal number from 600 to 777";
  }

  static String header(String name) {
    return name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") ? "" : "must be the name of a header";
  }

  static String proxy(String url) {
    boolean absolute = url.startsWith("http://") || url.startsWith("https://");
    return absolute ? "" : "must be a URL such as https://example.com:8443/path";
  }

  /** Why a secret cannot check tokens; empty when it can. Keys in JSON are checked when used. */
  static Optional<String> secret(String secret, boolean base64) {
    try {
      String text = secret.strip().replace('-', '+').replace('_', '/').replace('.', '=');
      byte[] bytes =
          base64 ? Base64.getDecoder().decode(text) : secret.getBytes(StandardCharsets.UTF_8);
      boolean key = new String(bytes, StandardCharsets.UTF_8).stripLeading().startsWith("{");
      return key || bytes.length >= 32
          ? Optional.empty()
          : Optional.of("must be 32 characters or longer");
    } catch (IllegalArgumentException _) {
      return Optional.of("is not Base64, but jwt.secret-is-base64 says so");
    }
  }
}
