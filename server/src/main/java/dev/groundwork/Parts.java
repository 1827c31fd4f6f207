package dev.groundwork;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * What was opened, to be closed in the opposite order. Closing waits for an opening that is under
 * way on another thread, and ends all further ones.
 */
final class Parts implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean closed;

  /**
   * Opens a part.
   *
   * @throws CancellationException when the parts are closed already
   */
  synchronized <T extends AutoCloseable> T open(Supplier<T> opening) {
    if (closed) {
      throw new CancellationException("closed while opening");
    }
    T part = opening.get();
    open.push(part);
    return part;
  }

  /** Closes every part, also after one of them failed to close. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        // the others must be closed too; a part that fails to stop reports it by itself
      }
    }
  }
}
