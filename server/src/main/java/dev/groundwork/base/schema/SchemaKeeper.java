package dev.groundwork.base.schema;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Holds the current {@link SchemaCache} and replaces it on request. Requests in hand keep the
 * snapshot that they took; when a load fails, the old snapshot stays and the load is tried again.
 */
public final class SchemaKeeper implements AutoCloseable {
  private final LongFunction<SchemaCache> loader;
  private final Observer observer;
  private final Pace pace;

  /** Holds one element while a load is wanted, so that a burst of requests becomes one load. */
  private final BlockingQueue<Boolean> wanted = new ArrayBlockingQueue<>(1);

  private final CountDownLatch firstLoad = new CountDownLatch(1);
  private final Thread worker = Thread.ofVirtual().name("schema-keeper").unstarted(this::work);
  private volatile @Nullable SchemaCache current;
  private volatile boolean closed;

  public SchemaKeeper(SchemaLoader loader, Observer observer) {
    this(loader::load, observer, Pace.DEFAULT);
  }

  SchemaKeeper(LongFunction<SchemaCache> loader, Observer observer, Pace pace) {
    this.loader = loader;
    this.observer = observer;
    this.pace = pace;
  }

  /**
   * How long the keeper waits.
   *
   * @param gathering after a request, for others that come with it: a migration changes many things
   * @param firstRetry after a failed load; doubled for each further one
   * @param lastRetry longest wait between two tries
   */
  record Pace(Duration gathering, Duration firstRetry, Duration lastRetry) {
    static final Pace DEFAULT =
        new Pace(Duration.ofMillis(30), Duration.ofMillis(250), Duration.ofSeconds(30));
  }

  /** Starts loading in the background. Called once. */
  public void start() {
    wanted.add(true);
    worker.start();
  }

  /** Asks for a load that begins after this call; returns at once. */
  public void reload() {
    var _ = wanted.offer(true);
  }

  /** Waits for the first snapshot; false when there is none in time. */
  public boolean awaitFirst(Duration patience) throws InterruptedException {
    return firstLoad.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * The current snapshot.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link SchemaProblem.NotLoaded} while
   *     there is none yet
   */
  public SchemaCache current() {
    SchemaCache snapshot = current;
    if (snapshot == null) {
      throw new SchemaProblem.NotLoaded().raise();
    }
    return snapshot;
  }

  /** The current snapshot; empty while there is none yet. */
  public Optional<SchemaCache> loaded() {
    return Optional.ofNullable(current);
  }

  /** Stops loading; the snapshot stays. */
  @Override
  public void close() {
    closed = true;
    worker.interrupt();
  }

  private void work() {
    try {
      while (!closed) {
        wanted.take();
        if (current != null) {
          Thread.sleep(pace.gathering());
          wanted.clear();
        }
        loadUntilDone();
      }
    } catch (InterruptedException _) {
      // closed: nothing is left to do
    }
  }

  private void loadUntilDone() throws InterruptedException {
    Duration wait = pace.firstRetry();
    while (!closed && !load()) {
      // another request may mean that the cause is mended
      var _ = wanted.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
      Duration doubled = wait.multipliedBy(2);
      wait = doubled.compareTo(pace.lastRetry()) < 0 ? doubled : pace.lastRetry();
    }
  }

  private boolean load() {
    long start = System.nanoTime();
    try {
      SchemaCache old = current;
      SchemaCache loaded = loader.apply(old == null ? 1 : old.version() + 1);
      current = loaded;
      firstLoad.countDown();
      observer.report(loadedEvent(loaded, Duration.ofNanos(System.nanoTime() - start)));
      return true;
    } catch (RuntimeException e) {
      if (!closed) {
        observer.report(new Event.SchemaLoadFailed(e));
      }
      return false;
    }
  }

  private static Event loadedEvent(SchemaCache cache, Duration took) {
    return new Event.SchemaLoaded(
        cache.version(),
        cache.relations().size(),
        cache.relationships().values().stream().mapToInt(List::size).sum(),
        cache.routines().values().stream().mapToInt(List::size).sum(),
        took);
  }
}
