package dev.groundwork.base.pg.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.observe.Event;
import dev.groundwork.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who applies a long step hears how far it is, and whom it waits for. */
class StepWatchTest {
  private static final Duration EVERY = Duration.ofMillis(50);

  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private final List<Event> events = new CopyOnWriteArrayList<>();

  @Test
  void anIndexTellsItsPhaseAndItsShare() throws Exception {
    POSTGRES.execute(
        """
        create table long_one as select i from generate_series(1, 400) i;
        create function slow(i int) returns int language plpgsql immutable as $$
        begin
          perform pg_sleep(0.002);
          return i;
        end $$;
        """);
    try (Connection connection = POSTGRES.connect();
        Statement statement = connection.createStatement();
        StepWatch watch = watch(connection)) {
      watch.begins("index");
      statement.execute("create index on long_one (slow(i))");
      watch.ended();
      assertThat(watch.blockers()).isEmpty();
    }
    assertThat(progress())
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text).startsWith("index, "))
        .anySatisfy(text -> assertThat(text).matches("index, \\d+ s: CREATE INDEX: .* \\d+ %"));
  }

  @Test
  void whoIsInTheWayIsNamed() throws Exception {
    POSTGRES.execute("create table held (i int)");
    try (Connection holder = POSTGRES.connect();
        Statement holds = holder.createStatement();
        Connection connection = POSTGRES.connect();
        Statement statement = connection.createStatement();
        StepWatch watch = watch(connection)) {
      holder.setAutoCommit(false);
      holds.execute("set application_name to 'nightly report'; lock held");
      Thread end = Thread.ofVirtual().start(() -> commitSoon(holder, watch));
      watch.begins("column");
      statement.execute("alter table held add j int");
      watch.ended();
      end.join();
      assertThat(watch.blockers())
          .hasValueSatisfying(
              whom -> assertThat(whom).contains("nightly report").contains("idle in transaction"));
    }
    assertThat(progress()).anySatisfy(text -> assertThat(text).startsWith("column, "));
  }

  @Test
  void nothingIsSaidOfWhatIsShort() throws Exception {
    try (Connection connection = POSTGRES.connect();
        Statement statement = connection.createStatement();
        StepWatch watch = watch(connection)) {
      watch.begins("short");
      statement.execute("select 1");
      watch.ended();
      Thread.sleep(4 * EVERY.toMillis());
    }
    assertThat(events).isEmpty();
  }

  /** Lets go once it was seen. */
  private static void commitSoon(Connection holder, StepWatch watch) {
    try {
      for (int i = 0; i < 200 && watch.blockers().isEmpty(); i++) {
        Thread.sleep(20);
      }
      holder.commit();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private StepWatch watch(Connection connection) throws Exception {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      return new StepWatch(POSTGRES.address(), row.getInt(1), events::add, EVERY).start();
    }
  }

  private List<String> progress() {
    return events.stream()
        .filter(Event.Progress.class::isInstance)
        .map(event -> ((Event.Progress) event).message())
        .toList();
  }
}
