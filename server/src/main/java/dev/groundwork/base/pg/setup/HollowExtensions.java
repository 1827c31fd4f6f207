package dev.groundwork.base.pg.setup;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Tells which extensions of a database are there in name only. */
public final class HollowExtensions {
  private HollowExtensions() {}

  /**
   * Tells those that the database has.
   *
   * @param names of those that would do nothing
   */
  public static void tell(PgAddress address, List<String> names, Observer observer) {
    String sql =
        "select string_agg(extname, ', ' order by extname) from pg_extension where extname ="
            + " any(?)";
    try (Connection connection = SetupLock.connect(address);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", names.toArray()));
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        Optional.ofNullable(result.getString(1))
            .ifPresent(
                found -> observer.report(new Event.Warning(message(found), Optional.empty())));
      }
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  private static String message(String found) {
    return "extensions that the embedded PostgreSQL has in name only: "
        + found
        + "; calling their functions is an error, --db-url takes a server that has them";
  }
}
