package dev.groundwork.service.rest.openapi;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * What the document says about the server.
 *
 * @param version of the API's implementation
 * @param scheme {@code http} or {@code https}
 * @param host that clients reach, without a port
 * @param basePath that all paths start with; {@code /} for none
 * @param security whether it says how to send a token
 */
public record OpenApiSettings(
    String version, String scheme, String host, int port, String basePath, boolean security) {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /**
   * For a server that clients reach directly.
   *
   * @param prefix of all paths; empty for none
   */
  public static OpenApiSettings direct(
      String version, String host, int port, String prefix, boolean security) {
    String basePath = prefix.isEmpty() ? "/" : prefix;
    return new OpenApiSettings(version, "http", reachable(host), port, basePath, security);
  }

  /**
   * For a server behind a proxy that clients reach by another URL; empty when the URL is not one.
   */
  public static Optional<OpenApiSettings> proxied(String version, String url, boolean security) {
    try {
      URI uri = new URI(url);
      if (uri.getScheme() == null || uri.getHost() == null) {
        return Optional.empty();
      }
      String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
      int usual = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
      int port = uri.getPort() < 0 ? usual : uri.getPort();
      String path = uri.getPath().isEmpty() ? "/" : uri.getPath();
      return Optional.of(new OpenApiSettings(version, scheme, uri.getHost(), port, path, security));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /** Where the API is; a usual port stands for itself. */
  String url() {
    boolean usual = port == (scheme.equals("https") ? HTTPS_PORT : HTTP_PORT);
    String path = basePath.equals("/") ? "" : basePath;
    return scheme + "://" + host + (usual ? "" : ":" + port) + path;
  }

  /** The names that PostgREST's settings have for all addresses of the machine. */
  private static String reachable(String host) {
    return switch (host) {
      case "*", "*4", "!4", "*6", "!6" -> "0.0.0.0";
      default -> host;
    };
  }
}
