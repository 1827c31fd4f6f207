package dev.groundwork.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections that have asked once and stay open without asking again. */
public final class IdleConnections implements AutoCloseable {
  private final List<SocketChannel> channels = new ArrayList<>();
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);

  /** Opens connections to a server of this machine, one after the other. */
  public IdleConnections(int port, Call call, int count) throws IOException {
    try {
      for (int i = 0; i < count; i++) {
        SocketChannel channel =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channels.add(channel);
        ask(channel, call);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void ask(SocketChannel channel, Call call) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(call.bytes());
    while (out.hasRemaining()) {
      channel.write(out);
    }
    Answer answer = new Answer();
    in.clear();
    while (channel.read(in) >= 0 && !answer.take(in.flip())) {
      in.clear();
    }
    if (answer.status() != call.status()) {
      throw new IOException("answered " + answer.head());
    }
  }

  /** How many of them the server has not closed. */
  public int open() throws IOException {
    int open = 0;
    for (SocketChannel channel : channels) {
      channel.configureBlocking(false);
      in.clear();
      open += channel.read(in) < 0 ? 0 : 1;
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
