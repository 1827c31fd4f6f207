package dev.groundwork.service.migrations.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.groundwork.base.pg.setup.Migrator;
import dev.groundwork.base.pg.setup.SqlFile;
import dev.groundwork.service.migrations.review.Sizes;
import dev.groundwork.service.migrations.rules.Checkup;
import dev.groundwork.testing.TestPostgres;
import dev.groundwork.testing.TestWorkbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A folder's pending files from the first look to what is printed. */
class CheckupTest {
  @RegisterExtension static final TestPostgres TARGET = TestPostgres.empty();

  private static final Style PLAIN =
      new Style() {
        @Override
        public String bold(String text) {
          return text;
        }

        @Override
        public String faint(String text) {
          return text;
        }

        @Override
        public String bad(String text) {
          return text;
        }

        @Override
        public String good(String text) {
          return text;
        }
      };

  @TempDir Path folder;

  @BeforeEach
  void applyTheFirst() throws Exception {
    TARGET.execute("drop schema if exists groundwork cascade; drop table if exists orders");
    write("0001.sql", "create table orders (id bigint primary key, note text, total int);");
    new Migrator(TARGET.address(), event -> {}).migrate(folder.resolve("migrations"));
    TARGET.execute("insert into orders select i, 'note', i from generate_series(1, 1000) i");
    TARGET.execute("analyze orders");
  }

  @Test
  void aPlanSaysWhoWaitsForHowLongAndWhatBreaks() throws Exception {
    write(
        "0002.sql",
        """
        alter table orders alter total type bigint;
        alter table orders rename note to remark;
        """);
    assertThat(PlanText.of(checkup(), sizes(), PLAIN))
        .isEqualToIgnoringNewLines(
            """
            1 file, 2 statements
              blocks reads and writes of public.orders, under a second
              breaks public.orders.note: requests that name it fail, others lack it: it is called public.orders.remark now

            0002.sql
                 1  alter table orders alter total type bigint
                    locks    public.orders  ACCESS EXCLUSIVE: reads and writes wait
                    rewrites public.orders (SIZE, 1 000 rows), under a second
                    changes  public.orders.total: from integer to bigint
                    safer    GWML021: Use groundwork migrate expand change-type, also for a primary key; or add a column of the new type, write to both by a trigger, fill it in batches, let clients move, drop the old one.
                 2  alter table orders rename note to remark
                    held     public.orders  ACCESS EXCLUSIVE: since an earlier statement
                    breaks   public.orders.note: requests that name it fail, others lack it: it is called public.orders.remark now
                    safer    GWML042: Use groundwork migrate expand rename-column, which keeps both names until the contraction; or add a column of the new name, keep both equal by a trigger, let clients move, drop the old one.

            """
                .replace("SIZE", size()));
  }

  @Test
  void aPlanAsJsonHoldsTheSame() throws Exception {
    write("0002.sql", "alter table orders alter total type bigint;");
    JsonNode plan = new JsonMapper().readTree(ReportJson.plan(checkup(), sizes()));
    assertThat(plan.at("/statements/0/locks/0/mode").asText()).isEqualTo("ACCESS EXCLUSIVE");
    assertThat(plan.at("/statements/0/work/0/type").asText()).isEqualTo("rewrites");
    assertThat(plan.at("/statements/0/work/0/rows").asLong()).isEqualTo(1000);
    assertThat(plan.path("refused").asBoolean()).isTrue();
    assertThat(plan.path("breaking").asBoolean()).isFalse();
  }

  @Test
  void lintRefusesAndTellsTheSafeWay() throws Exception {
    write("0002.sql", "create index on orders (note);");
    Checkup checkup = checkup();
    assertThat(checkup.isRefused()).isTrue();
    assertThat(LintText.of(checkup, PLAIN))
        .startsWith("0002.sql:1  refused  GWML001 index-not-concurrent\n")
        .contains("-> public.orders_note_idx on public.orders")
        .contains("Instead: Build it with CONCURRENTLY")
        .contains("1 file: 1 refused, 0 warnings.");
  }

  @Test
  void anExceptionWithAReasonAllows() throws Exception {
    write(
        "0002.sql",
        """
        -- groundwork: allow GWML001 the table is empty in production
        create index on orders (note);
        """);
    Checkup checkup = checkup();
    assertThat(checkup.isRefused()).isFalse();
    assertThat(LintText.of(checkup, PLAIN)).contains("the table is empty in production");
  }

  @Test
  void anExceptionWithoutAReasonOrOfAnUnknownRuleIsRefused() throws Exception {
    write("0002.sql", "-- groundwork: allow GWML001\nselect 1;");
    assertThat(codes()).containsExactly("GWML904 GWML001 is allowed without a reason");
    write("0002.sql", "-- groundwork: allow GWML777 why not\nselect 1;");
    assertThat(codes()).containsExactly("GWML904 there is no rule GWML777");
  }

  @Test
  void tablesOfTheSamePendingFilesAreNew() throws Exception {
    write(
        "0002.sql",
        """
        create table levels (id bigint primary key, name text);
        alter table levels enable row level security;
        """);
    write("0003.sql", "create index on levels (name);");
    assertThat(codes()).isEmpty();
  }

  @Test
  void whatAChangeOfTypeMakesAgainIsNotToldForItself() throws Exception {
    write("0002.sql", "do 'begin alter table orders alter id type numeric; end'");
    assertThat(codes()).containsExactly("GWML021 public.orders.id from bigint to numeric");
  }

  @Test
  void allFilesAreCheckedAsIfTheyCameOneByOne() throws Exception {
    write("0002.sql", "create index on orders (note);");
    Checkup.Order all = new Checkup.Order(files(), Set.of("public"), true, true);
    assertThat(Checkup.of(bench(), all).findings())
        .extracting(each -> each.step().file() + " " + each.rule().code())
        .containsExactly("0001.sql GWML061", "0002.sql GWML001");
  }

  private String size() {
    return Text.bytes(sizes().of("public.orders").orElseThrow().allBytes());
  }

  private List<String> codes() throws Exception {
    return checkup().findings().stream()
        .map(each -> each.rule().code() + " " + each.subject())
        .toList();
  }

  private Checkup checkup() {
    List<String> pending = bench().pending();
    List<SqlFile> files = files().stream().filter(file -> pending.contains(file.name())).toList();
    return Checkup.of(bench(), new Checkup.Order(files, Set.of("public"), false, true));
  }

  private List<SqlFile> files() {
    return SqlFile.in(folder.resolve("migrations"));
  }

  private Sizes sizes() {
    return Sizes.of(bench());
  }

  private TestWorkbench bench() {
    return new TestWorkbench(folder, TARGET.address(), List.of());
  }

  private void write(String name, String sql) throws Exception {
    Files.createDirectories(folder.resolve("migrations"));
    Files.writeString(folder.resolve("migrations").resolve(name), sql);
  }
}
