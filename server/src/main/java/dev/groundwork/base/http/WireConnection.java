package dev.groundwork.base.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: hands it to Helidon's implementation of HTTP/1.1, and knows what it waits
 * for, so that the {@link Watchdog} can end it.
 */
final class WireConnection implements ServerConnection, InterruptableTask<Void> {
  private static final ScopedValue<WireConnection> CURRENT = ScopedValue.newInstance();
  private static final Duration LINGER = Duration.ofMillis(500);

  /** Who works for so long finds out whether somebody still wants the answer. */
  private static final Duration LONG_WORK = Duration.ofSeconds(1);

  private final HttpConfig config;
  private final ConnectionContext context;
  private final Http1ConnectionSelector http1;
  private final Watchdog watchdog;
  private final WireReader reader = new WireReader(this::pull);
  private final WireWriter writer;
  private volatile @Nullable ServerConnection delegate;
  private volatile @Nullable Thread server;

  /** Reads what comes while a room works: mostly the end. */
  private volatile @Nullable FutureTask<byte @Nullable []> lookout;

  private volatile boolean gone;
  private boolean lingering;
  private long restsUntil = System.nanoTime();

  /** What the connection waits for; guarded by this. */
  private Phase phase = Phase.IDLE;

  private long since = System.nanoTime();

  /** What a connection waits for. */
  enum Phase {
    /** The first byte of a request. */
    IDLE,
    /** The rest of a request. */
    READING,
    /** A room's answer. */
    WORKING,
    /** The client to take the answer. */
    SENDING,
    /** The client to see that it was refused. */
    LINGERING
  }

  WireConnection(
      HttpConfig config,
      ConnectionContext context,
      Http1ConnectionSelector http1,
      Watchdog watchdog) {
    this.config = config;
    this.context = context;
    this.http1 = http1;
    this.watchdog = watchdog;
    this.writer = new WireWriter(context.dataWriter());
  }

