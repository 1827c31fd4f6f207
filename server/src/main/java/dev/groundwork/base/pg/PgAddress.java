package dev.groundwork.base.pg;

import dev.groundwork.base.config.ConnectionString;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * How to reach a database and as whom.
 *
 * @param url for the driver, such as {@code jdbc:postgresql://127.0.0.1:5432/postgres}; holds no
 *     password
 * @param password empty when the driver shall look it up in the user's password file
 */
public record PgAddress(String url, String user, String password) {

  /** An address on this machine. */
  public static PgAddress local(int port, String database, String user, String password) {
    String path = java.net.URLEncoder.encode(database, java.nio.charset.StandardCharsets.UTF_8);
    return new PgAddress("jdbc:postgresql://127.0.0.1:" + port + "/" + path, user, password);
  }

  /** Where a connection string points. */
  public static PgAddress of(ConnectionString given) {
    PgAddress address = new PgAddress(given.jdbcUrl(), given.user(), given.password().orElse(""));
    return given.socket().map(address::by).orElse(address);
  }

  /** The same, reached by a Unix socket. */
  PgAddress by(Path socket) {
    return with(UnixSocketFactory.parameters(socket));
  }

  /** The same with further parameters for the driver, as a query string. */
  public PgAddress with(String parameters) {
    return new PgAddress(url + (url.indexOf('?') < 0 ? "?" : "&") + parameters, user, password);
  }

  /**
   * Opens a connection for work that is not a script: statements go to the server as they are. The
   * caller closes it.
   */
  public Connection connect() throws SQLException {
    return Connections.plain(this);
  }

  /** The same database for another user. */
  public PgAddress as(String otherUser, String otherPassword) {
    return new PgAddress(url, otherUser, otherPassword);
  }

  /** Another database of the same server for the same user. */
  public PgAddress database(String name) {
    String path = java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8);
    String other = url.replaceFirst("^(jdbc:postgresql://[^/?]*)(/[^?]*)?", "$1/" + path);
    return new PgAddress(other, user, password);
  }

  /** Of several servers the one that can be written to: only there can be listened. */
  public PgAddress primary() {
    String other = url.replaceAll("([?&])targetServerType=[^&]*", "$1targetServerType=primary");
    return new PgAddress(other, user, password);
  }

  /** Without the password, so that it may stand in logs. */
  @Override
  public String toString() {
    return url + " as " + user;
  }
}
