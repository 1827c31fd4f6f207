package dev.groundwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.setup.Baseline;
import dev.groundwork.base.pg.setup.Baseline.Script;
import dev.groundwork.base.pg.setup.Roles;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every database gets before the project's own files. */
class BaselineTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private final List<Event> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void prepared() {
    Roles.prepare(POSTGRES.address(), events::add);
    new Baseline(POSTGRES.address(), events::add).apply(BaselineScripts.ofProject());
    events.clear();
  }

  @Test
  void aSecondTimeNothingIsDone() {
    new Baseline(POSTGRES.address(), events::add).apply(BaselineScripts.ofProject());
    assertThat(events).isEmpty();
    assertThat(
            POSTGRES.value(
                "select count(*) from groundwork.migrations where kind = 'baseline' and name not"
                    + " like 'test/%'"))
        .isEqualTo("" + BaselineScripts.ofProject().size());
  }

  @Test
  void authBelongsToItsRoleAndIsClosed() {
    assertThat(
            POSTGRES.value(
                "select count(*) from pg_class where relnamespace = 'auth'::regnamespace and"
                    + " relkind = 'r' and (relowner <> 'supabase_auth_admin'::regrole or not"
                    + " relrowsecurity)"))
        .isEqualTo("0");
    assertThat(POSTGRES.value("select has_table_privilege('anon', 'auth.users', 'select')"))
        .isEqualTo("f");
    assertThat(POSTGRES.value("select has_schema_privilege('anon', 'auth', 'usage')"))
        .isEqualTo("t");
  }

  @Test
  void callersAreWhoTheirClaimsSay() {
    String claims =
        "with c as materialized (select set_config('request.jwt.claims', '{\"sub\":"
            + "\"00000000-0000-0000-0000-000000000001\",\"role\":\"authenticated\",\"email\":\"a@b\"}',"
            + " false)) ";
    assertThat(POSTGRES.value(claims + "select auth.uid() || auth.role() || auth.email() from c"))
        .isEqualTo("00000000-0000-0000-0000-000000000001authenticateda@b");
    assertThat(POSTGRES.value("select auth.uid() is null and auth.jwt() is null")).isEqualTo("t");
  }

  @Test
  void queuesWork() {
    POSTGRES.execute("select pgmq.create('jobs')");
    assertThat(POSTGRES.value("select pgmq.send('jobs', '{\"a\":1}')")).isEqualTo("1");
    assertThat(POSTGRES.value("select message ->> 'a' from pgmq.read('jobs', 30, 1)"))
        .isEqualTo("1");
    assertThat(POSTGRES.value("select count(*) from pgmq.read('jobs', 30, 1)")).isEqualTo("0");
    assertThat(POSTGRES.value("select pgmq.archive('jobs', 1)")).isEqualTo("t");
    assertThat(POSTGRES.value("select total_messages from pgmq.metrics('jobs')")).isEqualTo("1");
    assertThat(POSTGRES.value("select pgmq.drop_queue('jobs')")).isEqualTo("t");
  }

  @Test
  void jobsAreWhoseTheyAre() {
    POSTGRES.execute("select cron.schedule('nightly', '0 3 * * *', 'select 1')");
    POSTGRES.execute("select cron.schedule('nightly', '5 seconds', 'select 2')");
    assertThat(POSTGRES.value("select schedule || command from cron.job where jobname = 'nightly'"))
        .isEqualTo("5 secondsselect 2");
    assertThatThrownBy(() -> POSTGRES.execute("select cron.schedule('x', 'soon', 'select 1')"))
        .hasMessageContaining("invalid schedule: soon");
    assertThat(POSTGRES.value("select cron.unschedule('nightly')")).isEqualTo("t");
  }

  @Test
  void requestsAreQueuedWithTheirParameters() {
    POSTGRES.execute("select net.http_get('http://127.0.0.1/x', '{\"q\":\"a b&ü\"}')");
    assertThat(POSTGRES.value("select url from net.http_request_queue"))
        .isEqualTo("http://127.0.0.1/x?q=a%20b%26%C3%BC");
  }

  @Test
  void secretsAreEncryptedAtRest() {
    POSTGRES.execute("create extension if not exists pgcrypto");
    POSTGRES.execute("select vault.create_secret('hush', 'word')");
    assertThat(POSTGRES.value("select secret like '%hush%' from vault.secrets")).isEqualTo("f");
    POSTGRES.execute("select vault.update_secret(id, 'quiet') from vault.secrets");
    assertThat(
            POSTGRES.value(
                "select decrypted_secret from vault.decrypted_secrets where name = 'word'"))
        .isEqualTo("quiet");
  }

  @Test
  void filesCannotBeDeletedBehindTheStorage() {
    POSTGRES.execute("insert into storage.buckets (id, name) values ('b', 'b')");
    POSTGRES.execute("insert into storage.objects (bucket_id, name) values ('b', 'a/b/c.tar.gz')");
    assertThat(
            POSTGRES.value(
                "select storage.foldername(name)::text || storage.filename(name)"
                    + " || storage.extension(name) from storage.objects"))
        .isEqualTo("{a,b}c.tar.gzgz");
    assertThat(POSTGRES.value("select name from storage.search('a/', 'b', 10, 2)")).isEqualTo("b");
    assertThatThrownBy(() -> POSTGRES.execute("delete from storage.objects"))
        .hasMessageContaining("Direct deletion");
  }

  @Test
  void aMessageOfSqlIsKept() {
    POSTGRES.execute("select realtime.send('{\"a\":1}', 'hello', 'room:1')");
    POSTGRES.execute("select realtime.send('{\"id\":7}', 'of a row', 'room:7')");
    assertThat(POSTGRES.value("select payload from realtime.messages where topic = 'room:7'"))
        .isEqualTo("{\"id\": 7}");
    assertThat(POSTGRES.value("select topic || event from realtime.messages"))
        .isEqualTo("room:1hello");
  }

  @Test
  void aScriptIsSkippedWhereItsConditionHolds() {
    Script script = new Script("test/skipped.sql", "-- skip when: 1 = 1\ncreate table no (id int)");
    new Baseline(POSTGRES.address(), events::add).apply(List.of(script));
    assertThat(POSTGRES.value("select to_regclass('no')")).isNull();
  }

  @Test
  void aLoginWithoutRightsIsToldWhatAnAdministratorMustRun() throws SQLException {
    POSTGRES.execute(
        "do $$ begin create role baseline_poor login password 'poor'; exception when"
            + " duplicate_object then end $$; create schema if not exists groundwork; grant all on"
            + " schema groundwork to baseline_poor; grant all on groundwork.migrations to"
            + " baseline_poor; alter table groundwork.migrations owner to baseline_poor");
    PgAddress poor = POSTGRES.address().as("baseline_poor", "poor");
    Script script = new Script("test/more.sql", "create schema more");
    assertThatThrownBy(() -> new Baseline(poor, events::add).apply(List.of(script)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("GWPG209");
              assertThat(e.problem().hint().orElseThrow())
                  .contains("alter role baseline_poor createrole bypassrls; alter database ");
            });
    POSTGRES.execute("alter table groundwork.migrations owner to current_user");
    POSTGRES.execute("drop owned by baseline_poor");
  }

  @Test
  void aLoginThatIsNoSuperuserCanApplyItAll() throws SQLException {
    POSTGRES.execute(
        "do $$ begin create role baseline_owner login createrole bypassrls password 'owner';"
            + " exception when duplicate_object then end $$");
    POSTGRES.execute("drop database if exists baseline_owned");
    POSTGRES.execute("create database baseline_owned owner baseline_owner");
    POSTGRES.execute(
        "grant anon, authenticated, service_role, authenticator, supabase_admin,"
            + " supabase_auth_admin, supabase_storage_admin, supabase_realtime_admin,"
            + " supabase_functions_admin to baseline_owner with admin option");
    String url = POSTGRES.address().url().replaceFirst("test_[0-9]+", "baseline_owned");
    PgAddress owner = new PgAddress(url, "baseline_owner", "owner");
    try {
      new Baseline(owner, events::add).apply(BaselineScripts.ofSupabaseProject(true));
      PgAddress admin = owner.with("options=-c%20role%3D" + Roles.AUTH_ADMIN);
      try (Connection connection = admin.connect();
          java.sql.Statement statement = connection.createStatement()) {
        statement.execute("insert into auth.users (id) values (gen_random_uuid())");
      }
    } finally {
      POSTGRES.execute("drop database baseline_owned");
    }
  }
}
