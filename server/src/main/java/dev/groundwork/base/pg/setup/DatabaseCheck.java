package dev.groundwork.base.pg.setup;

import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.problem.ProblemException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Looks whether a database can be used before anything is built on it. */
public final class DatabaseCheck {
  private static final int OLDEST = 14;

  private DatabaseCheck() {}

  /**
   * Connects once.
   *
   * @throws ProblemException with a {@link ConnectProblem}, whose cause is the driver's exception
   */
  public static void run(PgAddress address) {
    try (Connection connection = address.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("show server_version_num")) {
      result.next();
      int major = result.getInt(1) / 10_000;
      if (major < OLDEST) {
        throw new ConnectProblem.TooOld(place(address), major, OLDEST).raise();
      }
    } catch (SQLException e) {
      throw new ProblemException(problem(address, e), e);
    }
  }

  private static ConnectProblem problem(PgAddress address, SQLException e) {
    String state = Optional.ofNullable(e.getSQLState()).orElse("");
    boolean rejected = state.startsWith("28") || state.equals("3D000") || state.equals("42501");
    return rejected
        ? new ConnectProblem.Rejected(place(address), reason(e))
        : new ConnectProblem.Unreachable(place(address), reason(e));
  }

  /** What the network or the server said; the driver wraps it in advice of its own. */
  private static String reason(SQLException e) {
    return switch (e.getCause()) {
      case UnknownHostException unknown -> "the host " + unknown.getMessage() + " is not known";
      case IOException network -> String.valueOf(network.getMessage());
      case null, default -> String.valueOf(e.getMessage()).replaceFirst("^FATAL: ", "");
    };
  }

  /** Host, port and database; parameters may hold secrets. */
  private static String place(PgAddress address) {
    String place = address.url().replaceFirst("^jdbc:postgresql://", "");
    int parameters = place.indexOf('?');
    return parameters < 0 ? place : place.substring(0, parameters);
  }
}
