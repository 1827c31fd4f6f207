package dev.groundwork.service.auth.provider;

import dev.groundwork.service.auth.provider.Dialect.OpenId;
import dev.groundwork.service.auth.provider.Dialect.Place;
import dev.groundwork.service.auth.provider.Dialect.Plain;
import dev.groundwork.service.auth.provider.Dialect.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The providers that are known by name, as their documentation for developers has them. Any other
 * name is that of a provider with OpenID discovery at the address that the settings give.
 */
final class Catalog {
  private static final List<String> OPENID = List.of("openid", "email", "profile");
  private static final OpenId UNKNOWN = openId("", "");

  private static final Map<String, Dialect> KNOWN =
      Map.ofEntries(
          Map.entry("google", openId("https://accounts.google.com", "")),
          Map.entry(
              "apple",
              new OpenId(
                  "https://appleid.apple.com",
                  "",
                  List.of("openid", "email", "name"),
                  Map.of("response_mode", "form_post"))),
          Map.entry("azure", openId("https://login.microsoftonline.com/common/v2.0", "/v2.0")),
          Map.entry("keycloak", UNKNOWN),
          Map.entry("linkedin_oidc", openId("https://www.linkedin.com/oauth", "")),
          Map.entry("slack_oidc", openId("https://slack.com", "")),
          Map.entry("github", github()),
          Map.entry("gitlab", gitlab()),
          Map.entry("bitbucket", bitbucket()),
          Map.entry("discord", discord()),
          Map.entry("facebook", facebook().signedBy("https://www.facebook.com")),
          Map.entry("figma", figma()),
          Map.entry("kakao", kakao().signedBy("https://kauth.kakao.com")),
          Map.entry("notion", notion()),
          Map.entry("spotify", spotify()),
          Map.entry("twitch", twitch()),
          Map.entry("twitter", x()),
          Map.entry("x", x()),
          Map.entry("workos", workos()),
          Map.entry("zoom", zoom()));

  private Catalog() {}

  static Dialect of(String name) {
    return KNOWN.getOrDefault(name, UNKNOWN);
  }

  private static OpenId openId(String home, String suffix) {
    return new OpenId(home, suffix, OPENID, Map.of());
  }

  private enum Secret {
    IN_FORM,
    IN_HEADER
  }

  private enum Proof {
    NONE,
    PKCE
  }

  private static Plain plain(
      List<Place> places, Secret secret, Proof proof, List<String> scopes, Reading reading) {
    return new Plain(
        Optional.empty(),
        places.get(0),
        places.get(1),
        places.subList(2, places.size()),
        secret == Secret.IN_HEADER,
        proof == Proof.PKCE,
        scopes,
        Map.of(),
        Map.of(),
        reading);
  }

  private static Plain github() {
    String home = "https://github.com";
    String api = "https://api.github.com";
    return plain(
        List.of(
            new Place(home, "/login/oauth/authorize"),
            new Place(home, "/login/oauth/access_token"),
            new Place(api, "/user", "/api/v3/user"),
            new Place(api, "/user/emails", "/api/v3/user/emails")),
        Secret.IN_FORM,
        Proof.PKCE,
        List.of("read:user", "user:email"),
        Readings::github);
  }

  private static Plain gitlab() {
    String home = "https://gitlab.com";
    return plain(
        List.of(
            new Place(home, "/oauth/authorize"),
            new Place(home, "/oauth/token"),
            new Place(home, "/api/v4/user")),
        Secret.IN_FORM,
        Proof.PKCE,
        List.of("read_user"),
        Readings::gitlab);
  }

  private static Plain bitbucket() {
    String home = "https://bitbucket.org";
    String api = "https://api.bitbucket.org";
    return plain(
        List.of(
            new Place(home, "/site/oauth2/authorize"),
            new Place(home, "/site/oauth2/access_token"),
            new Place(api, "/2.0/user"),
            new Place(api, "/2.0/user/emails")),
        Secret.IN_HEADER,
        Proof.NONE,
        List.of("account", "email"),
        Readings::bitbucket);
  }

