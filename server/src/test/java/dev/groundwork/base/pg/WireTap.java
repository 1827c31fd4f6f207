package dev.groundwork.base.pg;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between the driver and PostgreSQL and writes down the types of the messages that the
 * driver sends, such as {@code P} for Parse and {@code S} for Sync.
 *
 * @see <a href="https://www.postgresql.org/docs/18/protocol-message-formats.html">Messages</a>
 */
final class WireTap implements AutoCloseable {
  private final ServerSocket door;
  private final int target;
  private final List<Character> sent = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  WireTap(int target) throws IOException {
    this.target = target;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** The messages since the last call. */
  String sent() {
    StringBuilder types = new StringBuilder();
    sent.forEach(types::append);
    sent.clear();
    return types.toString();
  }

  /** Breaks all connections. */
  void cut() {
    sockets.forEach(WireTap::close);
    sockets.clear();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
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
      while (type >= 0) {
        sent.add((char) type);
        out.write(type);
        copyBody(in, out);
        type = in.read();
      }
    } catch (IOException e) {
      // the connection ended
    }
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
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
