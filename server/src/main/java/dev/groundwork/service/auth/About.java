package dev.groundwork.service.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.identity.SigningKeys;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import dev.groundwork.service.auth.web.RouteTable;
import java.util.Set;

/** What everybody may know of the room: that it is there, how to sign in, how to check tokens. */
final class About {
  private final AuthConfig config;
  private final SigningKeys keys;
  private final Set<String> providers;
  private final String version;

  /** What there is to know. */
  About(AuthConfig config, SigningKeys keys, Set<String> providers, String version) {
    this.config = config;
    this.keys = keys;
    this.providers = providers;
    this.version = version;
  }

  void addTo(RouteTable table) {
    table.add("GET", "/health", this::health);
    table.add("GET", "/settings", this::settings);
    table.add("GET", "/.well-known/jwks.json", this::keys);
  }

  private Reply health(Call call) {
    ObjectNode json = Json.object();
    json.put("version", version).put("name", "GoTrue");
    return Replies.json(
        json.put("description", "Sign-in of Groundwork, by the protocol of GoTrue"));
  }

  private Reply settings(Call call) {
    ObjectNode json = Json.object();
    ObjectNode external = json.putObject("external");
    external.put("anonymous_users", config.access().anonymous());
    external.put("email", config.access().email());
    external.put("phone", config.access().phone());
    for (String known : KNOWN) {
      external.put(known, false);
    }
    providers.forEach(provider -> external.put(provider, true));
    json.put("disable_signup", !config.access().signup());
    json.put("mailer_autoconfirm", !config.email().confirm());
    json.put("phone_autoconfirm", !config.phone().confirm());
    json.put("sms_provider", "");
    json.put("saml_enabled", false);
    json.put("passkeys_enabled", config.passkeys().enabled());
    return Replies.json(json);
  }

  /** Providers that pages ask for by name. */
  private static final Set<String> KNOWN =
      Set.of(
          "apple",
          "azure",
          "bitbucket",
          "discord",
          "facebook",
          "figma",
          "github",
          "gitlab",
          "google",
          "keycloak",
          "linkedin",
          "linkedin_oidc",
          "notion",
          "slack",
          "slack_oidc",
          "spotify",
          "twitch",
          "twitter",
          "workos",
          "zoom");

  private Reply keys(Call call) {
    Headers headers =
        Headers.of("Content-Type", "application/json", "Cache-Control", "public, max-age=600");
    return new Reply(200, headers, keys.publicSet().getBytes(UTF_8));
  }
}
