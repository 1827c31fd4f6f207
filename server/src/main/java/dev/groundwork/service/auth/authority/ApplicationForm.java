package dev.groundwork.service.auth.authority;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.web.Call;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an application says of itself when it is registered.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591">RFC 7591, dynamic registration</a>
 */
record ApplicationForm(Call call) {
  private static final List<String> GRANTS = List.of("authorization_code", "refresh_token");
  private static final Set<String> METHODS =
      Set.of("none", "client_secret_basic", "client_secret_post");
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int MOST_URIS = 10;
  private static final int LONGEST_URI = 2048;
  private static final int LONGEST_NAME = 1024;

  /** Schemes that browsers act upon by themselves. */
  private static final Set<String> FORBIDDEN =
      Set.of("javascript", "data", "vbscript", "file", "about", "blob", "view-source", "ws", "wss");

  /** The columns of a new application. */
  Change creation(String registration) {
    String method = method();
    if (call.find("client_name").isEmpty()) {
      throw wrong("client_name is required");
    }
    Change change =
        new Change()
            .set("registration_type", registration)
            .set("client_type", method.equals("none") ? "public" : "confidential")
            .set("token_endpoint_auth_method", method)
            .set("redirect_uris", String.join(",", redirectUris()))
            .set("grant_types", String.join(",", grants()));
    return change.with(words());
  }

  /** The columns that change. */
  Change update() {
    Change change = words();
    if (call.body().has("redirect_uris")) {
      change.set("redirect_uris", String.join(",", redirectUris()));
    }
    if (call.body().has("grant_types")) {
      change.set("grant_types", String.join(",", grants()));
    }
    return change;
  }

  /** How it shows that it is the application. */
  String method() {
    String method =
        call.find("token_endpoint_auth_method")
            .orElse(
                call.find("client_type").filter("public"::equals).isPresent()
                    ? "none"
                    : "client_secret_basic");
    if (!METHODS.contains(method)) {
      throw wrong("token_endpoint_auth_method must be one of " + new TreeSet<>(METHODS));
    }
    return method;
  }

  private Change words() {
    Change change = new Change();
    Optional<String> name = call.find("client_name");
    if (name.filter(text -> text.length() > LONGEST_NAME).isPresent()) {
      throw wrong("client_name is longer than " + LONGEST_NAME + " characters");
    }
    name.ifPresent(text -> change.set("client_name", text));
    for (String field : List.of("client_uri", "logo_uri")) {
      call.find(field).ifPresent(text -> change.set(field, page(field, text)));
    }
    return change;
  }

  private static String page(String field, String text) {
    URI uri = uri(field, text);
    if (!isWeb(uri)) {
      throw wrong(field + " must be an address of the web");
    }
    return text;
  }

  private List<String> redirectUris() {
    List<String> uris = texts("redirect_uris");
    if (uris.isEmpty() || uris.size() > MOST_URIS) {
      throw wrong("redirect_uris must hold between 1 and " + MOST_URIS + " addresses");
    }
    uris.forEach(ApplicationForm::checkRedirect);
    return uris;
  }

  private static void checkRedirect(String text) {
    URI uri = uri("redirect_uris", text);
    String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    boolean own = !scheme.isEmpty() && !scheme.startsWith("http") && !FORBIDDEN.contains(scheme);
    boolean plain = uri.getFragment() == null && uri.getUserInfo() == null && !text.contains(",");
    if (!plain || !(isWeb(uri) || own)) {
      throw wrong(
          "redirect_uris must be https, http on this machine, or of a scheme of the application,"
              + " without a fragment");
    }
  }

  /** With TLS, or on this machine. */
  private static boolean isWeb(URI uri) {
    boolean near = uri.getHost() != null && THIS_MACHINE.contains(uri.getHost());
    return uri.getHost() != null
        && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && near));
  }

  private static URI uri(String field, String text) {
    try {
      if (text.length() > LONGEST_URI) {
        throw wrong(field + " is longer than " + LONGEST_URI + " characters");
      }
      return new URI(text);
    } catch (URISyntaxException malformed) {
      throw wrong(field + " holds no address");
    }
  }

  private List<String> grants() {
    List<String> grants = texts("grant_types");
    if (!GRANTS.containsAll(grants)) {
      throw wrong("grant_types may be " + GRANTS);
    }
    return grants.isEmpty() ? GRANTS : grants;
  }

  private List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : call.body().path(field)) {
      if (!each.isTextual()) {
        throw wrong(field + " must be a list of texts");
      }
      texts.add(each.textValue());
    }
    return texts;
  }

  private static ProblemException wrong(String message) {
    return AuthCode.VALIDATION_FAILED.because(message).raise();
  }
}
