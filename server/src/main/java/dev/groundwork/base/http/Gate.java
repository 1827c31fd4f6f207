package dev.groundwork.base.http;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import dev.groundwork.base.observe.LimitState;
import java.util.concurrent.TimeUnit;

/**
 * Stands before a room so that it is never given more than it can do: lets in as many requests at a
 * time as a limit says, which learns from how long they take. Others wait for their turn, and those
 * whose turn would be too far away are refused before anything is done for them.
 *
 * @see <a href="https://github.com/Netflix/concurrency-limits">The library that learns the
 *     limit</a>
 */
public final class Gate implements AutoCloseable {
  private static final int TIMED_OUT = 504;

  private final Limit limit;
  private final Turns turns;

  public Gate(GateConfig config) {
    this.limit = learning(config);
    this.turns = new Turns(limit::getLimit, config.maxWait());
  }

  /**
   * Compares how long requests take now with how long they have taken for a minute, and lets in
   * fewer when that has become much longer.
   */
  private static Limit learning(GateConfig config) {
    Limit gradient =
        Gradient2Limit.newBuilder()
            .minLimit(config.min())
            .initialLimit(config.initial())
            .maxConcurrency(config.max())
            .build();
    return WindowedLimit.newBuilder().minWindowTime(100, TimeUnit.MILLISECONDS).build(gradient);
  }

  /** The handler behind the gate. */
  public Handler before(Handler handler) {
    return (request, notes) -> pass(handler, request, notes);
  }

  private Reply pass(Handler handler, RawRequest request, Notes notes) {
    if (!turns.take()) {
      notes.refused();
      throw new HttpProblem.Busy().raise();
    }
    int together = turns.taken();
    long start = System.nanoTime();
    int status = 0;
    try {
      Reply reply = handler.handle(request, notes);
      status = reply.status();
      return reply;
    } finally {
      turns.giveBack();
      learn(start, together, status);
    }
  }

  /**
   * Refusals and errors say little about how long the work takes; a timeout says that it is too
   * much.
   */
  private void learn(long start, int together, int status) {
    if (status == TIMED_OUT || (status > 0 && status < 400)) {
      long took = Math.max(1, System.nanoTime() - start);
      limit.onSample(start, took, together, status == TIMED_OUT);
    }
  }

  /** The gate at this moment. */
  public LimitState state() {
    return new LimitState(limit.getLimit(), turns.taken(), turns.waiting(), turns.refused());
  }

  /** Refuses those who wait; nobody waits from now on. */
  @Override
  public void close() {
    turns.close();
  }
}
