package dev.groundwork.service.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.testing.RunningProgram;
import dev.groundwork.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code migrate up}, {@code status} and {@code down}, as scripts call them. */
class MigrateStepsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final TestPostgres PLAIN = TestPostgres.empty();
  @RegisterExtension static final TestPostgres SUPABASE = TestPostgres.empty();

  @TempDir Path folder;

  /** What a command has left. */
  private record Outcome(int code, String out, String err) {
    JsonNode json() throws Exception {
      return JSON.readTree(out);
    }
  }

  private Outcome migrate(TestPostgres database, String... words) throws Exception {
    PgAddress address = database.address();
    String place = address.url().substring(address.url().indexOf("//") + 2);
    List<String> all = new ArrayList<>(List.of("migrate"));
    all.addAll(List.of(words));
    all.add("--folder=" + folder);
    all.add("--db-url=postgresql://%s:%s@%s".formatted(address.user(), address.password(), place));
    try (RunningProgram program = RunningProgram.start(Map.of(), all.toArray(String[]::new))) {
      int code = program.exitCode();
      return new Outcome(code, program.out(), program.err());
    }
  }

  private void file(String name, String sql) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, sql);
  }

  private static List<String> all(JsonNode list, String member) {
    List<String> values = new ArrayList<>();
    list.forEach(each -> values.add(each.path(member).asText()));
    return values;
  }

  @Test
  void filesAreTriedOnACloneThenAppliedToldOfAndUndone() throws Exception {
    file("migrations/0001_things.sql", "create table things (id int primary key)");
    file(
        "migrations/0002_names.sql",
        """
        alter table things add name text;
        -- groundwork: down
        alter table things drop name;
        """);
    Outcome tried = migrate(PLAIN, "up", "--dry-run", "--json");
    assertThat(tried.code()).as(tried.err()).isZero();
    assertThat(all(tried.json(), "name")).containsExactly("0001_things.sql", "0002_names.sql");
    assertThat(PLAIN.value("select to_regclass('things')")).isNull();
    assertThat(PLAIN.value("select to_regclass('groundwork.migrations')")).isNull();

    Outcome pending = migrate(PLAIN, "status", "--check", "--json");
    assertThat(pending.code()).isEqualTo(1);
    assertThat(all(pending.json(), "state")).containsExactly("pending", "pending");

    Outcome applied = migrate(PLAIN, "up", "--json", "--to=0001_things.sql");
    assertThat(all(applied.json(), "name")).containsExactly("0001_things.sql");
    assertThat(applied.json().at("/0/milliseconds").isIntegralNumber()).isTrue();
    PLAIN.execute("insert into things values (1)");

    file("migrations/0003_wrong.sql", "alter table things add check (id > nothing)");
    Outcome refused = migrate(PLAIN, "up", "--dry-run", "--json");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("0003_wrong.sql").contains("nothing");
    Outcome half = migrate(PLAIN, "status", "--json");
    assertThat(all(half.json(), "state")).containsExactly("applied", "pending", "pending");

    Files.delete(folder.resolve("migrations/0003_wrong.sql"));
    assertThat(all(migrate(PLAIN, "up", "--json").json(), "name"))
        .containsExactly("0002_names.sql");
    assertThat(migrate(PLAIN, "status", "--check").code()).isZero();
    assertThat(migrate(PLAIN, "up", "--json").out()).isEqualTo("[]\n");

    Outcome undone = migrate(PLAIN, "down", "--json");
    assertThat(undone.code()).as(undone.err()).isZero();
    assertThat(all(undone.json(), "name")).containsExactly("0002_names.sql");
    assertThat(
            PLAIN.value(
                "select string_agg(attname, ',') from pg_attribute where attrelid ="
                    + " 'things'::regclass and attnum > 0 and not attisdropped"))
        .isEqualTo("id");
    Outcome noWay = migrate(PLAIN, "down");
    assertThat(noWay.code()).isEqualTo(1);
    assertThat(noWay.err()).contains("0001_things.sql");
    assertThat(PLAIN.value("select count(*) from things")).isEqualTo("1");
  }

  @Test
  void aSupabaseProjectGoesBackInItsOwnTable() throws Exception {
    file("supabase/config.toml", "project_id = \"test\"\n");
    file("supabase/migrations/20260101000000_things.sql", "create table things (id int)");
    file(
        "supabase/migrations/20260102000000_names.sql",
        """
        alter table things add name text;
        -- groundwork: down
        alter table things drop name;
        """);
    Outcome applied = migrate(SUPABASE, "up", "--json");
    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(versions()).isEqualTo("20260101000000,20260102000000");
    Outcome undone = migrate(SUPABASE, "down", "--json");
    assertThat(undone.code()).as(undone.err()).isZero();
    assertThat(versions()).isEqualTo("20260101000000");
    assertThat(
            SUPABASE.value(
                "select count(*) from information_schema.columns where table_name = 'things' and"
                    + " column_name = 'name'"))
        .isEqualTo("0");
    assertThat(all(migrate(SUPABASE, "up", "--json").json(), "name"))
        .containsExactly("20260102000000_names.sql");
    assertThat(versions()).isEqualTo("20260101000000,20260102000000");
  }

  private static String versions() {
    return String.valueOf(
        SUPABASE.value(
            "select string_agg(version, ',' order by version) from"
                + " supabase_migrations.schema_migrations"));
  }
}
