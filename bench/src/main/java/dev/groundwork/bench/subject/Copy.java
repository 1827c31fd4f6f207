package dev.groundwork.bench.subject;

import dev.groundwork.base.config.ConnectionString;
import dev.groundwork.base.config.Parsed;
import dev.groundwork.base.pg.PgAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** A connection to the database for {@code COPY}, by the Unix socket as the server's. */
public final class Copy implements AutoCloseable {
  private final Connection connection;
  private final CopyManager copy;

  public Copy(Target target) throws IOException, SQLException {
    connection = address(target).connect();
    copy = connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private static PgAddress address(Target target) throws IOException {
    PgAddress known = target.postgres();
    String text =
        "host=" + target.socketFolder() + " port=" + target.postgresPort() + " dbname=postgres";
    String user = " user=" + known.user() + " password=" + known.password();
    return switch (ConnectionString.parse(text + user, Map.of())) {
      case Parsed.Good<ConnectionString>(ConnectionString parsed) -> PgAddress.of(parsed);
      case Parsed.Bad<ConnectionString>(String reason) -> throw new IOException(reason);
    };
  }

  /** Runs SQL of our own that gives nothing. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The bytes that {@code COPY ... TO STDOUT} gives. */
  public long out(String sql) throws SQLException, IOException {
    CountingStream counted = new CountingStream();
    copy.copyOut(sql, counted);
    return counted.bytes;
  }

  /** The rows that {@code COPY ... FROM STDIN} takes. */
  public long in(String sql, byte[] rows) throws SQLException, IOException {
    return copy.copyIn(sql, new ByteArrayInputStream(rows));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** Counts bytes and forgets them. */
  private static final class CountingStream extends OutputStream {
    private long bytes;

    @Override
    public void write(int one) {
      bytes++;
    }

    @Override
    public void write(byte[] some, int from, int length) {
      bytes += length;
    }
  }
}
