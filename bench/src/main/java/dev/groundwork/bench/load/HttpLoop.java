package dev.groundwork.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * Runs a load: one thread for all connections, as pgbench has it, and just enough HTTP, so that it
 * costs little beside what it measures.
 */
final class HttpLoop implements AutoCloseable {
  private static final long PATIENCE = Duration.ofSeconds(30).toNanos();
  private static final int BUFFER = 1 << 16;

  /** Clients start in different places of the list of calls. */
  private static final int STRIDE = 7919;

  private final HttpLoad load;
  private final Selector selector;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
  private final List<Client> clients = new ArrayList<>();
  private final PriorityQueue<Client> waiting =
      new PriorityQueue<>(Comparator.comparingLong((Client client) -> client.due));
  private Tally tally = new Tally();
  private long lastAnswer = System.nanoTime();

  HttpLoop(HttpLoad load) throws IOException {
    this.load = load;
    this.selector = Selector.open();
    for (int i = 0; i < load.clients(); i++) {
      clients.add(new Client(i * STRIDE));
    }
    long start = System.nanoTime();
    for (int i = 0; i < load.clients(); i++) {
      clients.get(i).rest(load.pace().first(start, i));
    }
  }

  /** Goes on for a time; gives what came of this time. */
  Tally run(Duration time) throws IOException {
    tally = new Tally();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    long now = start;
    while (now < end) {
      sendDue(now);
      selector.select(this::receive, patience(now, end));
      now = System.nanoTime();
      if (now - lastAnswer > PATIENCE) {
        throw new IOException("no answer within " + PATIENCE / 1_000_000_000 + " s");
      }
    }
    tally.end(now - start);
    return tally;
  }

  /** Milliseconds until something is due, at least one. */
  private long patience(long now, long end) {
    Client first = waiting.peek();
    long until = first == null ? end : Math.min(end, first.due);
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - now));
  }

  private void sendDue(long now) {
    Client first = waiting.peek();
    while (first != null && first.due <= now) {
      waiting.poll().send(now);
      first = waiting.peek();
    }
  }

  private void receive(SelectionKey key) {
    ((Client) key.attachment()).receive();
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.channel.close();
    }
    selector.close();
  }

  /** One connection with at most one request on its way. */
  private final class Client {
    private SocketChannel channel;
    private Answer answer = new Answer();
    private int next;
    private Call call;
    private long due;
    private long sent;

    Client(int first) throws IOException {
      next = first;
      call = load.calls().getFirst();
      channel = connected();
    }

    private SocketChannel connected() throws IOException {
      SocketChannel opened =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), load.port()));
      opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
      opened.configureBlocking(false);
      opened.register(selector, SelectionKey.OP_READ, this);
      return opened;
    }

    void rest(long until) {
      due = until;
      waiting.add(this);
    }

    void send(long from) {
      sent = from;
      call = load.calls().get(next++ % load.calls().size());
      try {
        ByteBuffer request = ByteBuffer.wrap(call.bytes());
        while (request.hasRemaining()) {
          channel.write(request);
        }
        if (call.status() == Call.NONE) {
          leave();
        }
      } catch (IOException e) {
        failed(e);
      }
    }

    private void leave() throws IOException {
      reconnect();
      rest(load.pace().next(due, System.nanoTime(), Call.NONE, 0));
    }

    private void reconnect() throws IOException {
      channel.close();
      answer = new Answer();
      channel = connected();
    }

    void receive() {
      try {
        in.clear();
        int read = channel.read(in);
        if (read < 0 ? answer.end() : answer.take(in.flip())) {
          answered(read < 0 || answer.closes());
        } else if (read < 0) {
          throw new IOException("the server hung up");
        }
      } catch (IOException e) {
        failed(e);
      }
    }

    private void answered(boolean closed) throws IOException {
      long now = System.nanoTime();
      lastAnswer = now;
      int status = answer.status();
      tally.answered(call, status, answer::head, now - sent);
      int retryAfter = answer.retryAfter();
      if (closed) {
        reconnect();
      }
      goOn(now, status, retryAfter);
    }

    /** A request that is late counts from when it was due. */
    private void goOn(long now, int status, int retryAfter) {
      due = load.pace().next(due, now, status, retryAfter);
      if (due > now) {
        waiting.add(this);
      } else {
        send(due);
      }
    }

    private void failed(IOException reason) {
      tally.broken(String.valueOf(reason.getMessage()));
      try {
        reconnect();
        rest(Math.max(load.pace().next(due, System.nanoTime(), 0, 0), System.nanoTime()));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
