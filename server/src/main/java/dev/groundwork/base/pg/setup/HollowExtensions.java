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

/** Tells which extensions of a database are there in name only, and which are slower than usual. */
public final class HollowExtensions {
  private static final String VECTOR = "vector";
  private static final String VECTORS =
      "the embedded PostgreSQL has the extension vector in SQL: searches are exact and read every"
          + " row, indexes are not used; --db-url takes a server that has pgvector";

  private HollowExtensions() {}

  /**
   * Tells those that the database has.
   *
   * @param names of those that would do nothing
   */
  public static void tell(PgAddress address, List<String> names, Observer observer) {
    String sql =
        "select array_to_string(array_agg(extname order by extname) filter (where extname <> ?),"
            + " ', '), count(*) filter (where extname = ?) from pg_extension where extname ="
            + " any(?) or extname = ?";
    try (Connection connection = SetupLock.connect(address);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, VECTOR);
      statement.setString(2, VECTOR);
      statement.setArray(3, connection.createArrayOf("text", names.toArray()));
      statement.setString(4, VECTOR);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        Optional.ofNullable(result.getString(1)).ifPresent(found -> warn(message(found), observer));
        if (result.getInt(2) > 0) {
          warn(VECTORS, observer);
        }
      }
    } catch (SQLException e) {
      throw new ProblemException(PgProblem.of(e), e);
    }
  }

  private static void warn(String message, Observer observer) {
    observer.report(new Event.Warning(message, Optional.empty()));
  }

  private static String message(String found) {
    return "extensions that the embedded PostgreSQL has in name only: "
        + found
        + "; calling their functions is an error, --db-url takes a server that has them";
  }
}