  /** The HTTP/1.1 connection that this thread serves. */
  static Optional<WireConnection> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    if (!ListenAddress.accepts(config, context.remotePeer().address())) {
      closeSocket();
      return;
    }
    server = Thread.currentThread();
    watchdog.add(this);
    try {
      serve(http1.connection(new Wired()), limit);
      linger();
    } finally {
      watchdog.remove(this);
    }
  }

  private void serve(ServerConnection connection, Limit limit) throws InterruptedException {
    delegate = connection;
    ScopedValue.where(CURRENT, this)
        .<Limit, InterruptedException>call(() -> {
          connection.handle(limit);
          return limit;
        });
  }

  /** The next bytes, or null at the end; first those that the protocol was recognised by. */
  private byte @Nullable [] pull() {
    rest();
    DataReader first = context.dataReader();
    byte[] bytes = first.available() > 0 ? first.readBuffer().readBytes() : received();
    begun();
    return bytes;
  }

  private byte @Nullable [] received() {
    FutureTask<byte @Nullable []> seen = lookout;
    if (seen == null) {
      return fromSocket(context.serverSocket());
    }
    lookout = null;
    try {
      return seen.get();
    } catch (InterruptedException | ExecutionException broken) {
      throw new ServerConnectionException("Failed to get data from socket", broken);
    }
  }

  /** Looks out for the client's end while a room works; what comes instead is kept for later. */
  private void lookOut() {
    FutureTask<byte @Nullable []> look = new FutureTask<>(this::nextOrGone);
    lookout = look;
    Thread.ofVirtual().name("client-lookout").start(look);
  }

  private byte @Nullable [] nextOrGone() {
    byte[] bytes = null;
    try {
      bytes = fromSocket(context.serverSocket());
      return bytes;
    } finally {
      if (bytes == null) {
        leave();
      }
    }
  }

  /** Nothing is read before this time. */
  void restUntil(long nanoTime) {
    restsUntil = nanoTime;
  }

  private void rest() {
    long left = restsUntil - System.nanoTime();
    if (left > 0) {
      try {
        Thread.sleep(Duration.ofNanos(left));
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void leave() {
    gone = true;
    Thread worker = server;
    if (phase == Phase.WORKING && worker != null) {
      watchdog.abandoned(worker);
    }
  }

  /** Whether the client was seen to leave. */
  boolean isGone() {
    return gone;
  }

  private static byte @Nullable [] fromSocket(HelidonSocket socket) {
    try {
      return socket.get();
    } catch (UncheckedIOException broken) {
      throw new ServerConnectionException("Failed to get data from socket", broken);
    }
  }

  /** After a refusal: reads on for a moment, so that the client gets to see it before the end. */
  private void linger() {
    if (!lingering) {
      return;
    }
    enter(Phase.LINGERING);
    while (fromSocket(context.serverSocket()) != null) {
      Thread.onSpinWait();
    }
  }

  /** At the connection's end, what still comes is read for a moment and not looked at. */
  void lingerAtEnd() {
    lingering = true;
  }

  /** Closes the socket in the middle of an answer. */
  void breakOff() {
    closeSocket();
  }

  /** The connection ends after the answer. */
  void finish() {
    ServerConnection connection = delegate;
    if (connection != null) {
      connection.close(false);
    }
  }

  /** Whether no request is in hand that was read whole; what fails then is the client's fault. */
  synchronized boolean stillReading() {
    return phase == Phase.IDLE || phase == Phase.READING;
  }

  private synchronized void begun() {
    if (phase == Phase.IDLE) {
      enter(Phase.READING);
    }
  }

  synchronized void enter(Phase next) {
    phase = next;
    since = System.nanoTime();
  }

  /** Closes the socket when the phase, or a piece of an answer, has lasted longer than allowed. */
  synchronized void closeIfLate(HttpConfig.Timeouts timeouts) {
    Duration allowed =
        switch (phase) {
          case IDLE -> timeouts.idle();
          case READING -> timeouts.request();
          case SENDING -> timeouts.send();
          case LINGERING -> LINGER;
          case WORKING -> Duration.ofNanos(Long.MAX_VALUE);
        };
    long lasted = System.nanoTime() - since;
    if (phase == Phase.WORKING && lasted > LONG_WORK.toNanos() && lookout == null) {
      lookOut();
    }
    boolean stalled = writer.stalled() > timeouts.piece().toNanos();
    if (stalled || lasted > allowed.toNanos()) {
      if (phase == Phase.READING) {
        tellTooSlow(timeouts);
      }
      closeSocket();
    }
  }

  private void tellTooSlow(HttpConfig.Timeouts timeouts) {
    Reply reply =
        watchdog.failures().reply(new HttpProblem.TooSlow(timeouts.request().toSeconds()));
    StringBuilder head = new StringBuilder("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n");
    reply
        .headers()
        .lines()
        .forEach(line -> head.append(line.getKey()).append(": ").append(line.getValue() + "\r\n"));
    head.append("Content-Length: ").append(reply.body().length).append("\r\n\r\n");
    BufferData out = BufferData.growing(512);
    out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
    out.write(reply.body());
    try {
      context.serverSocket().write(out);
    } catch (UncheckedIOException gone) {
      // the client has left; its connection is closed next
    }
  }

  private void closeSocket() {
    try {
      context.serverSocket().close();
    } catch (UncheckedIOException closed) {
      // it is closed already
    }
  }

  @Override
  public boolean canInterrupt() {
    return delegate instanceof InterruptableTask<?> task ? task.canInterrupt() : delegate == null;
  }

  /** HTTP/1.1 connections are the watchdog's, so Helidon never finds them idle. */
  @Override
  public Duration idleTime() {
    return Duration.ZERO;
  }

  @Override
  public void close(boolean interrupt) {
    ServerConnection connection = delegate;
    if (connection == null) {
      closeSocket();
    } else {
      connection.close(interrupt);
    }
  }

  /** The connection's context with reader and writer exchanged. */
  private final class Wired implements ConnectionContext {
    @Override
    public DataReader dataReader() {
      return reader;
    }

    @Override
    public DataWriter dataWriter() {
      return writer;
    }

    @Override
    public ListenerContext listenerContext() {
      return context.listenerContext();
    }

    @Override
    public ExecutorService executor() {
      return context.executor();
    }

    @Override
    public Router router() {
      return context.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
      return context.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
      return context.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
      return context.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
      return context.localPeer();
    }

    @Override
    public boolean isSecure() {
      return context.isSecure();
    }

    @Override
    public String socketId() {
      return context.socketId();
    }

    @Override
    public String childSocketId() {
      return context.childSocketId();
    }
  }
}
