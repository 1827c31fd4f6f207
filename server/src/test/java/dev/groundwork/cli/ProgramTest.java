package dev.groundwork.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.service.migrations.Workbench;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start",
        "rest",
        "keys",
        "keys rotate",
        "users",
        "users list",
        "token",
        "config",
        "version"
      })
  void everyCommandHelps(String command) {
    String[] words = (command + " --help").split(" ", -1);
    assertThat(run(Map.of(), words)).isZero();
    assertThat(out.toString()).startsWith("Usage: groundwork " + command);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyOptionAndParameterIsDescribed() {
    assertThat(commands(program(Map.of()).root()))
        .hasSizeGreaterThan(15)
        .allSatisfy(each -> assertThat(each.description().getFirst()).isNotEmpty())
        .flatExtracting(Command::options)
        .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
  }

  private static Stream<Command> commands(Command command) {
    return Stream.concat(
        Stream.of(command), command.commands().stream().flatMap(ProgramTest::commands));
  }

  @Test
  void theProgramAloneSaysThatACommandIsMissing() {
    assertThat(run(Map.of())).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            """
            groundwork: a command is missing
              hint: groundwork --help
            """);
  }

  @Test
  void aMistypedCommandIsSuggested() {
    assertThat(run(Map.of(), "stat")).isEqualTo(2);
    assertThat(err.toString()).contains("groundwork: Unmatched argument").contains("start");
  }

  @Test
  void aMistypedOptionIsSuggested() {
    assertThat(run(Map.of(), "start", "--prot", "1")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            """
            groundwork: Unknown option: '--prot'
              hint: did you mean --port?
            """);
  }

  @Test
  void optionsAreSettings() {
    assertThat(run(Map.of(), "start", "--port=x", folder.toString())).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "groundwork: a setting is wrong: option --port:"
                + " http.port must be a whole number from 0 to 65535\n");
  }

  @Test
  void allMigrationsAndSomeFilesAreTwoThings() {
    assertThat(run(Map.of(), "migrate", "lint", "--all", "a.sql", "b.sql")).isEqualTo(2);
    assertThat(err.toString()).contains("--all and files exclude each other");
    assertThat(run(Map.of(), "migrate", "lint", "--help")).isZero();
    assertThat(out.toString()).contains("[FILE...]");
  }

  @Test
  void anAlgorithmThatIsNoneIsRefused() {
    assertThat(run(Map.of(), "keys", "rotate", "--algorithm=RS1", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("'RS1' is not one of ES256, RS256, EdDSA");
    assertThat(run(Map.of(), "keys", "rotate", "--algorithm=EdDSA", folder.toString())).isZero();
    assertThat(out.toString()).startsWith("kid=EdDSA\nfile=");
  }

  @Test
  void aMissingFolderIsNamed() {
    assertThat(run(Map.of(), "start", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "groundwork: "
                + folder.resolve("none")
                + ": there is no such folder; give the project's folder\n");
  }

  @Test
  void oneFaultIsOneLine() {
    assertThat(run(Map.of("GROUNDWORK_HTTP_PORT", "x"), "config", folder.toString())).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "groundwork: a setting is wrong: environment GROUNDWORK_HTTP_PORT:"
                + " GROUNDWORK_HTTP_PORT must be a whole number from 0 to 65535\n");
  }

  @Test
  void severalFaultsAreToldTogether() {
    Map<String, String> environment = Map.of("PGRST_SERVER_PORT", "x", "PGRST_DB_POOLS", "1");
    assertThat(run(environment, "rest")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            """
            groundwork: 2 settings are wrong
              environment PGRST_DB_POOLS: unknown setting PGRST_DB_POOLS; did you mean PGRST_DB_POOL?
              environment PGRST_SERVER_PORT: PGRST_SERVER_PORT must be a whole number from 0 to 65535
            """);
  }

  @Test
  void configTellsValuesAndOriginsAndMasksSecrets() throws Exception {
    Files.writeString(folder.resolve("groundwork.toml"), "[rest]\nmax-rows = 50\n");
    Map<String, String> environment =
        Map.of("GROUNDWORK_JWT_SECRET", "a-secret-that-is-long-enough-to-be-one");
    assertThat(run(environment, "config", folder.toString())).isZero();
    assertThat(out.toString())
        .containsPattern("rest.max-rows +50 +groundwork.toml")
        .containsPattern("jwt.secret +\\*+ +environment GROUNDWORK_JWT_SECRET")
        .containsPattern("http.port +8000 +default")
        .doesNotContain("long-enough");
  }

  @Test
  void dumpedConfigIsReadBackAsTheSame() throws Exception {
    Map<String, String> environment =
        Map.of(
            "PGRST_DB_SCHEMAS", "a,b \"c\"",
            "PGRST_JWT_SECRET", "with-a-$-and-a-\"-it-is-long-enough",
            "PGRST_APP_SETTINGS_X", "1");
    assertThat(run(environment, "rest", "--dump-config")).isZero();
    String dumped = out.toString();
    Path file = Files.writeString(folder.resolve("postgrest.conf"), dumped);
    out.getBuffer().setLength(0);
    assertThat(run(Map.of(), "rest", "--dump-config", file.toString())).isZero();
    assertThat(out.toString()).isEqualTo(dumped).contains("server-port = 3000");
  }

  @Test
  void theSecretIsPrintedOnlyWhenAskedFor() {
    assertThat(run(Map.of(), "keys", folder.toString())).isZero();
    assertThat(out.toString()).isEqualTo("anon=a\npublishable=p\nservice_role=s\nsecret=k\n");
    assertThat(run(Map.of(), "keys", "--show-secret", folder.toString())).isZero();
    assertThat(out.toString()).endsWith("jwt_secret=hidden\n");
  }

  @Test
  void aTokenNamesThePersonAndTheRole() {
    assertThat(run(Map.of(), "token", "--sub", "ada", folder.toString())).isZero();
    String payload = List.of(out.toString().split("\\.", 3)).get(1);
    String claims = new String(Base64.getUrlDecoder().decode(payload), UTF_8);
    assertThat(claims).startsWith("{\"role\":\"authenticated\",\"sub\":\"ada\",\"iat\":");
  }

  @Test
  void aTokenWithoutAPersonIsRefused() {
    assertThat(run(Map.of(), "token", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--sub");
  }

  @Test
  void aFailureOfTheProgramItselfIsABug() {
    assertThat(run(Map.of(), "start", folder.toString())).isEqualTo(70);
    assertThat(err.toString()).startsWith("groundwork: internal error: ");
  }

  private int run(Map<String, String> environment, String... arguments) {
    return program(environment).run(arguments);
  }

  private Program program(Map<String, String> environment) {
    Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
    return new Program(new KeysOnly(), environment, terminal);
  }

  /** A backend that has keys and cannot serve. */
  private static final class KeysOnly implements Backend {
    @Override
    public Settings effective(Settings settings) {
      return settings;
    }

    @Override
    public String schema(Settings settings) {
      return "{}";
    }

    @Override
    public Running start(ProjectFolder project, Settings settings, OptionalLong rows) {
      throw new IllegalStateException("serves nothing");
    }

    @Override
    public Running rest(Settings settings, Supplier<Settings> reread) {
      throw new IllegalStateException("serves nothing");
    }

    @Override
    public String rotate(ProjectFolder project, String algorithm) {
      return algorithm;
    }

    @Override
    public Keys keys(ProjectFolder project, Settings settings) {
      return new Keys(Optional.of("a"), Optional.of("s"), List.of("p"), List.of("k"), "hidden");
    }

    @Override
    public Workbench workbench(ProjectFolder project, Settings settings, Observer observer) {
      throw new IllegalStateException("changes nothing");
    }

    @Override
    public void close() {}
  }
}
