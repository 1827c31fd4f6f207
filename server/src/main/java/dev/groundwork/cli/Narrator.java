package dev.groundwork.cli;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import java.time.Duration;

/**
 * Tells a person what a command does: steps as lines, progress as one line that changes. Without a
 * terminal progress is a line from time to time.
 */
final class Narrator implements Observer {
  private static final Duration SELDOM = Duration.ofSeconds(10);

  private final Terminal terminal;
  private long told = System.nanoTime();

  Narrator(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public synchronized void report(Event event) {
    switch (event) {
      case Event.Lifecycle step -> terminal.aside(step.message());
      case Event.Warning warning -> terminal.aside("warning: " + warning.message());
      case Event.Progress progress -> progress(progress.message());
      default -> {
        // what servers tell of themselves
      }
    }
  }

  private void progress(String message) {
    if (terminal.rewrites()) {
      terminal.passing(message);
    } else if (System.nanoTime() - told > SELDOM.toNanos()) {
      told = System.nanoTime();
      terminal.aside(message);
    }
  }
}
