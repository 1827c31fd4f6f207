package dev.groundwork.service.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.pg.setup.SqlFile;
import dev.groundwork.base.sql.SqlSplitter;
import dev.groundwork.testing.TestPostgres;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is seen of statements is what PostgreSQL does. Each test has tables of its own. */
class ReviewerTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  @Test
  void locksOfUnsafeStatementsAndOfTheirRecipes() {
    POSTGRES.execute(
        "create table a1 (id int primary key, n int, t text); create table a2 (id int primary"
            + " key)");
    assertThat(locks("create index on a1 (n)")).containsExactly("public.a1 SHARE");
    assertThat(locks("alter table a1 add check (n > 0)"))
        .containsExactly("public.a1 ACCESS EXCLUSIVE");
    assertThat(locks("alter table a1 add foreign key (n) references a2"))
        .contains("public.a1 SHARE ROW EXCLUSIVE", "public.a2 SHARE ROW EXCLUSIVE");
    assertThat(locks("alter table a1 add constraint c check (n > 0) not valid"))
        .containsExactly("public.a1 ACCESS EXCLUSIVE");
    assertThat(locks("alter table a1 validate constraint c"))
        .containsExactly("public.a1 SHARE UPDATE EXCLUSIVE");
    assertThat(locks("create index concurrently a1_t on a1 (t)"))
        .containsExactly("public.a1 SHARE UPDATE EXCLUSIVE");
    assertThat(locks("comment on table a1 is 'x'"))
        .containsExactly("public.a1 SHARE UPDATE EXCLUSIVE");
    assertThat(locks("do 'begin alter table a1 alter t set not null; end'"))
        .containsExactly("public.a1 ACCESS EXCLUSIVE");
  }

  @Test
  void scansAndRewritesAreSeenOnEmptyTables() {
    POSTGRES.execute("create table b1 (id int primary key, n int, t varchar(10))");
    assertThat(step("alter table b1 alter n set not null").scanned()).hasSize(1);
    assertThat(step("alter table b1 alter n type bigint").rewritten()).hasSize(1);
    assertThat(step("alter table b1 alter t type text").rewritten()).isEmpty();
    assertThat(step("alter table b1 add d timestamptz default now()").rewritten()).isEmpty();
    assertThat(step("alter table b1 add u uuid default gen_random_uuid()").rewritten()).hasSize(1);
    assertThat(step("update b1 set n = 1").writesAll()).hasSize(1);
    assertThat(step("update b1 set n = 1 where id = 3").writesAll()).isEmpty();
    assertThat(step("with gone as (delete from b1 returning *) select * from gone").writesAll())
        .hasSize(1);
  }

  @Test
  void tablesOfTheFilesThemselvesAreInNobodysWay() {
    List<Step> steps =
        review("create table c1 (id int); create index on c1 (id); alter table c1 add n int")
            .steps();
    assertThat(steps).allSatisfy(step -> assertThat(step.locks()).isEmpty());
    assertThat(steps).allSatisfy(step -> assertThat(step.scanned()).isEmpty());
  }

  @Test
  void aLockIsToldWhereItIsTakenAndHeldUntilTheEnd() {
    POSTGRES.execute("create table d1 (id int)");
    List<Step> steps = review("alter table d1 add a int; alter table d1 add b int").steps();
    assertThat(steps.getFirst().locks()).hasSize(1);
    assertThat(steps.getLast().locks()).isEmpty();
    assertThat(steps.getLast().held()).extracting(Lock::mode).contains(LockMode.ACCESS_EXCLUSIVE);
  }

  @Test
  void whatAFileSetsDoesNotReachTheNext() {
    Review review =
        new Reviewer(POSTGRES.address(), false)
            .review(
                List.of(
                    file("set lock_timeout = '3s'; create temp table e1 (id int); select 1"),
                    file("create temp table e1 (id int)")));
    assertThat(review.steps())
        .extracting(Step::hasLockTimeout)
        .containsExactly(true, true, true, false);
  }

  @Test
  void aStatementThatFailsIsToldWithFileAndLine() {
    assertThatThrownBy(() -> review("select 1;\nselect nothing;"))
        .hasMessageContaining("GWPG208")
        .hasMessageContaining("0001.sql:2");
  }

  /** Statements in no transaction are held up by another session, and their locks looked at. */
  @Test
  void locksOfStatementsThatStandAloneAreThoseOfTheManual() throws Exception {
    POSTGRES.execute("create table f1 (id int primary key, n int); create index f1_n on f1 (n)");
    assertThat(heldUp("f1", "create index concurrently f1_x on f1 (n)"))
        .isEqualTo("ShareUpdateExclusiveLock");
    assertThat(heldUp("f1", "reindex index concurrently f1_n"))
        .isEqualTo("ShareUpdateExclusiveLock");
    assertThat(heldUp("f1", "drop index concurrently f1_n")).isEqualTo("ShareUpdateExclusiveLock");
  }

  private static String heldUp(String table, String sql) throws Exception {
    try (PlainSession reader = PlainSession.open(POSTGRES.address());
        PlainSession worker = PlainSession.open(POSTGRES.address())) {
      reader.execute("begin; lock table " + table + " in row exclusive mode");
      String pid = worker.texts("select pg_backend_pid()").getFirst();
      Thread running = Thread.ofVirtual().start(() -> worker.execute(sql));
      String mode = awaitLock(reader, table, Objects.requireNonNull(pid));
      reader.execute("rollback");
      running.join();
      return mode;
    }
  }

  private static String awaitLock(PlainSession session, String table, String pid)
      throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      String mode =
          session
              .texts(
                  """
                  select max(mode) from pg_locks l
                  where pid = %s and relation = '%s'::regclass and granted
                    and exists (select from pg_locks where pid = l.pid and not granted)
                  """
                      .formatted(pid, table))
              .getFirst();
      if (mode != null) {
        return mode;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("it did not wait");
  }

  private static List<String> locks(String sql) {
    Step step = step(sql);
    return step.locks().stream()
        .map(lock -> step.before().relationName(lock.relation()) + " " + lock.mode().words())
        .toList();
  }

  private static Step step(String sql) {
    return review(sql).steps().getFirst();
  }

  private static Review review(String sql) {
    return new Reviewer(POSTGRES.address(), false).review(List.of(file(sql)));
  }

  private static SqlFile file(String sql) {
    return new SqlFile("0001.sql", SqlSplitter.split(sql));
  }
}
