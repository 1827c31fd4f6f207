package dev.groundwork.base.pg;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A Unix socket as the driver wants it: the JDK has them as channels only. Costs both sides about
 * half of what TCP on the same machine does.
 */
final class UnixSocket extends Socket {
  private final Path file;
  private final SocketChannel channel;
  private volatile int timeout;

  UnixSocket(Path file) throws IOException {
    this.file = file;
    this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
  }

  /** Connects to the file; the address is of no interest. */
  @Override
  public void connect(SocketAddress address, int timeout) throws IOException {
    channel.connect(UnixDomainSocketAddress.of(file));
  }

  @Override
  public InputStream getInputStream() {
    return new Input();
  }

  @Override
  public OutputStream getOutputStream() {
    return new Output();
  }

  /** A read waits for so many milliseconds; 0 for ever. */
  @Override
  public void setSoTimeout(int milliseconds) {
    timeout = milliseconds;
  }

  @Override
  public int getSoTimeout() {
    return timeout;
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Nothing to set: there are no packets. */
  @Override
  public void setTcpNoDelay(boolean on) {
    // see above
  }

  /** Nothing to set: the other side cannot vanish unnoticed. */
  @Override
  public void setKeepAlive(boolean on) {
    // see above
  }

  private int read(ByteBuffer buffer) throws IOException {
    if (timeout > 0) {
      await();
    }
    return channel.read(buffer);
  }

  /** Waits until there is something to read. A channel that blocks knows no timeout. */
  private void await() throws IOException {
    synchronized (channel.blockingLock()) {
      channel.configureBlocking(false);
      try (Selector selector = Selector.open()) {
        channel.register(selector, SelectionKey.OP_READ);
        if (selector.select(timeout) == 0 && channel.isOpen()) {
          throw new SocketTimeoutException("no answer within " + timeout + " ms");
        }
      } finally {
        block();
      }
    }
  }

  /** After its selector was closed. */
  private void block() throws IOException {
    if (channel.isOpen()) {
      channel.configureBlocking(true);
    }
  }

  /** Bytes from the server. */
  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return UnixSocket.this.read(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
      UnixSocket.this.close();
    }
  }

  /** Bytes to the server. */
  private final class Output extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }

    @Override
    public void close() throws IOException {
      UnixSocket.this.close();
    }
  }
}
