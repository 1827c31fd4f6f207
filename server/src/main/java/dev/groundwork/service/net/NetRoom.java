package dev.groundwork.service.net;

import dev.groundwork.base.http.Router;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.pg.SideWork;
import dev.groundwork.service.Room;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Empties the queue of requests of a database; any number of nodes do so together. */
public final class NetRoom implements Room {
  private static final String CHANNEL = "groundwork_net";
  private static final int AT_ONCE = 200;

  /** How long an answer may wait to be stored. */
  private static final Duration BUSY = Duration.ofMillis(20);

  /** Somebody may have put a request into the queue without a word. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final Sender sender = new Sender();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final SideWork work;

  private NetRoom(PgAddress owner, Observer observer) {
    this.work = SideWork.start("net", owner, this::work, observer);
  }

  /**
   * Begins.
   *
   * @param owner who may read and write the schema {@code net}
   */
  public static NetRoom start(PgAddress owner, Observer observer) {
    return new NetRoom(owner, observer);
  }

  /** Clients talk to it in SQL. */
  @Override
  public void mount(Router router) {}

  @Override
  public void close() {
    work.close();
    sender.close();
  }

  private void work(PlainSession session) {
    while (!NetQueries.isOurs(session)) {
      session.await(IDLE);
    }
    session.listen(CHANNEL);
    Instant forgotten = Instant.EPOCH;
    while (true) {
      if (forgotten.plus(IDLE).isBefore(Instant.now())) {
        NetQueries.forgetOld(session);
        forgotten = Instant.now();
      }
      send(session);
      store(session);
      session.await(underWay.get() > 0 || !answers.isEmpty() ? BUSY : IDLE);
    }
  }

  private void send(PlainSession session) {
    int room = AT_ONCE - underWay.get();
    if (room > 0) {
      for (QueuedRequest request : NetQueries.take(session, room)) {
        underWay.incrementAndGet();
        Thread.ofVirtual().name("net-" + request.id()).start(() -> send(request));
      }
    }
  }

  private void send(QueuedRequest request) {
    try {
      answers.add(sender.send(request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.decrementAndGet();
    }
  }

  /** An answer that cannot be stored now waits for the next session. */
  private void store(PlainSession session) {
    for (Answer answer = answers.peek(); answer != null; answer = answers.peek()) {
      NetQueries.store(session, answer);
      answers.remove();
    }
  }
}
