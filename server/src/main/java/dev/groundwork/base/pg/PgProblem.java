package dev.groundwork.base.pg;

import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a database answered instead of rows, or why it did not answer. */
public sealed interface PgProblem extends Problem {

  /** When it makes sense to ask again, in seconds. */
  Map.Entry<String, String> RETRY = Map.entry("Retry-After", "1");

  /** PostgreSQL's error code, when the server answered. */
  default Optional<String> sqlState() {
    return Optional.empty();
  }

  /**
   * The same problem as an anonymous caller is told it: a missing privilege is then a matter of
   * signing in.
   */
  default PgProblem forAnonymous() {
    return this;
  }

  /** The problem in an exception of the driver. */
  static PgProblem of(SQLException e) {
    String state = Optional.ofNullable(e.getSQLState()).orElse("");
    ServerErrorMessage answer =
        e instanceof PSQLException known ? known.getServerErrorMessage() : null;
    if (answer == null) {
      return isConnectionLost(state)
          ? new ConnectionLost()
          : new Refused(
              state, String.valueOf(e.getMessage()), Optional.empty(), Optional.empty(), false);
    }
    String message = String.valueOf(answer.getMessage());
    Optional<String> detail = Optional.ofNullable(answer.getDetail());
    if (state.equals(RaisedReply.SQL_STATE)) {
      return RaisedReply.parse(message, detail);
    }
    return new Refused(state, message, detail, Optional.ofNullable(answer.getHint()), false);
  }

  /** Whether the connection is of no use after an error with this code. */
  static boolean isConnectionLost(String state) {
    return state.startsWith("08") || state.startsWith("57P");
  }

  /**
   * PostgreSQL refused a statement.
   *
   * @param state its SQLSTATE, which is the problem's code
   * @param anonymous whether the caller has not signed in
   */
  record Refused(
      String state,
      String message,
      Optional<String> detail,
      Optional<String> hint,
      boolean anonymous)
      implements PgProblem {

    @Override
    public String code() {
      return state;
    }

    @Override
    public int status() {
      return SqlStates.status(state, message, anonymous);
    }

    @Override
    public Optional<Details> details() {
      return detail.map(Details.Text::new);
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return switch (status()) {
        case 401 -> List.of(Map.entry("WWW-Authenticate", "Bearer"));
        case 503 -> List.of(RETRY);
        default -> List.of();
      };
    }

    @Override
    public Optional<String> sqlState() {
      return Optional.of(state);
    }

    @Override
    public PgProblem forAnonymous() {
      return new Refused(state, message, detail, hint, true);
    }
  }

  /** SQL raised an error with SQLSTATE {@code PGRST}, which says the whole reply itself. */
  record Raised(
      String code,
      int status,
      Optional<String> statusText,
      String message,
      Optional<String> detail,
      Optional<String> hint,
      List<Map.Entry<String, String>> headers)
      implements PgProblem {

    public Raised {
      headers = List.copyOf(headers);
    }

    @Override
    public Optional<Details> details() {
      return detail.map(Details.Text::new);
    }

    @Override
    public Optional<String> sqlState() {
      return Optional.of(RaisedReply.SQL_STATE);
    }
  }

  /** SQL raised an error with SQLSTATE {@code PGRST} that cannot be read. */
  record RaisedUnreadable(String reason, String advice) implements PgProblem {
    @Override
    public String code() {
      return "PGRST121";
    }

    @Override
    public int status() {
      return 500;
    }

    @Override
    public String message() {
      return "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error";
    }

    @Override
    public Optional<Details> details() {
      return Optional.of(new Details.Text(reason));
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(advice);
    }

    @Override
    public Optional<String> sqlState() {
      return Optional.of(RaisedReply.SQL_STATE);
    }
  }

  /** No connection can be opened. */
  record Unreachable() implements PgProblem {
    @Override
    public String code() {
      return "PGRST000";
    }

    @Override
    public int status() {
      return 503;
    }

    @Override
    public String message() {
      return "Database connection error. Retrying the connection.";
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return List.of(RETRY);
    }
  }

  /** The connection broke while a statement ran; whether it took effect is not known. */
  record ConnectionLost() implements PgProblem {
    @Override
    public String code() {
      return "PGRST001";
    }

    @Override
    public int status() {
      return 503;
    }

    @Override
    public String message() {
      return "Database client error. Retrying the connection.";
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return List.of(RETRY);
    }
  }

  /** All connections are taken, and none came back in time. */
  record PoolExhausted() implements PgProblem {
    @Override
    public String code() {
      return "PGRST003";
    }

    @Override
    public int status() {
      return 504;
    }

    @Override
    public String message() {
      return "Timed out acquiring connection from connection pool.";
    }
  }

  /** Nobody waits any more for what ran: the client has left, and its statement was cancelled. */
  record Abandoned() implements PgProblem {
    @Override
    public String code() {
      return "GWPG499";
    }

    @Override
    public int status() {
      return 499;
    }

    @Override
    public String message() {
      return "The client has left; its statement was cancelled";
    }
  }
}