  private static Plain discord() {
    String home = "https://discord.com";
    return plain(
        List.of(
            new Place(home, "/api/oauth2/authorize"),
            new Place(home, "/api/oauth2/token"),
            new Place(home, "/api/users/@me")),
        Secret.IN_FORM,
        Proof.PKCE,
        List.of("identify", "email"),
        Readings::discord);
  }

  /** It tells only addresses that their owners have confirmed. */
  private static Plain facebook() {
    String graph = "https://graph.facebook.com";
    String fields = "/v23.0/me?fields=id,email,name,first_name,last_name,picture";
    return plain(
        List.of(
            new Place("https://www.facebook.com", "/v23.0/dialog/oauth"),
            new Place(graph, "/v23.0/oauth/access_token"),
            new Place(graph, fields)),
        Secret.IN_FORM,
        Proof.NONE,
        List.of("email"),
        Readings::facebook);
  }

  private static Plain figma() {
    String api = "https://api.figma.com";
    return plain(
        List.of(
            new Place("https://www.figma.com", "/oauth"),
            new Place(api, "/v1/oauth/token"),
            new Place(api, "/v1/me")),
        Secret.IN_HEADER,
        Proof.PKCE,
        List.of("current_user:read"),
        Readings::figma);
  }

  private static Plain kakao() {
    String home = "https://kauth.kakao.com";
    String api = "https://kapi.kakao.com";
    return plain(
        List.of(
            new Place(home, "/oauth/authorize"),
            new Place(home, "/oauth/token"),
            new Place(api, "/v2/user/me")),
        Secret.IN_FORM,
        Proof.NONE,
        List.of("account_email", "profile_image", "profile_nickname"),
        Readings::kakao);
  }

  private static Plain notion() {
    String api = "https://api.notion.com";
    return plain(
            List.of(
                new Place(api, "/v1/oauth/authorize"),
                new Place(api, "/v1/oauth/token"),
                new Place(api, "/v1/users/me")),
            Secret.IN_HEADER,
            Proof.NONE,
            List.of(),
            Readings::notion)
        .saying(Map.of("owner", "user"), Map.of("Notion-Version", "2022-06-28"));
  }

  /** Its addresses are those that people have typed; it does not check them. */
  private static Plain spotify() {
    String home = "https://accounts.spotify.com";
    String api = "https://api.spotify.com";
    return plain(
        List.of(
            new Place(home, "/authorize"), new Place(home, "/api/token"), new Place(api, "/v1/me")),
        Secret.IN_HEADER,
        Proof.PKCE,
        List.of("user-read-email"),
        Readings::spotify);
  }

  /** It tells an address only when it is verified. */
  private static Plain twitch() {
    String home = "https://id.twitch.tv";
    return plain(
        List.of(
            new Place(home, "/oauth2/authorize"),
            new Place(home, "/oauth2/token"),
            new Place("https://api.twitch.tv", "/helix/users")),
        Secret.IN_FORM,
        Proof.NONE,
        List.of("user:read:email"),
        Readings::twitch);
  }

  private static Plain x() {
    String api = "https://api.x.com";
    String fields = "/2/users/me?user.fields=profile_image_url,confirmed_email";
    return plain(
        List.of(
            new Place("https://x.com", "/i/oauth2/authorize"),
            new Place(api, "/2/oauth2/token"),
            new Place(api, fields)),
        Secret.IN_HEADER,
        Proof.PKCE,
        List.of("users.email", "users.read", "tweet.read"),
        Readings::x);
  }

  /** Its answer to the code is the profile, too. */
  private static Plain workos() {
    String api = "https://api.workos.com";
    return plain(
        List.of(new Place(api, "/sso/authorize"), new Place(api, "/sso/token")),
        Secret.IN_FORM,
        Proof.NONE,
        List.of(),
        Readings::workos);
  }

  private static Plain zoom() {
    String home = "https://zoom.us";
    String api = "https://api.zoom.us";
    return plain(
        List.of(
            new Place(home, "/oauth/authorize"),
            new Place(home, "/oauth/token"),
            new Place(api, "/v2/users/me")),
        Secret.IN_HEADER,
        Proof.PKCE,
        List.of("user:read"),
        Readings::zoom);
  }
}
