package dev.groundwork.base.pg;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A database behind a pool of connections. A script goes out as one text with several statements,
 * which the driver sends as a pipeline with a single Sync: one round trip, one transaction.
 */
public final class PgDatabase implements Database, AutoCloseable {
  /** Characters of texts that are kept, so that they need not be put together for each request. */
  private static final long KEPT_TEXT = 10_000_000;

  /** No limit to the rows of a statement. */
  private static final int ALL = 0;

  private final Pool pool;
  private final Cache<Outbound.Text, String> texts =
      Caffeine.newBuilder()
          .maximumWeight(KEPT_TEXT)
          .weigher((Outbound.Text parts, String text) -> 200 + 2 * text.length())
          .build();

  private PgDatabase(Pool pool) {
    this.pool = pool;
  }

  /** A database whose connections are opened when they are needed. */
  public static PgDatabase open(PoolConfig config, Observer observer) {
    return new PgDatabase(new Pool(config, observer));
  }

  @Override
  public List<Rows> run(Script script) {
    return run(script, ALL);
  }

  @Override
  public List<Rows> run(Script script, int most) {
    Outbound outbound = Outbound.whole(script);
    return withConnection(script, connection -> send(connection, outbound, most));
  }

  @Override
  public RowStream stream(Script script) {
    Outbound outbound = Outbound.open(script);
    pool.takeStream();
    boolean begun = false;
    try {
      RowStream stream = retrying(script, () -> begin(outbound));
      begun = true;
      return stream;
    } finally {
      if (!begun) {
        pool.endStream();
      }
    }
  }

  private RowStream begin(Outbound outbound) throws SQLException {
    PooledConnection connection = pool.borrow();
    boolean begun = false;
    try {
      Pipeline pipeline = new Pipeline(connection.jdbc());
      Results results = pipeline.open(text(outbound), outbound.values(), PgRowStream.FIRST_ROWS);
      begun = true;
      return new PgRowStream(
          connection,
          pipeline,
          outbound.own(results),
          results.cursor(),
          () -> endStream(connection));
    } finally {
      if (!begun) {
        pool.giveBack(connection);
      }
    }
  }

  private void endStream(PooledConnection connection) {
    pool.giveBack(connection);
    pool.endStream();
  }

  @Override
  public void cancel(Thread waiting) {
    pool.cancel(waiting);
  }

  @Override
  public List<Rows> run(Script script, int first, Consumer<List<Rows>> check) {
    Outbound before = Outbound.open(script.part(0, first));
    Outbound after = Outbound.closing(script.part(first, script.statements().size()));
    return withConnection(
        script,
        connection -> {
          check.accept(send(connection, before, ALL));
          return send(connection, after, ALL);
        });
  }

  @Override
  public <T> T inspect(Script script, Function<List<Rows>, T> inspection) {
    Outbound outbound = Outbound.open(script);
    return withConnection(
        script,
        connection -> {
          T result = inspection.apply(send(connection, outbound, ALL));
          end(connection, script.ending());
          return result;
        });
  }

  @Override
  public <T> T transact(Function<Transaction, T> work) {
    try {
      return tryOnce(connection -> transact(connection, work));
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  private <T> T transact(PgConnection connection, Function<Transaction, T> work)
      throws SQLException {
    OpenTransaction transaction = new OpenTransaction(connection);
    T result = work.apply(transaction);
    transaction.end();
    return result;
  }

  /**
   * Begins with its first statement, so that one that needs none costs nothing. One that is not
   * committed is undone when its connection goes back to the pool.
   */
  private final class OpenTransaction implements Transaction {
    private final PgConnection connection;
    private boolean begun;
    private Script.Ending ending = Script.Ending.COMMIT;

    OpenTransaction(PgConnection connection) {
      this.connection = connection;
    }

    @Override
    public Rows run(Statement statement) {
      return run(Script.of(statement)).getFirst();
    }

    @Override
    public List<Rows> run(Script script) {
      Outbound outbound = begun ? Outbound.within(script) : Outbound.open(script);
      begun = true;
      try {
        return send(connection, outbound, ALL);
      } catch (SQLException e) {
        throw new ProblemException(PgProblem.of(e), e);
      }
    }

    @Override
    public void undo() {
      ending = Script.Ending.ROLLBACK;
    }

    void end() throws SQLException {
      if (begun) {
        PgDatabase.end(connection, ending);
      }
    }
  }

  @Override
  public void renew() {
    pool.renew();
  }

  /** The pool at this moment. */
  public PoolStats stats() {
    return pool.stats();
  }

  /** Closes the connections that nobody holds, and every other one when it comes back. */
  @Override
  public void close() {
    pool.close();
  }

  /** What is done with a connection. */
  private interface Work<T> {
    T on(PgConnection connection) throws SQLException;
  }

  /** What may be tried again. */
  private interface Try<T> {
    T now() throws SQLException;
  }

  private <T> T withConnection(Script script, Work<T> work) {
    return retrying(script, () -> tryOnce(work));
  }

  /** The transaction was undone when a try fails, so that a second one is safe. */
  private <T> T retrying(Script script, Try<T> attempt) {
    try {
      return attempt.now();
    } catch (SQLException e) {
      if (!isWorthASecondTry(script, e)) {
        throw new ProblemException(PgProblem.of(e), e);
      }
    }
    try {
      return attempt.now();
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  private <T> T tryOnce(Work<T> work) throws SQLException {
    PooledConnection connection = pool.borrow();
    try {
      return work.on(connection.jdbc());
    } catch (SQLException e) {
      if (connection.isCancelled()) {
        throw new ProblemException(new PgProblem.Abandoned(), e);
      }
      throw e;
    } finally {
      pool.giveBack(connection);
    }
  }

  /**
   * A prepared statement may have outlived a change of the schema, which those of the other
   * connections then have, too; a connection may have died since it was last used, which is
   * harmless when nothing is written.
   */
  private boolean isWorthASecondTry(Script script, SQLException e) {
    String state = Optional.ofNullable(e.getSQLState()).orElse("");
    return switch (state) {
      case "26000" -> true; // prepared statement does not exist
      case "0A000" -> isStalePlan(e) && renewed();
      default -> script.access() == Script.Access.READ_ONLY && PgProblem.isConnectionLost(state);
    };
  }

  private boolean renewed() {
    pool.renew();
    return true;
  }

  private static boolean isStalePlan(SQLException e) {
    ServerErrorMessage answer =
        e instanceof PSQLException known ? known.getServerErrorMessage() : null;
    return answer != null && "RevalidateCachedQuery".equals(answer.getRoutine());
  }

  private static void end(Connection connection, Script.Ending ending) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      switch (ending) {
        case COMMIT -> statement.execute("commit");
        case ROLLBACK -> statement.execute(Outbound.UNDO);
      }
    }
  }

  private List<Rows> send(PgConnection connection, Outbound outbound, int most)
      throws SQLException {
    Results results = new Pipeline(connection).run(text(outbound), outbound.values(), most);
    return outbound.own(results);
  }

  private String text(Outbound outbound) {
    return texts.get(outbound.text(), Outbound.Text::joined);
  }
}
