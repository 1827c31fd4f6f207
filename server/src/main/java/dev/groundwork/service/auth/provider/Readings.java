package dev.groundwork.service.auth.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/** What the answers of providers without OpenID Connect say of a person. */
final class Readings {
  private static final JsonNode NOTHING = MissingNode.getInstance();

  private Readings() {}

  static Profile github(List<JsonNode> answers) {
    JsonNode user = answers.getFirst();
    JsonNode mail = chosen(answers.get(1), "primary", "verified");
    return person(
            user.path("id"), "https://api.github.com", user.path("name"), user.path("avatar_url"))
        .mail(mail.path("email"), mail.path("verified").asBoolean())
        .userName(user.path("login"));
  }

  static Profile gitlab(List<JsonNode> answers) {
    JsonNode user = answers.getFirst();
    return person(user.path("id"), "https://gitlab.com", user.path("name"), user.path("avatar_url"))
        .mail(user.path("email"), user.path("confirmed_at").isTextual())
        .userName(user.path("username"));
  }

  static Profile bitbucket(List<JsonNode> answers) {
    JsonNode user = answers.getFirst();
    JsonNode mail = chosen(answers.get(1).path("values"), "is_primary", "is_confirmed");
    JsonNode avatar = user.path("links").path("avatar").path("href");
    return person(user.path("uuid"), "https://api.bitbucket.org", user.path("display_name"), avatar)
        .mail(mail.path("email"), mail.path("is_confirmed").asBoolean());
  }

  static Profile discord(List<JsonNode> answers) {
    JsonNode user = answers.getFirst();
    JsonNode name = user.path("global_name");
    return person(
            user.path("id"),
            "https://discord.com/api",
            name.isTextual() ? name : user.path("username"),
            NOTHING)
        .mail(user.path("email"), user.path("verified").asBoolean())
        .userName(user.path("username"))
        .picture(discordAvatar(user));
  }

  static Profile facebook(List<JsonNode> answers) {
    JsonNode user = answers.getFirst();
    JsonNode picture = user.path("picture").path("data").path("url");
    return person(user.path("id"), "https://graph.facebook.com", user.path("name"), picture)
        .mail(user.path("email"), true);
  }

  static Profile figma(List<JsonNode> answers) {
    JsonNode user = answers.getFirst();
    return person(
            user.path("id"), "https://api.figma.com", user.path("handle"), user.path("img_url"))
        .mail(user.path("email"), true);
  }

  static Profile kakao(List<JsonNode> answers) {
    JsonNode account = answers.getFirst().path("kakao_account");
    JsonNode profile = account.path("profile");
    return person(
            answers.getFirst().path("id"),
            "https://kapi.kakao.com",
            profile.path("nickname"),
            profile.path("profile_image_url"))
        .mail(
            account.path("email"),
            account.path("is_email_valid").asBoolean()
                && account.path("is_email_verified").asBoolean());
  }

  static Profile notion(List<JsonNode> answers) {
    JsonNode user = answers.getFirst().path("bot").path("owner").path("user");
    return person(
            user.path("id"), "https://api.notion.com", user.path("name"), user.path("avatar_url"))
        .mail(user.path("person").path("email"), true);
  }

  static Profile spotify(List<JsonNode> answers) {
    JsonNode user = answers.getFirst();
    JsonNode picture = user.path("images").path(0).path("url");
    return person(user.path("id"), "https://api.spotify.com", user.path("display_name"), picture)
        .mail(user.path("email"), false);
  }

  static Profile twitch(List<JsonNode> answers) {
    JsonNode user = answers.getFirst().path("data").path(0);
    return person(
            user.path("id"),
            "https://id.twitch.tv",
            user.path("display_name"),
            user.path("profile_image_url"))
        .mail(user.path("email"), true)
        .userName(user.path("login"));
  }

  static Profile x(List<JsonNode> answers) {
    JsonNode user = answers.getFirst().path("data");
    return person(
            user.path("id"), "https://api.x.com", user.path("name"), user.path("profile_image_url"))
        .mail(user.path("confirmed_email"), true)
        .userName(user.path("username"));
  }

  static Profile workos(List<JsonNode> answers) {
    JsonNode user = answers.getFirst().path("profile");
    String name = (user.path("first_name").asText("") + " " + user.path("last_name").asText(""));
    return person(user.path("id"), "https://api.workos.com", text(name.strip()), NOTHING)
        .mail(user.path("email"), true);
  }

  static Profile zoom(List<JsonNode> answers) {
    JsonNode user = answers.getFirst();
    return person(
            user.path("id"), "https://api.zoom.us", user.path("display_name"), user.path("pic_url"))
        .mail(user.path("email"), user.path("verified").asInt() == 1);
  }

  private static JsonNode discordAvatar(JsonNode user) {
    String avatar = user.path("avatar").asText("");
    String path = user.path("id").asText() + "/" + avatar;
    return avatar.isEmpty() || avatar.equals("null")
        ? NOTHING
        : text("https://cdn.discordapp.com/avatars/" + path + ".png");
  }

  private static Profile person(JsonNode id, String issuer, JsonNode name, JsonNode picture) {
    String subject = id.isTextual() || id.isIntegralNumber() ? id.asText() : "";
    return Profile.of(subject, issuer).name(name).picture(picture);
  }

  /** The main address of a list, when it is verified; any verified one; the main one. */
  private static JsonNode chosen(JsonNode list, String primary, String verified) {
    JsonNode best = MissingNode.getInstance();
    int rank = 0;
    for (JsonNode mail : list) {
      int value =
          (mail.path(verified).asBoolean() ? 2 : 0) + (mail.path(primary).asBoolean() ? 1 : 0);
      if (value > rank) {
        best = mail;
        rank = value;
      }
    }
    return best;
  }

  private static JsonNode text(String value) {
    return TextNode.valueOf(value);
  }
}
