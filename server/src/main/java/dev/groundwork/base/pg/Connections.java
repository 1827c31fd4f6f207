package dev.groundwork.base.pg;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Opens connections with the settings that the rest of this package counts on. */
final class Connections {
  private static final String STATEMENTS_KEPT = "512";
  private static final String PREPARE_AFTER = "1";

  private Connections() {}

  /** For scripts: parameters and results as text, statements prepared when first used. */
  static Connection pooled(PoolConfig config) throws SQLException {
    Properties properties = common(config.address(), config.connectTimeout());
    properties.setProperty("prepareThreshold", config.preparedStatements() ? PREPARE_AFTER : "0");
    properties.setProperty("preparedStatementCacheQueries", STATEMENTS_KEPT);
    properties.setProperty("preparedStatementCacheSizeMiB", "16");
    return DriverManager.getConnection(config.address().url(), properties);
  }

  /** For long work that is not a script: statements go as they are, and may take their time. */
  static Connection plain(PgAddress address) throws SQLException {
    Properties properties = common(address, Duration.ofSeconds(10));
    properties.setProperty("preferQueryMode", "simple");
    return DriverManager.getConnection(address.url(), properties);
  }

  private static Properties common(PgAddress address, Duration connectTimeout) {
    Properties properties = new Properties();
    properties.setProperty("user", address.user());
    if (!address.password().isEmpty()) {
      properties.setProperty("password", address.password());
    }
    properties.setProperty("ApplicationName", "groundwork");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", seconds(connectTimeout));
    properties.setProperty("loginTimeout", seconds(connectTimeout));
    properties.setProperty("binaryTransfer", "false");
    properties.setProperty("logServerErrorDetail", "false");
    return properties;
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.plusMillis(999).toSeconds());
  }
}
