package dev.groundwork.base.pg;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A program that runs an embedded server and writes to it until it is killed. Prints the number of
 * the server's process, then each row that was acknowledged.
 */
final class KilledProgram {
  private KilledProgram() {}

  public static void main(String[] arguments) throws Exception {
    EmbeddedConfig config =
        new EmbeddedConfig(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            Optional.empty(),
            Optional.empty(),
            Map.of("synchronous_commit", "on"),
            EmbeddedConfig.Durability.TESTS_ONLY,
            Duration.ofSeconds(30));
    EmbeddedPostgres server = EmbeddedPostgres.start(config, event -> {});
    System.out.println("server " + server.pid());
    PgAddress address = server.address("postgres");
    try (Connection connection =
            DriverManager.getConnection(address.url(), address.user(), address.password());
        java.sql.Statement create = connection.createStatement();
        PreparedStatement insert = prepared(connection, create)) {
      for (int id = 1; ; id++) {
        insert.setInt(1, id);
        insert.executeUpdate();
        System.out.println("row " + id);
      }
    }
  }

  private static PreparedStatement prepared(Connection connection, java.sql.Statement create)
      throws Exception {
    create.execute("create table written (id int primary key)");
    return connection.prepareStatement("insert into written values (?)");
  }
}
