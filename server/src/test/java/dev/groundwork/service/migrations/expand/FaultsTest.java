package dev.groundwork.service.migrations.expand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.testing.CutWire;
import dev.groundwork.testing.TestPostgres;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The program dies at its statements in turn, before the statement arrives or after; the next run
 * must lead to what one run without a fault leads to.
 */
class FaultsTest {
  private static final int MOST_STATEMENTS = 400;

  /** Every so many statements; {@code -Dgroundwork.faults.stride=1} is all of them. */
  private static final int STRIDE = Integer.getInteger("groundwork.faults.stride", 17);

  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void theNextRunContinues(Task task) throws Exception {
    Task.Bench bench = Task.Bench.of(folder, POSTGRES.address());
    bench.reset();
    task.run(bench);
    String wanted = bench.shape();
    boolean cut = true;
    for (int at = 1; cut; at += STRIDE) {
      assertThat(at).isLessThan(MOST_STATEMENTS);
      cut = dies(task, at, at / STRIDE % 2 == 0);
      task.run(bench);
      assertThat(bench.shape()).as("%s, died at %d", task, at).isEqualTo(wanted);
    }
  }

  /** False when the task was done before the n-th statement. */
  private boolean dies(Task task, int at, boolean delivered) throws Exception {
    Task.Bench.of(folder, POSTGRES.address()).reset();
    try (CutWire wire = new CutWire(POSTGRES.address(), at, delivered, () -> {})) {
      try {
        task.run(Task.Bench.of(folder, wire.address()));
      } catch (ProblemException e) {
        assertThat(wire.isCut()).as(String.valueOf(e.getMessage())).isTrue();
        assertThat(e.problem().message()).doesNotContain("internal");
      }
      return wire.isCut();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsRolledBackHalfwayIsGone(boolean delivered) throws Exception {
    Task.Bench bench = Task.Bench.of(folder, POSTGRES.address());
    bench.reset();
    String wanted = POSTGRES.value(ExpansionsTest.SHAPE);
    boolean cut = true;
    for (int at = 20; cut; at += 2 * STRIDE) {
      cut = dies(Task.RENAME, at, delivered);
      try (Expansions expansions = Expansions.open(bench.workbench())) {
        if (!Expansions.waiting(POSTGRES.address()).isEmpty()) {
          expansions.rollBack(Optional.empty());
          assertThat(POSTGRES.value(ExpansionsTest.SHAPE)).as("died at %d", at).isEqualTo(wanted);
        }
      }
    }
  }

  @Test
  void nothingIsLeftOfSessionsThatDied() throws Exception {
    dies(Task.RENAME, 40, true);
    Task.RENAME.run(Task.Bench.of(folder, POSTGRES.address()));
    assertThat(POSTGRES.value("select count(*) from pg_locks where locktype = 'advisory'"))
        .isEqualTo("0");
  }
}
