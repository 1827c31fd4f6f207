package dev.groundwork.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Sends requests over connections that stay open, one after another on each, and counts the
 * answers. One thread for all connections, as pgbench has it, and just enough HTTP, so that it
 * costs little beside what it measures.
 */
final class HttpLoad {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LARGEST_ANSWER = 1 << 20;

  private final int port;
  private final List<byte[]> requests;
  private final int clients;

  /**
   * A load on a server of this machine.
   *
   * @param request makes the n-th request
   * @param count how many different ones there are; they are sent again and again
   */
  HttpLoad(int port, IntFunction<String> request, int count, int clients) {
    this.port = port;
    this.clients = clients;
    this.requests =
        IntStream.range(0, count)
            .mapToObj(n -> request.apply(n).getBytes(StandardCharsets.ISO_8859_1))
            .toList();
  }

  /** Runs for a time; gives answers a second. Any answer but 200 ends the run with an error. */
  double run(int seconds) throws IOException {
    List<Client> all = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < clients; i++) {
        all.add(new Client(selector, i * 7919));
      }
      long start = System.nanoTime();
      long end = start + Duration.ofSeconds(seconds).toNanos();
      long answers = 0;
      while (System.nanoTime() < end) {
        answers += turn(selector);
      }
      return answers / ((System.nanoTime() - start) / 1e9);
    } finally {
      for (Client client : all) {
        client.channel.close();
      }
    }
  }

  private static int turn(Selector selector) throws IOException {
    if (selector.select(PATIENCE.toMillis()) == 0) {
      throw new IOException("no answer within " + PATIENCE.toSeconds() + " s");
    }
    int answers = 0;
    for (SelectionKey key : selector.selectedKeys()) {
      Client client = (Client) key.attachment();
      if (client.receive()) {
        client.send();
        answers++;
      }
    }
    selector.selectedKeys().clear();
    return answers;
  }

  /** One connection with one request on its way. */
  private final class Client {
    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(LARGEST_ANSWER);
    private int next;

    Client(Selector selector, int first) throws IOException {
      next = first;
      channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
      send();
    }

    void send() throws IOException {
      ByteBuffer request = ByteBuffer.wrap(requests.get(next++ % requests.size()));
      while (request.hasRemaining()) {
        channel.write(request);
      }
    }

    /** Takes what has come; true when it is a whole answer. */
    boolean receive() throws IOException {
      if (channel.read(in) < 0) {
        throw new EOFException("the server hung up");
      }
      int whole = Answer.length(in.array(), in.position());
      if (whole < 0 || in.position() < whole) {
        return false;
      }
      in.clear();
      return true;
    }
  }
}
