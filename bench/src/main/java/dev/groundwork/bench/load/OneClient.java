package dev.groundwork.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection over which single calls are made, however large they or their answers are. */
public final class OneClient implements AutoCloseable {
  private static final int BUFFER = 1 << 18;

  private final SocketChannel channel;
  private final ByteBuffer in;
  private final Answer answer = new Answer();

  /** Connects to a server of this machine. */
  public OneClient(int port) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    in = ByteBuffer.allocateDirect(BUFFER);
  }

  /**
   * An answer.
   *
   * @param body its bytes
   * @param nanos from the first byte of the request to the last one of the answer
   */
  public record Answered(int status, long body, long nanos, String head) {}

  /** Sends a call and reads its answer whole. */
  public Answered call(Call call) throws IOException {
    long start = System.nanoTime();
    ByteBuffer out = ByteBuffer.wrap(call.bytes());
    while (out.hasRemaining()) {
      channel.write(out);
    }
    boolean whole = false;
    while (!whole) {
      whole = read();
    }
    return new Answered(answer.status(), answer.body(), System.nanoTime() - start, answer.head());
  }

  private boolean read() throws IOException {
    in.clear();
    if (channel.read(in) >= 0) {
      return answer.take(in.flip());
    }
    if (!answer.end()) {
      throw new IOException("the server hung up");
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
