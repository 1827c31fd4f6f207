package dev.groundwork.base.pg.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgDatabase;
import dev.groundwork.base.pg.PoolConfig;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RolesTest {

  @RegisterExtension
  static final TestPostgres POSTGRES = TestPostgres.with("create table t (id int)");

  @Test
  void authenticatorCanDoNothingButSwitch() {
    PgAddress login = Roles.prepareOwnServer(POSTGRES.address(), event -> {});
    try (PgDatabase database = PgDatabase.open(PoolConfig.of(login), event -> {})) {
      for (String role : new String[] {"anon", "authenticated", "service_role"}) {
        Script switching =
            Script.of(
                Statement.of("select set_config('role', ?, true)", role),
                Statement.of("select current_user"));
        assertThat(database.run(switching).getLast().text(0, 0)).contains(role);
      }
      Script reading = Script.of(Statement.of("select * from t"));
      assertThatThrownBy(() -> database.run(reading)).hasMessageContaining("42501");
      Script becoming = Script.of(Statement.of("set role postgres"));
      assertThatThrownBy(() -> database.run(becoming)).hasMessageContaining("42501");
    }
    assertThat(POSTGRES.value("select rolbypassrls from pg_roles where rolname = 'service_role'"))
        .isEqualTo("t");
    assertThat(POSTGRES.value("select has_table_privilege('anon', 't', 'select')")).isEqualTo("f");
    assertThat(POSTGRES.value("select has_schema_privilege('anon', 'public', 'usage')"))
        .isEqualTo("t");
  }

  @Test
  void secondTimeChangesNothingButThePassword() {
    PgAddress first = Roles.prepareOwnServer(POSTGRES.address(), event -> {});
    PgAddress second = Roles.prepareOwnServer(POSTGRES.address(), event -> {});
    assertThat(second.password()).isNotEqualTo(first.password());
    assertThat(second.toString()).doesNotContain(second.password());
  }

  @Test
  void randomPasswordsAreProvedInOneStep() {
    PgAddress login = Roles.prepareOwnServer(POSTGRES.address(), event -> {});
    assertThat(
            POSTGRES.value(
                "select left(rolpassword, 16) from pg_authid where rolname = 'authenticator'"))
        .isEqualTo("SCRAM-SHA-256$1:");
    assertThat(login.password()).hasSizeGreaterThanOrEqualTo(32);
  }

  @Test
  void loginOfAnotherServerNeedsNoRightsWhenAllIsThere() {
    PgAddress login = Roles.prepareOwnServer(POSTGRES.address(), event -> {});
    Roles.prepare(login, event -> {});
  }

  @Test
  void missingRightsAreToldWithWhatToRun() {
    Roles.prepareOwnServer(POSTGRES.address(), event -> {});
    POSTGRES.execute(
        "do $$ begin create role stranger login password 'stranger';"
            + " exception when duplicate_object then end $$");
    PgAddress stranger = POSTGRES.address().as("stranger", "stranger");
    assertThatThrownBy(() -> Roles.prepare(stranger, event -> {}))
        .hasMessageContaining("permission denied")
        .extracting(thrown -> ((dev.groundwork.base.problem.ProblemException) thrown).problem())
        .extracting(problem -> problem.hint().orElseThrow())
        .asString()
        .contains("grant \"anon\" to \"stranger\"");
  }
}
