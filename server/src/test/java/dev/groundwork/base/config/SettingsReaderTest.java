package dev.groundwork.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.groundwork.base.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
  @TempDir Path folder;

  @Test
  void withoutAnythingDefaultsHold() {
    Settings settings = server();
    assertThat(settings.value(SettingTable.HTTP_PORT)).isEqualTo(8000);
    assertThat(settings.value(SettingTable.SCHEMAS)).containsExactly("public");
    assertThat(settings.find(SettingTable.DB_URL)).isEmpty();
    assertThat(settings.origin(SettingTable.HTTP_PORT)).hasToString("default");
  }

  @Test
  void postgrestHasItsOwnDefaults() {
    Settings settings = rest();
    assertThat(settings.value(SettingTable.HTTP_PORT)).isEqualTo(3000);
    assertThat(settings.find(SettingTable.ADMIN_PORT)).isEmpty();
    assertThat(settings.find(SettingTable.MAX_ROWS)).isEmpty();
    assertThat(settings.find(SettingTable.ANON_ROLE)).isEmpty();
    assertThat(settings.value(SettingTable.DB_URL)).isEqualTo("postgresql://");
  }

  @Test
  void rolesAndKeysHaveLimitsUnderTheirNames() throws Exception {
    Files.writeString(
        folder.resolve("groundwork.toml"),
        """
        [limits.roles.anon]
        statement-timeout = "2s"
        max-rows = 100
        [limits.roles."my.role"]
        max-cost = 10000
        [limits.keys.Partner-1]
        max-rows = 5
        """);
    Settings settings =
        SettingsReader.read(
            Mode.SERVER,
            folder,
            List.of(
                TomlFile.read(folder.resolve("groundwork.toml"), Path.of("groundwork.toml")),
                Environment.read(
                    Map.of("GROUNDWORK_LIMITS_ROLES_ANON_MAX_ROWS", "50"), "GROUNDWORK_")));
    String roles = CallerSettings.ROLES;
    assertThat(CallerSettings.names(settings, roles)).containsExactly("anon", "my.role");
    assertThat(CallerSettings.names(settings, CallerSettings.KEYS)).containsExactly("Partner-1");
    assertThat(settings.find(CallerSettings.STATEMENT_TIMEOUT.of(roles, "anon"))).contains("2s");
    assertThat(settings.find(CallerSettings.MAX_ROWS.of(roles, "anon"))).contains(50L);
    assertThat(settings.find(CallerSettings.MAX_COST.of(roles, "anon"))).isEmpty();
    assertThat(settings.find(CallerSettings.MAX_COST.of(roles, "my.role"))).contains(10_000L);
    assertThat(settings.entries())
        .contains(
            new Settings.Entry(
                "limits.roles.anon.max-rows",
                java.util.Optional.of("50"),
                Origin.environment("GROUNDWORK_LIMITS_ROLES_ANON_MAX_ROWS")));
  }

  @Test
  void wrongLimitsOfRolesAreTold() {
    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                SettingsReader.read(
                    Mode.SERVER,
                    folder,
                    List.of(
                        List.of(
                            limit("limits.roles.anon.statement-timeout", "soon"),
                            limit("limits.roles.anon.max-row", "3"),
                            limit("limits.roles..max-rows", "3"),
                            limit("limits.keys.x.max-cost", "0")))));
    assertThat(((ConfigProblem.InvalidSettings) thrown.problem()).faults())
        .extracting(Fault::toString)
        .satisfiesExactlyInAnyOrder(
            fault -> assertThat(fault).contains("must be a time such as 500ms, 2s or 1min"),
            fault -> assertThat(fault).contains("unknown setting limits.roles.anon.max-row"),
            fault -> assertThat(fault).contains("unknown setting limits.roles..max-rows"),
            fault -> assertThat(fault).contains("limits.keys.x.max-cost must be a whole number"));
  }

  private static Given limit(String key, String value) {
    return new Given(key, new Raw.Scalar(value), Origin.option("test"));
  }

  @Test
  void laterLayersWinAndTellWhereAValueComesFrom() throws Exception {
    Files.writeString(
        folder.resolve("groundwork.toml"),
        """
        [http]
        port = 9000
        admin-port = 9001
        [rest]
        schemas = ["api", "with, comma"]
        """);
    Settings settings =
        SettingsReader.read(
            Mode.SERVER,
            folder,
            List.of(
                TomlFile.read(folder.resolve("groundwork.toml"), Path.of("groundwork.toml")),
                Environment.read(Map.of("GROUNDWORK_HTTP_PORT", "9100"), "GROUNDWORK_"),
                List.of(new Given("http.port", new Raw.Scalar("9200"), Origin.option("--port")))));
    assertThat(settings.value(SettingTable.HTTP_PORT)).isEqualTo(9200);
    assertThat(settings.origin(SettingTable.HTTP_PORT)).hasToString("option --port");
    assertThat(settings.value(SettingTable.ADMIN_PORT)).isEqualTo(9001);
    assertThat(settings.origin(SettingTable.ADMIN_PORT)).hasToString("groundwork.toml");
    assertThat(settings.value(SettingTable.SCHEMAS)).containsExactly("api", "with, comma");
  }

  @Test
  void allFaultsAreToldAtOnceWithTheNearestName() {
    assertThat(
            faults(
                Mode.SERVER,
                Map.of(
                    "GROUNDWORK_HTTP_PORT", "eighty",
                    "GROUNDWORK_REST_MAXROWS", "5",
                    "GROUNDWORK_REST_TX_END", "undo",
                    "GROUNDWORK_DB_POOL_SIZE", "0",
                    "GROUNDWORK_XYZZY", "1")))
        .containsExactly(
            "environment GROUNDWORK_DB_POOL_SIZE: GROUNDWORK_DB_POOL_SIZE must be a whole number"
                + " from 1 to 1000",
            "environment GROUNDWORK_HTTP_PORT: GROUNDWORK_HTTP_PORT must be a whole number from 0"
                + " to 65535",
            "environment GROUNDWORK_REST_MAXROWS: unknown setting GROUNDWORK_REST_MAXROWS; did you"
                + " mean GROUNDWORK_REST_MAX_ROWS?",
            "environment GROUNDWORK_REST_TX_END: GROUNDWORK_REST_TX_END must be one of commit,"
                + " commit-allow-override, rollback, rollback-allow-override",
            "environment GROUNDWORK_XYZZY: unknown setting GROUNDWORK_XYZZY");
  }

  @Test
  void whatPostgrestHasAndWeDoNotIsRefusedWithAReason() {
    assertThat(faults(Mode.REST, Map.of("PGRST_SERVER_OTEL_ENABLED", "true")))
        .singleElement()
        .asString()
        .contains("is not supported yet: leave it false");
    assertThat(faults(Mode.REST, Map.of("PGRST_SERVER_UNIX_SOCKET_MODE", "999")))
        .singleElement()
        .asString()
        .contains("must be an octal number from 600 to 777");
  }

  @Test
  void shortSecretsAndEqualPortsAreFaults() {
    assertThat(
            faults(
                Mode.REST,
                Map.of(
                    "PGRST_JWT_SECRET", "short",
                    "PGRST_SERVER_PORT", "3000",
                    "PGRST_ADMIN_SERVER_PORT", "3000")))
        .containsExactly(
            "environment PGRST_ADMIN_SERVER_PORT: PGRST_ADMIN_SERVER_PORT must differ from the port"
                + " of the API",
            "environment PGRST_JWT_SECRET: PGRST_JWT_SECRET must be 32 characters or longer");
  }

  @Test
  void faultsNeverShowASecretValue() {
    assertThat(faults(Mode.REST, Map.of("PGRST_DB_URI", "postgresql://u:hidden%zz@h/d")))
        .singleElement()
        .asString()
        .doesNotContain("hidden");
  }

  @Test
  void anEmptyVariableSetsNothingExceptTheExtraSearchPath() {
    Settings settings = rest("PGRST_SERVER_PORT", "", "PGRST_DB_EXTRA_SEARCH_PATH", "");
    assertThat(settings.value(SettingTable.HTTP_PORT)).isEqualTo(3000);
    assertThat(settings.value(SettingTable.EXTRA_SEARCH_PATH)).isEmpty();
    assertThat(rest().value(SettingTable.EXTRA_SEARCH_PATH)).containsExactly("public");
  }

  @Test
  void namesInListsMayHoldAnythingButCommas() {
    assertThat(rest("PGRST_DB_SCHEMAS", "v1, v2, SPECIAL \"@/\\#~_-").value(SettingTable.SCHEMAS))
        .containsExactly("v1", "v2", "SPECIAL \"@/\\#~_-");
  }

  @Test
  void olderNamesWorkAndTodaysNameWins() {
    assertThat(rest("PGRST_DB_SCHEMA", "old").value(SettingTable.SCHEMAS)).containsExactly("old");
    assertThat(
            rest("PGRST_DB_SCHEMA", "old", "PGRST_DB_SCHEMAS", "new").value(SettingTable.SCHEMAS))
        .containsExactly("new");
  }

  @Test
  void appSettingsKeepTheirNamesInLowerCase() {
    assertThat(rest("PGRST_APP_SETTINGS_APP_HOST", "localhost").appSettingValues())
        .containsExactly(Map.entry("app.settings.app_host", "localhost"));
  }

  @Test
  void secretsAreReadFromFilesAndMasked() throws Exception {
    Files.writeString(folder.resolve("key"), "reallyreallyreallyreallyverysafe\n");
    Settings settings = rest("PGRST_JWT_SECRET", "@key");
    assertThat(settings.value(SettingTable.JWT_SECRET))
        .isEqualTo("reallyreallyreallyreallyverysafe");
    assertThat(settings.entries().toString()).doesNotContain("reallyreally");
  }

  @Test
  void aSecretsFileThatIsMissingIsAFault() {
    assertThat(faults(Mode.REST, Map.of("PGRST_JWT_SECRET", "@nowhere")))
        .singleElement()
        .asString()
        .contains("names the file")
        .contains("nowhere");
  }

  private Settings server(String... variables) {
    return read(Mode.SERVER, "GROUNDWORK_", variables);
  }

  private Settings rest(String... variables) {
    return read(Mode.REST, "PGRST_", variables);
  }

  private Settings read(Mode mode, String prefix, String... variables) {
    Map<String, String> environment = new java.util.HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return SettingsReader.read(mode, folder, List.of(Environment.read(environment, prefix)));
  }

  private List<String> faults(Mode mode, Map<String, String> environment) {
    String prefix = mode == Mode.SERVER ? "GROUNDWORK_" : "PGRST_";
    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                SettingsReader.read(mode, folder, List.of(Environment.read(environment, prefix))));
    return ((ConfigProblem.InvalidSettings) thrown.problem())
        .faults().stream().map(Fault::toString).toList();
  }
}
