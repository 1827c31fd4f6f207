package dev.groundwork;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.groundwork.base.config.Environment;
import dev.groundwork.base.config.Mode;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.config.SettingsReader;
import dev.groundwork.base.identity.ApiKey;
import dev.groundwork.base.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectKeysTest {
  private static final String SECRET = "a secret of thirty-two characters or more";

  @TempDir Path folder;
  private String publicKey = "";

  @BeforeEach
  void key() throws Exception {
    publicKey = new ECKeyGenerator(Curve.P_256).generate().toPublicJWK().toJSONString();
  }

  @Test
  void aSharedSecretGivesTheSameKeysEverywhere() throws Exception {
    Map<String, String> secret = Map.of("GROUNDWORK_JWT_SECRET", SECRET);
    assertThat(keys("one", secret)).isEqualTo(keys("two", secret));
    Map<String, String> encoded =
        Map.of(
            "GROUNDWORK_JWT_SECRET",
            Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8)),
            "GROUNDWORK_JWT_SECRET_IS_BASE64",
            "true");
    assertThat(keys("three", encoded)).isEqualTo(keys("one", secret));
  }

  @Test
  void nobodyFindsTheKeysByAPublicKey() throws Exception {
    Map<String, String> secret = Map.of("GROUNDWORK_JWT_SECRET", publicKey);
    assertThat(keys("one", secret))
        .isNotEqualTo(keys("two", secret))
        .isEqualTo(keys("one", secret));
    Settings settings = settings("one", secret);
    assertThat(ProjectKeys.serverKey(project("one"), settings))
        .isNotEqualTo(ProjectKeys.serverKey(project("two"), settings));
    assertThat(ProjectKeys.shown(project("one"), settings).anon()).isEmpty();
  }

  @Test
  void aPublicKeyCannotSignPeopleIn() throws Exception {
    Settings settings = settings("one", Map.of("GROUNDWORK_JWT_SECRET", publicKey));
    assertThatThrownBy(() -> ProjectKeys.signing(settings))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("groundwork keys rotate");
    SigningKeyFile.rotate(project("one"), "ES256");
    Settings rotated = settings("one", Map.of("GROUNDWORK_JWT_SECRET", publicKey));
    assertThat(ProjectKeys.signing(rotated).algorithm()).isEqualTo("ES256");
  }

  private List<String> keys(String name, Map<String, String> environment) throws IOException {
    return ProjectKeys.apiKeys(settings(name, environment)).stream().map(ApiKey::text).toList();
  }

  private Settings settings(String name, Map<String, String> environment) throws IOException {
    Settings given =
        SettingsReader.read(
            Mode.SERVER, folder, List.of(Environment.read(environment, "GROUNDWORK_")));
    return ProjectKeys.in(project(name), given);
  }

  private ProjectFolder project(String name) throws IOException {
    Files.createDirectories(folder.resolve(name + "/migrations"));
    return ProjectFolder.open(folder.resolve(name));
  }
}
