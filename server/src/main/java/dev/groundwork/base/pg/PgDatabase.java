package dev.groundwork.base.pg;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Script;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A database behind a pool of connections. A script goes out as one text with several statements,
 * which the driver sends as a pipeline with a single Sync: one round trip, one transaction.
 */
public final class PgDatabase implements Database, AutoCloseable {
  /** Characters of texts that are kept, so that they need not be put together for each request. */
  private static final long KEPT_TEXT = 10_000_000;

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
    Outbound outbound = Outbound.whole(script);
    return withConnection(script, connection -> send(connection, outbound));
  }

  @Override
  public List<Rows> run(Script script, int first, Consumer<List<Rows>> check) {
    Outbound before = Outbound.open(script.part(0, first));
    Outbound after = Outbound.closing(script.part(first, script.statements().size()));
    return withConnection(
        script,
        connection -> {
          check.accept(send(connection, before));
          return send(connection, after);
        });
  }

  @Override
  public <T> T inspect(Script script, Function<List<Rows>, T> inspection) {
    Outbound outbound = Outbound.open(script);
    return withConnection(
        script,
        connection -> {
          T result = inspection.apply(send(connection, outbound));
          end(connection, script.ending());
          return result;
        });
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
    T on(Connection connection) throws SQLException;
  }

  /** The transaction was undone when a try fails, so that a second one is safe. */
  private <T> T withConnection(Script script, Work<T> work) {
    try {
      return tryOnce(work);
    } catch (SQLException e) {
      if (!isWorthASecondTry(script, e)) {
        throw new ProblemException(PgProblem.of(e), e);
      }
    }
    try {
      return tryOnce(work);
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  private <T> T tryOnce(Work<T> work) throws SQLException {
    PooledConnection connection = pool.borrow();
    try {
      return work.on(connection.jdbc());
    } finally {
      pool.giveBack(connection);
    }
  }

  /**
   * A prepared statement may have outlived a change of the schema, and the driver prepares it anew;
   * a connection may have died since it was last used, which is harmless when nothing is written.
   */
  private static boolean isWorthASecondTry(Script script, SQLException e) {
    String state = Optional.ofNullable(e.getSQLState()).orElse("");
    return switch (state) {
      case "26000" -> true; // prepared statement does not exist
      case "0A000" -> isStalePlan(e);
      default -> script.access() == Script.Access.READ_ONLY && PgProblem.isConnectionLost(state);
    };
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

  private List<Rows> send(Connection connection, Outbound outbound) throws SQLException {
    String text = texts.get(outbound.text(), Outbound.Text::joined);
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      bind(statement, outbound.values());
      statement.execute();
      for (int i = 0; i < outbound.before(); i++) {
        statement.getMoreResults();
      }
      List<Rows> results = new ArrayList<>(outbound.results());
      for (int i = 0; i < outbound.results(); i++) {
        results.add(rows(statement, i == 0 && outbound.marked()));
        statement.getMoreResults();
      }
      return results;
    }
  }

  /**
   * Binds text as type {@code unknown}, which PostgreSQL infers from the value's place just as if
   * no type were given. Giving none must not be done: the driver then describes the statement once
   * it is prepared, and from there on puts a Sync between the statements of a text (its guard
   * against a deadlock of full buffers), which would end the transaction and with it the role.
   */
  private static void bind(PreparedStatement statement, List<@Nullable Object> values)
      throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      switch (values.get(i)) {
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case String text -> statement.setObject(i + 1, unknown(text));
        case null -> statement.setObject(i + 1, unknown(null));
        case Object other ->
            throw new IllegalArgumentException("cannot bind a " + other.getClass().getName());
      }
    }
  }

  private static PGobject unknown(@Nullable String text) throws SQLException {
    PGobject value = new PGobject();
    value.setType(PooledConnection.UNKNOWN);
    value.setValue(text);
    return value;
  }

  private static Rows rows(PreparedStatement statement, boolean marked) throws SQLException {
    ResultSet result = statement.getResultSet();
    if (result == null) {
      return Rows.NONE;
    }
    int columns = result.getMetaData().getColumnCount();
    int first = marked ? 1 : 0;
    List<byte[] @Nullable []> rows = new ArrayList<>();
    while (result.next()) {
      byte[] @Nullable [] cells = new byte[columns - first][];
      for (int column = first; column < columns; column++) {
        cells[column - first] = result.getBytes(column + 1);
      }
      rows.add(cells);
    }
    return new Rows(rows);
  }
}
