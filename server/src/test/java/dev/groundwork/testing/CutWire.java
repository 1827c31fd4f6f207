package dev.groundwork.testing;

import dev.groundwork.base.pg.PgAddress;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a program and PostgreSQL and breaks all its connections at the n-th query, as the
 * death of the program would: before the query arrives, or when it has arrived and nobody is there
 * for the answer.
 */
public final class CutWire implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("//127\\.0\\.0\\.1:([0-9]+)/");

  private final PgAddress target;
  private final ServerSocket door;
  private final int port;
  private final int last;
  private final boolean delivered;
  private final Runnable death;
  private final AtomicInteger queries = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  /**
   * A wire.
   *
   * @param last the query that it breaks at, counted from 1
   * @param delivered whether that query still arrives
   * @param death what else happens at that moment
   */
  public CutWire(PgAddress target, int last, boolean delivered, Runnable death) throws IOException {
    this.target = target;
    this.last = last;
    this.delivered = delivered;
    this.death = death;
    Matcher found = PORT.matcher(target.url());
    if (!found.find()) {
      throw new IllegalArgumentException("no port in " + target.url());
    }
    this.port = Integer.parseInt(found.group(1));
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** The target by way of this wire. */
  public PgAddress address() {
    String url = target.url().replace(":" + port + "/", ":" + door.getLocalPort() + "/");
    return new PgAddress(url, target.user(), target.password()).with("sslmode=disable");
  }

  /** Whether it broke. */
  public boolean isCut() {
    return cut;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> listen(client, server));
        Thread.ofVirtual().start(() -> handThrough(server, client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void listen(Socket from, Socket to) {
    try (from;
        to;
        DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
        DataOutputStream out = new DataOutputStream(to.getOutputStream())) {
      copyBody(in, out); // the start-up message has no type
      int type = in.read();
      while (type >= 0 && hands(type)) {
        out.write(type);
        copyBody(in, out);
        if (cut) {
          die();
        }
        type = in.read();
      }
    } catch (IOException e) {
      // the connection ended
    }
  }

  private boolean hands(int type) {
    if (type != 'Q' || queries.incrementAndGet() != last) {
      return !cut;
    }
    cut = true;
    if (!delivered) {
      die();
    }
    return delivered;
  }

  private void die() {
    death.run();
    close();
  }

  private static void copyBody(DataInputStream in, DataOutputStream out) throws IOException {
    int length = in.readInt();
    byte[] body = in.readNBytes(length - Integer.BYTES);
    out.writeInt(length);
    out.write(body);
    out.flush();
  }

  private static void handThrough(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // the connection ended
    }
  }

  @Override
  public void close() {
    try {
      door.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
