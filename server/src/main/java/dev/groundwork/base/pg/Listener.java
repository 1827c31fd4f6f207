package dev.groundwork.base.pg;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.sql.Identifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens on a channel, on a connection of its own that is opened again whenever it breaks.
 *
 * @see <a href="https://www.postgresql.org/docs/18/sql-listen.html">LISTEN</a>
 */
public final class Listener implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** After so long without a word the connection is asked for a sign of life. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final PgAddress address;
  private final String channel;
  private final Subscriber subscriber;
  private final Observer observer;
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Connection connection;

  private Listener(PgAddress address, String channel, Subscriber subscriber, Observer observer) {
    this.address = address;
    this.channel = channel;
    this.subscriber = subscriber;
    this.observer = observer;
    this.thread = Thread.ofVirtual().name("listener-" + channel).unstarted(this::listen);
  }

  /** Who wants to know. Called on the listener's thread; must not block for long. */
  public interface Subscriber {

    /**
     * Notifications arrive from now on; called after each new connection. What was sent before is
     * lost, so this is the time to look for oneself.
     */
    void listening();

    void notified(String payload);
  }

  /** Starts to listen in the background, whether or not the database can be reached now. */
  public static Listener start(
      PgAddress address, String channel, Subscriber subscriber, Observer observer) {
    Listener listener = new Listener(address, channel, subscriber, observer);
    listener.thread.start();
    return listener;
  }

  /** Stops listening; returns when no callback runs any more. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Connection current = connection;
    if (current != null) {
      close(current);
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
    Duration pause = FIRST_PAUSE;
    while (!closed) {
      try (Connection opened = address.connect()) {
        connection = opened;
        subscribe(opened);
        pause = FIRST_PAUSE;
        receive(opened);
      } catch (SQLException e) {
        warn(e);
      }
      pause = rest(pause);
    }
  }

  private void subscribe(Connection opened) throws SQLException {
    try (java.sql.Statement statement = opened.createStatement()) {
      statement.execute("listen " + Identifier.quote(channel));
    }
    subscriber.listening();
  }

  private void receive(Connection opened) throws SQLException {
    PGConnection notifier = opened.unwrap(PGConnection.class);
    while (!closed) {
      PGNotification[] notifications = notifier.getNotifications((int) SILENCE.toMillis());
      for (PGNotification notification : notifications) {
        subscriber.notified(notification.getParameter());
      }
      if (notifications.length == 0 && !opened.isValid(5)) {
        throw new SQLException("the connection does not answer");
      }
    }
  }

  private void warn(SQLException e) {
    if (!closed) {
      observer.report(
          new Event.Warning(
              "Not listening on channel " + channel + ", trying again: " + e.getMessage(),
              Optional.of(e)));
    }
  }

  /** Waits; gives the next, longer pause. */
  private Duration rest(Duration pause) {
    if (closed) {
      return pause;
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      return pause; // closed
    }
    Duration next = pause.multipliedBy(2);
    return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
  }

  private static void close(Connection current) {
    try {
      current.abort(Runnable::run);
    } catch (SQLException e) {
      // it is gone
    }
  }
}
