package dev.groundwork.base.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

/**
 * Writes to a connection in pieces, so that it is seen whether the client takes them: one write of
 * a large answer tells nothing until its end.
 */
final class WireWriter implements DataWriter {
  /** What a client must take in the time allowed for a piece. */
  private static final int PIECE = 64 * 1024;

  private final DataWriter socket;
  private volatile boolean writing;
  private volatile long progress = System.nanoTime();

  WireWriter(DataWriter socket) {
    this.socket = socket;
  }

  /** How long the client has not taken anything that is offered to it, in nanoseconds. */
  long stalled() {
    return writing ? System.nanoTime() - progress : 0;
  }

  @Override
  public void write(BufferData... buffers) {
    writeNow(BufferData.create(buffers));
  }

  @Override
  public void write(BufferData buffer) {
    writeNow(buffer);
  }

  @Override
  public void writeNow(BufferData... buffers) {
    write(buffers);
  }

  @Override
  public void writeNow(BufferData buffer) {
    begin();
    try {
      if (buffer.available() > PIECE) {
        pieces(buffer);
      } else {
        socket.writeNow(buffer);
      }
    } finally {
      writing = false;
    }
  }

  private void begin() {
    progress = System.nanoTime();
    writing = true;
  }

  private void pieces(BufferData buffer) {
    byte[] piece = new byte[PIECE];
    while (buffer.available() > 0) {
      int length = buffer.read(piece, 0, Math.min(PIECE, buffer.available()));
      socket.writeNow(BufferData.create(piece, 0, length));
      progress = System.nanoTime();
    }
  }

  @Override
  public void flush() {
    socket.flush();
  }

  @Override
  public void close() {
    socket.close();
  }
}
