package dev.groundwork.service.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwork.service.auth.store.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of providers by name. */
class CatalogTest {
  private static Profile read(String name, String... answers) {
    List<JsonNode> nodes =
        List.of(answers).stream().<JsonNode>map(each -> Json.object(each).orElseThrow()).toList();
    return ((Dialect.Plain) Catalog.of(name)).reading().of(nodes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bitbucket",
        "discord",
        "facebook",
        "figma",
        "github",
        "gitlab",
        "kakao",
        "notion",
        "spotify",
        "twitch",
        "twitter",
        "workos",
        "x",
        "zoom"
      })
  void anAnswerThatSaysNothingIsNobody(String name) {
    Profile profile = read(name, "{}", "{}");
    assertThat(profile.subject()).isEmpty();
    assertThat(profile.email()).isEmpty();
    Dialect.Plain plain = (Dialect.Plain) Catalog.of(name);
    assertThat(plain.authorize().at(Optional.empty())).startsWith("https://");
    assertThat(plain.token().at(Optional.of("http://localhost:1")))
        .startsWith("http://localhost:1/");
  }

  @Test
  void addressesCountOnlyWhenTheyAreSaidToBeVerified() {
    assertThat(
            read("discord", "{\"id\":\"1\",\"email\":\"a@b.c\",\"verified\":true}")
                .isEmailVerified())
        .isTrue();
    assertThat(read("discord", "{\"id\":\"1\",\"email\":\"a@b.c\"}").isEmailVerified()).isFalse();
    assertThat(read("gitlab", "{\"id\":1,\"email\":\"a@b.c\"}").isEmailVerified()).isFalse();
    assertThat(read("spotify", "{\"id\":\"1\",\"email\":\"a@b.c\"}").isEmailVerified()).isFalse();
    assertThat(read("zoom", "{\"id\":\"1\",\"email\":\"a@b.c\",\"verified\":1}").isEmailVerified())
        .isTrue();
  }

  @Test
  void namesAndPicturesAreFoundWhereEachProviderHasThem() {
    Profile kakao =
        read(
            "kakao",
            """
            {"id": 7, "kakao_account": {"email": "a@b.c", "is_email_valid": true,
             "is_email_verified": true, "profile": {"nickname": "Kim"}}}
            """);
    assertThat(kakao.subject()).isEqualTo("7");
    assertThat(kakao.isEmailVerified()).isTrue();
    assertThat(kakao.data().path("name").asText()).isEqualTo("Kim");
    Profile twitch =
        read(
            "twitch",
            "{\"data\":[{\"id\":\"5\",\"login\":\"t\",\"profile_image_url\":\"https://p\"}]}");
    assertThat(twitch.data().path("avatar_url").asText()).isEqualTo("https://p");
    assertThat(twitch.data().path("user_name").asText()).isEqualTo("t");
  }
}
