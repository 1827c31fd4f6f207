package dev.groundwork.service.migrations.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.migrations.Workbench.Scratch;
import dev.groundwork.service.migrations.catalog.CatalogReader;
import dev.groundwork.service.migrations.diff.DiffProblem;
import dev.groundwork.service.migrations.diff.SchemaDiff;
import dev.groundwork.testing.TestPostgres;
import dev.groundwork.testing.TestWorkbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SchemaFilesTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-12-01T10:20:30Z"), ZoneOffset.UTC);

  private @TempDir Path folder;
  private TestWorkbench bench;
  private SchemaFiles files;

  /** Says of each name what becomes of it: another name, or {@code drop}. */
  private record Said(Map<String, String> words) implements Answers {
    @Override
    public Optional<Answer> to(Question question) {
      return Optional.ofNullable(words.get(question.object().name()))
          .map(word -> word.equals("drop") ? new Answer.Drop() : renamed(question, word));
    }

    private static Answer renamed(Question question, String name) {
      return new Answer.Rename(
          question.candidates().stream()
              .filter(each -> each.name().equals(name))
              .findFirst()
              .orElseThrow());
    }

    @Override
    public void complete() {}
  }

  private static final Said NOTHING = new Said(Map.of());

  @BeforeEach
  void open() {
    bench = new TestWorkbench(folder, POSTGRES.address(), List.of());
    files = new SchemaFiles(bench, CLOCK);
    POSTGRES.execute(
        "drop schema public cascade; drop schema if exists groundwork cascade;"
            + " create schema public; comment on schema public is 'standard public schema';"
            + " grant usage on schema public to public;"
            + " alter schema public owner to pg_database_owner");
  }

  @Test
  void theMigrationThatIsWrittenLeadsToTheDesiredSchema() throws IOException {
    write("migrations/0001_start.sql", "create table a (id int primary key)");
    write("schema/a.sql", "create table a (id int primary key, b_id int references b)");
    write("schema/b.sql", "create table b (id int primary key)");
    assertThat(files.diff("more", NOTHING))
        .containsExactly(folder.resolve("migrations/0002_more.sql"), after("0003_more"));
    assertThat(folder.resolve("migrations/0002_more.sql"))
        .content()
        .contains(
            "create table public.b (",
            "alter table public.a add column b_id integer;",
            "REFERENCES public.b(id) not valid");
    assertThat(after("0003_more")).content().contains("validate constraint a_b_id_fkey;");
    assertThat(files.diff("again", NOTHING)).isEmpty();
  }

  private Path after(String name) {
    return folder.resolve("migrations/" + name + "_after.sql");
  }

  @Test
  void whatIsNotDesiredAnyMoreIsAskedAbout() throws IOException {
    write("migrations/0001_start.sql", "create table a (id int, old text); create table gone ()");
    write("schema/a.sql", "create table a (id int, young text)");
    assertThatThrownBy(() -> files.diff("x", NOTHING))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem())
                    .isEqualTo(
                        new DiffProblem.Unanswered(
                            "table public.gone, column public.a.old"
                                + " (renamed to public.a.young?)")));
    assertThat(folder.resolve("migrations").toFile().list()).containsExactly("0001_start.sql");
  }

  @Test
  void whatHasAnotherNameKeepsWhatItHolds() throws IOException {
    write(
        "migrations/0001_start.sql",
        "create table a (id serial primary key, old text unique); create index on a (old)");
    write(
        "schema/all.sql",
        "create schema s; create table s.b (id serial primary key, young text unique);"
            + " create index on s.b (young)");
    List<Path> written =
        files.diff("x", new Said(Map.of("public.a", "s.b", "s.b.old", "s.b.young")));
    assertThat(written).hasSize(1);
    assertThat(written.getFirst())
        .content()
        .contains("alter table public.a set schema s;", "alter table s.a rename to b;")
        .contains("alter table s.b rename column old to young;")
        .contains("rename constraint a_pkey to b_pkey;")
        .doesNotContain("drop ");
  }

  @Test
  void whatIsDroppedIsDropped() throws IOException {
    write("migrations/0001_start.sql", "create table a (id int, old text); create table gone ()");
    write("schema/a.sql", "create table a (id int)");
    Said drops = new Said(Map.of("public.gone", "drop", "public.a.old", "drop"));
    assertThat(files.diff("x", drops).getFirst())
        .content()
        .contains("drop table public.gone;", "alter table public.a drop column old;");
  }

  @Test
  void aFaultInTheDesiredSchemaIsNamed() throws IOException {
    write("migrations/0001_start.sql", "create table a (id int)");
    write("schema/sub/a.sql", "create table a (id int);\n\ncreate table b (id integerr)");
    assertThatThrownBy(() -> files.diff("x", NOTHING))
        .hasMessageContaining("schema/sub/a.sql:3: ")
        .hasMessageContaining("integerr");
    Files.delete(folder.resolve("schema/sub/a.sql"));
    assertThatThrownBy(() -> files.diff("x", NOTHING)).hasMessageContaining("no SQL files in");
  }

  @Test
  void newFilesComeAfterAllOthers() throws IOException {
    assertThat(files.newFile("first")).hasFileName("0001_first.sql");
    write("migrations/007_x.sql", "select 1");
    assertThat(files.newFile("next")).hasFileName("008_next.sql");
    write("migrations/20300101000000_x.sql", "select 1");
    assertThat(files.newFile("late")).hasFileName("20300101000001_late.sql");
    assertThatThrownBy(() -> files.newFile("../x")).hasMessageContaining("'../x'");
  }

  @Test
  void filesOfAProjectWithTimesAreNamedByTime() throws IOException {
    write("migrations/20200101000000_x.sql", "select 1");
    assertThat(files.newFile("now")).hasFileName("20261201102030_now.sql");
  }

  @Test
  void aDatabaseIsHeldAgainstItsMigrations() throws IOException {
    write("migrations/0001_start.sql", "create table a (id int primary key, b text)");
    bench.replay(POSTGRES.address());
    assertThat(files.verify()).isEmpty();
    POSTGRES.execute(
        "alter table a add c int; alter table a drop b; create table d (id int);"
            + " alter table a alter id type bigint");
    assertThat(files.verify())
        .containsExactly(
            "missing in the database: column public.a.b",
            "not from the migrations: column public.a.c",
            "different: column public.a.id (type)",
            "not from the migrations: table public.d");
  }

  @Test
  void aDatabaseBecomesTheFirstMigration() throws IOException {
    POSTGRES.execute(
        "create type mood as enum ('ok'); create table a (id int primary key, m mood);"
            + " create view v as select * from a");
    assertThat(files.capture("start")).containsExactly(folder.resolve("migrations/0001_start.sql"));
    assertThat(files.verify()).isEmpty();
  }

  @Test
  void aDumpMakesTheSameSchemaAndTheSameDump() {
    POSTGRES.execute(
        "create function f(int) returns int language sql as 'select $1';"
            + " create table a (id int primary key default f(1), t text default 'a;b');"
            + " create policy p on a using (id > 1); create table b (a int references a)");
    String dump = files.dump();
    try (Scratch scratch = bench.scratch();
        var session = dev.groundwork.base.pg.PlainSession.open(scratch.address())) {
      session.execute(dump);
      assertThat(
              SchemaDiff.differences(
                  CatalogReader.read(scratch.address()), CatalogReader.read(POSTGRES.address())))
          .isEmpty();
      assertThat(
              new SchemaFiles(new TestWorkbench(folder, scratch.address(), List.of()), CLOCK)
                  .dump())
          .isEqualTo(dump);
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
