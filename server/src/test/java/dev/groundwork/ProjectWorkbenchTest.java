package dev.groundwork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.ProjectDatabase.SupabaseProject;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.supabase.SupabaseConfig;
import dev.groundwork.base.config.supabase.SupabaseFolder;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.pg.setup.Interruption;
import dev.groundwork.base.pg.setup.MigrationConfig;
import dev.groundwork.service.migrations.Workbench;
import dev.groundwork.service.migrations.Workbench.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectWorkbenchTest {
  private @TempDir Path folder;

  @BeforeEach
  void project() throws IOException {
    Files.createDirectories(folder.resolve("supabase/migrations"));
    Files.writeString(folder.resolve("supabase/config.toml"), "project_id = \"test\"\n");
    Files.writeString(
        folder.resolve("supabase/migrations/1_start.sql"),
        "create role scratch_robot; create table t (id int); grant select on t to scratch_robot");
  }

  @Test
  void scratchDatabasesAreAsAProjectsFilesFindThemAndLeaveNothing() throws IOException {
    Path killed = Files.createDirectories(state().resolve("scratch-killed/data"));
    Files.setLastModifiedTime(killed.getParent(), FileTime.from(Instant.now().minusSeconds(3600)));
    try (Workbench bench = workbench()) {
      try (Scratch first = bench.scratch();
          Scratch second = bench.scratch()) {
        assertThat(value(first.address(), "show search_path")).contains("extensions");
        assertThat(value(first.address(), "select to_regclass('auth.users')"))
            .isEqualTo("auth.users");
        bench.replay(first.address());
        assertThat(value(first.address(), "select to_regclass('t')")).isEqualTo("t");
        assertThat(value(second.address(), "select to_regclass('t')")).isEqualTo("null");
        assertThat(roles(second.address())).isEqualTo("1");
      }
      try (Scratch next = bench.scratch()) {
        assertThat(roles(next.address())).isEqualTo("0");
        bench.replay(next.address());
      }
    }
    try (var left = Files.list(state())) {
      assertThat(left.filter(each -> each.getFileName().toString().startsWith("scratch-")))
          .isEmpty();
    }
  }

  private static String roles(PgAddress database) {
    return value(database, "select count(*) from pg_roles where rolname = 'scratch_robot'");
  }

  private Path state() {
    return folder.resolve(".groundwork");
  }

  private Workbench workbench() {
    ProjectFolder project = ProjectFolder.open(folder);
    SupabaseFolder found = SupabaseFolder.of(project).orElseThrow();
    return new ProjectWorkbench(
        project,
        Optional.of(new SupabaseProject(found, SupabaseConfig.read(found, Map.of()))),
        Optional.empty(),
        Optional.empty(),
        MigrationConfig.STANDARD,
        new Interruption(),
        event -> {});
  }

  private static String value(PgAddress database, String sql) {
    try (PlainSession session = PlainSession.open(database)) {
      return String.valueOf(session.rows(sql).getFirst().getFirst());
    }
  }
}
