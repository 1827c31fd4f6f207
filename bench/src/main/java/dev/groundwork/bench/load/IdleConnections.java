package dev.groundwork.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections that have asked once and stay open without asking again. */
public final class IdleConnections implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;

  private final List<SocketChannel> channels = new ArrayList<>();
  private final byte[] bytes = new byte[1 << 16];

  /**
   * Opens connections to a server of this machine, one after the other, until there are so many or
   * the server lets one wait.
   */
  public IdleConnections(int port, Call call, int count) throws IOException {
    try {
      boolean answered = true;
      for (int i = 0; i < count && answered; i++) {
        SocketChannel channel =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channels.add(channel);
        answered = ask(channel, call);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Reads by the socket's stream, since channels have no timeout. */
  private boolean ask(SocketChannel channel, Call call) throws IOException {
    channel.write(ByteBuffer.wrap(call.bytes()));
    channel.socket().setSoTimeout(PATIENCE_MILLIS);
    InputStream in = channel.socket().getInputStream();
    Answer answer = new Answer();
    try {
      int read = in.read(bytes);
      while (read >= 0 && !answer.take(ByteBuffer.wrap(bytes, 0, read))) {
        read = in.read(bytes);
      }
      return answer.status() == call.status();
    } catch (SocketTimeoutException e) {
      channel.close();
      return false;
    }
  }

  /** How many of them are open on both sides. */
  public int open() throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int open = 0;
    for (SocketChannel channel : channels) {
      if (channel.isOpen()) {
        channel.configureBlocking(false);
        open += channel.read(in.clear()) < 0 ? 0 : 1;
      }
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
