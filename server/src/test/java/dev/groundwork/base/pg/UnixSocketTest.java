package dev.groundwork.base.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

@Timeout(60)
class UnixSocketTest {
  private static final Path BINARIES =
      Path.of(System.getProperty("user.home"), ".cache", "groundwork");

  @TempDir Path folder;

  @Test
  void aServersSocketTakesScriptsNotificationsAndLargeValues() throws Exception {
    Path home = folder.resolve("home");
    EmbeddedConfig config =
        new EmbeddedConfig(
            home,
            BINARIES,
            Optional.empty(),
            Optional.of(home),
            Map.of("listen_addresses", ""),
            EmbeddedConfig.Durability.TESTS_ONLY,
            EmbeddedConfig.in(home).stopTimeout());
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config, _ -> {});
        PgDatabase database = PgDatabase.open(PoolConfig.of(server.address("postgres")), _ -> {})) {
      String large = "ä".repeat(3_000_000);
      List<Rows> rows = database.run(Script.of(Statement.of("select ?::text", large)));
      assertThat(rows.getFirst().text(0, 0)).contains(large);
      try (Connection listener = server.address("postgres").connect();
          java.sql.Statement statement = listener.createStatement()) {
        statement.execute("listen news");
        PGConnection notifier = listener.unwrap(PGConnection.class);
        assertThat(notifier.getNotifications(20)).isEmpty();
        assertThat(listener.isValid(5)).isTrue();
        database.run(Script.of(Statement.of("notify news, 'hello'")));
        assertThat(notifier.getNotifications(5_000)).hasSize(1);
      }
    }
    try (var left = Files.list(home)) {
      assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith(".s."));
    }
  }

  @Test
  void aReadWaitsAsLongAsItIsToldTo() throws Exception {
    try (Pair pair = new Pair(folder.resolve("s"))) {
      pair.near.setSoTimeout(30);
      InputStream in = pair.near.getInputStream();
      assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
      pair.far.write(ByteBuffer.wrap(new byte[] {7, 8}));
      assertThat(in.read()).isEqualTo(7);
      pair.near.setSoTimeout(0);
      assertThat(in.read()).isEqualTo(8);
      pair.far.close();
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void closingEndsAReadThatWaits() throws Exception {
    try (Pair pair = new Pair(folder.resolve("s"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> read = threads.submit(() -> pair.near.getInputStream().read());
      Thread.sleep(50);
      pair.near.close();
      assertThatThrownBy(read::get).isNotNull();
      assertThat(pair.near.isClosed()).isTrue();
    }
  }

  @Test
  void aSocketThatIsNotThereIsTold() throws Exception {
    Socket socket = new UnixSocketFactory(folder.resolve("none").toString()).createSocket();
    try (socket) {
      assertThatThrownBy(() -> socket.connect(new InetSocketAddress(0), 100))
          .isInstanceOf(SocketException.class);
    }
  }

  /** Both ends of a socket. */
  private static final class Pair implements AutoCloseable {
    private final ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final Socket near;
    private final SocketChannel far;

    Pair(Path file) throws IOException {
      door.bind(UnixDomainSocketAddress.of(file));
      near = new UnixSocketFactory(file.toString()).createSocket();
      near.connect(new InetSocketAddress(0), 0);
      far = door.accept();
    }

    @Override
    public void close() throws IOException {
      near.close();
      far.close();
      door.close();
    }
  }
}
