package dev.groundwork.base.pg.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.config.Given;
import dev.groundwork.base.config.Mode;
import dev.groundwork.base.config.Origin;
import dev.groundwork.base.config.Raw;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.config.SettingsReader;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.testing.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseSettingsTest {

  @RegisterExtension
  static final TestPostgres POSTGRES =
      TestPostgres.with(
          """
          do $$ begin
            create role settings_login login password 'settings';
            alter role settings_login set pgrst.db_schemas = 'api, other';
            alter role settings_login set pgrst.db_max_rows = '7';
            alter role settings_login set pgrst.server_port = '1';
            create role settings_wrong login password 'settings';
            alter role settings_wrong set pgrst.db_tx_end = 'never';
          exception when duplicate_object then end $$;
          create schema config;
          grant usage on schema config to settings_login;
          create function config.prepare() returns void language sql as $$
            select set_config('pgrst.jwt_aud', 'made', true),
              set_config('pgrst.db_max_rows', '9', true)
          $$;
          """);

  private final List<Event> events = new ArrayList<>();

  private Settings over(String role, Map<String, String> given) {
    List<Given> layer =
        given.entrySet().stream()
            .map(each ->
                new Given(each.getKey(), new Raw.Scalar(each.getValue()), Origin.option("test")))
            .toList();
    PgAddress login = POSTGRES.address().as(role, "settings");
    return new DatabaseSettings(login, events::add)
        .over(SettingsReader.read(Mode.REST, Path.of(""), List.of(layer)));
  }

  @Test
  void winOverAllOthersAndThoseOfTheProcessDoNotCount() {
    Settings settings = over("settings_login", Map.of("db-schemas", "public", "jwt-aud", "app"));
    assertThat(settings.value(SettingTable.SCHEMAS)).containsExactly("api", "other");
    assertThat(settings.origin(SettingTable.SCHEMAS).words())
        .isEqualTo("database pgrst.db_schemas");
    assertThat(settings.find(SettingTable.MAX_ROWS)).contains(7L);
    assertThat(settings.find(SettingTable.JWT_AUDIENCE)).contains("app");
    assertThat(settings.value(SettingTable.HTTP_PORT)).isEqualTo(3000);
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Warning.class,
            warning -> assertThat(warning.message()).startsWith("pgrst.server_port in"));
  }

  @Test
  void aFunctionMayMakeThem() {
    Settings settings = over("settings_login", Map.of("db-pre-config", "config.prepare"));
    assertThat(settings.find(SettingTable.JWT_AUDIENCE)).contains("made");
    assertThat(settings.find(SettingTable.MAX_ROWS)).contains(9L);
  }

  @Test
  void doNotCountWhenSwitchedOff() {
    Settings settings = over("settings_login", Map.of("db-config", "false"));
    assertThat(settings.value(SettingTable.SCHEMAS)).containsExactly("public");
  }

  @Test
  void aWrongOneIsToldWithItsPlace() {
    assertThatThrownBy(() -> over("settings_wrong", Map.of()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("pgrst.db_tx_end")
        .hasMessageContaining("rest.tx-end");
  }

  @Test
  void aFunctionThatIsNotThereIsTold() {
    assertThatThrownBy(() -> over("settings_login", Map.of("db-pre-config", "config.none")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("config.none()");
  }
}
