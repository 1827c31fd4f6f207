package dev.groundwork.service.auth.hook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a hook is. */
public sealed interface HookTarget {

  /** A function of the database with one parameter of type {@code jsonb} that returns the same. */
  record DatabaseFunction(String schema, String function) implements HookTarget {}

  /**
   * A web address that is sent signed requests.
   *
   * @param secrets each signs, so that one can be replaced after the other; at least one
   */
  record WebAddress(URI address, List<WebhookSecret> secrets) implements HookTarget {
    public WebAddress {
      secrets = List.copyOf(secrets);
      if (secrets.isEmpty()) {
        throw new IllegalArgumentException("a web address needs a secret");
      }
    }

    /** Without what may be secret in it. */
    @Override
    public String toString() {
      return "WebAddress[" + address.getScheme() + "://" + address.getHost() + "]";
    }
  }

  /**
   * Reads settings.
   *
   * @param hook its name, for errors
   * @param uri {@code pg-functions://postgres/schema/function}, {@code https://...}, or {@code
   *     http://...} to this machine
   * @param secrets {@code v1,whsec_BASE64}, several with {@code |} between them; empty for a
   *     function
   * @throws dev.groundwork.base.problem.ProblemException with {@link HookProblem.BadTarget}
   */
  static HookTarget parse(String hook, String uri, String secrets) {
    return new Reader(hook).target(uri, secrets);
  }

  /** Reads the settings of one hook. */
  final class Reader {
    private static final Pattern FUNCTION =
        Pattern.compile(
            "pg-functions://postgres/([a-zA-Z_][a-zA-Z0-9_]{0,62})/([a-zA-Z_][a-zA-Z0-9_]{0,62})");
    private static final Pattern SECRET = Pattern.compile("v1,whsec_([A-Za-z0-9+/_-]+={0,2})");
    private static final Set<String> THIS_MACHINE =
        Set.of("localhost", "127.0.0.1", "[::1]", "host.docker.internal");

    /** Fewer bytes could be guessed. */
    private static final int LEAST_BYTES = 16;

    private final String hook;

    private Reader(String hook) {
      this.hook = hook;
    }

    private HookTarget target(String uri, String secrets) {
      if (uri.startsWith("pg-functions:")) {
        Matcher function = FUNCTION.matcher(uri);
        require(function.matches(), "the function is not given as schema and name");
        return new DatabaseFunction(function.group(1), function.group(2));
      }
      URI address = address(uri);
      return new WebAddress(address, secrets(secrets));
    }

    private URI address(String text) {
      try {
        URI address = new URI(text);
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        require(
            scheme.equals("https") || scheme.equals("http"),
            "the target begins with neither pg-functions:, https: nor http:");
        require(
            address.getHost() != null && address.getRawUserInfo() == null,
            "the address has no host, or a user in it");
        require(
            scheme.equals("https") || THIS_MACHINE.contains(address.getHost()),
            "only addresses on this machine may begin with http:");
        return address;
      } catch (URISyntaxException malformed) {
        throw fault("the target is no address");
      }
    }

    private List<WebhookSecret> secrets(String text) {
      List<WebhookSecret> secrets = new ArrayList<>();
      for (String each : text.split("\\|", -1)) {
        Matcher secret = SECRET.matcher(each.strip());
        require(secret.matches(), "a secret is missing or not like v1,whsec_BASE64");
        secrets.add(new WebhookSecret(bytes(secret.group(1))));
      }
      return secrets;
    }

    private byte[] bytes(String base64) {
      try {
        byte[] bytes = Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
        require(bytes.length >= LEAST_BYTES, "a secret has fewer than 16 bytes");
        return bytes;
      } catch (IllegalArgumentException malformed) {
        throw fault("a secret is not in base64");
      }
    }

    private void require(boolean condition, String reason) {
      if (!condition) {
        throw fault(reason);
      }
    }

    private RuntimeException fault(String reason) {
      return new HookProblem.BadTarget(hook, reason).raise();
    }
  }
}
