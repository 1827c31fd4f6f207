package dev.groundwork.bench.signin;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sessions that are renewed again and again, each with the token that the last renewal gave. */
final class Renewals {
  private final People people;
  private final List<People.Session> sessions;

  Renewals(People people, List<People.Session> sessions) {
    this.people = people;
    this.sessions = new ArrayList<>(sessions);
  }

  /** Renewals a second, all sessions at once. */
  double rate(Duration time) throws IOException, InterruptedException {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    long count = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Long>> chains = new ArrayList<>();
      for (int i = 0; i < sessions.size(); i++) {
        int session = i;
        chains.add(() -> chain(session, end));
      }
      for (Future<Long> chain : threads.invokeAll(chains)) {
        count += chain.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a renewal failed", e.getCause());
    }
    return count / ((System.nanoTime() - start) / 1e9);
  }

  private long chain(int session, long end) throws IOException, InterruptedException {
    long count = 0;
    while (System.nanoTime() < end) {
      sessions.set(session, people.renewed(sessions.get(session)));
      count++;
    }
    return count;
  }
}
