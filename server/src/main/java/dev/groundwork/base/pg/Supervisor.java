package dev.groundwork.base.pg;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the server as a child process and starts it again when it dies.
 *
 * <p>The child is started by a platform thread that lives as long as it: the kernel sends the
 * child's parent-death signal when the starting thread ends, not when the process does.
 */
final class Supervisor {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration QUIT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration HEALTHY = Duration.ofSeconds(10);
  private static final int START_ATTEMPTS = 8;

  private final EmbeddedConfig config;
  private final PgPrograms programs;
  private final PgExtensions extensions;
  private final Observer observer;
  private final ServerLog log;
  private final CompletableFuture<Void> firstStart = new CompletableFuture<>();
  private final Thread thread;
  private final Object launching = new Object();
  private volatile int port;
  private volatile boolean stopping;
  private volatile @Nullable Process process;

  Supervisor(
      EmbeddedConfig config, PgPrograms programs, PgExtensions extensions, Observer observer) {
    this.config = config;
    this.programs = programs;
    this.extensions = extensions;
    this.observer = observer;
    this.log = new ServerLog(config.logFile());
    this.thread =
        Thread.ofPlatform().daemon().name("postgres-supervisor").unstarted(this::supervise);
  }

  int port() {
    return port;
  }

  /** The socket of the server, where it has one. */
  Optional<Path> socket() {
    return config.socket(port);
  }

  long pid() {
    Process current = process;
    return current == null ? -1 : current.pid();
  }

  /** Starts the server and waits until it is ready. */
  void start() {
    port = config.port().map(Supervisor::requireFree).orElseGet(Supervisor::freePort);
    thread.start();
    try {
      firstStart.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ProblemException problem) {
        throw problem;
      }
      throw e;
    }
  }

  /** Stops the server: first cleanly, at last by force. */
  void stop() {
    Process last;
    synchronized (launching) {
      stopping = true;
      last = process;
    }
    thread.interrupt();
    if (last != null) {
      stop(last);
    }
    join(thread);
  }

  private void stop(Process last) {
    if (last.isAlive()) {
      programs.signal("INT", last.pid());
    }
    if (!ended(last, config.stopTimeout())) {
      observer.report(warning("PostgreSQL does not stop; stopping it by force"));
      programs.signal("QUIT", last.pid());
      if (!ended(last, QUIT_TIMEOUT)) {
        last.destroyForcibly();
      }
    }
  }

  private void supervise() {
    try {
      launchFirst();
      firstStart.complete(null);
    } catch (RuntimeException e) {
      firstStart.completeExceptionally(e);
      return;
    } catch (InterruptedException e) {
      firstStart.completeExceptionally(new IllegalStateException("stopped while starting", e));
      return;
    }
    try {
      watch();
    } catch (InterruptedException e) {
      // only stop() interrupts this thread
    }
  }

  /** Starts the server again whenever it ends; waits longer when it does not live long. */
  private void watch() throws InterruptedException {
    Duration pause = Duration.ZERO;
    while (!stopping) {
      long start = System.nanoTime();
      int exitCode = requireProcess().waitFor();
      if (stopping) {
        return;
      }
      observer.report(
          warning("PostgreSQL ended with exit code " + exitCode + "; starting it again"));
      boolean livedLong = System.nanoTime() - start > HEALTHY.toNanos();
      pause = livedLong ? Duration.ZERO : longer(pause);
      Thread.sleep(livedLong ? Duration.ZERO : pause);
      relaunch();
    }
  }

  private void relaunch() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (!stopping) {
      try {
        launch();
        observer.report(new Event.Lifecycle("PostgreSQL runs again"));
        return;
      } catch (ProblemException e) {
        if (!killedServerStillEnds()) {
          observer.report(warning("PostgreSQL does not start: " + e.problem().message()));
        }
        Thread.sleep(pause);
        pause = longer(pause);
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration next = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
  }

  /** The processes of a killed server notice its death one after the other. */
  private boolean killedServerStillEnds() {
    return log.mentions("is still in use");
  }

  /** Tries again what passes: a port taken by another program, processes of a killed server. */
  private void launchFirst() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        launch();
        return;
      } catch (ProblemException e) {
        boolean portLost = log.mentions("could not bind");
        if (portLost && config.port().isPresent()) {
          throw new PgStartProblem.PortTaken(port).raise();
        }
        if (!(portLost || killedServerStillEnds()) || attempt == START_ATTEMPTS) {
          throw e;
        }
        port = config.port().orElseGet(Supervisor::freePort);
        Thread.sleep(pause);
        pause = longer(pause);
      }
    }
  }

  private void launch() throws InterruptedException {
    log.forget();
    Process started;
    synchronized (launching) {
      if (stopping) {
        throw new InterruptedException();
      }
      removeSocketLock();
      started = programs.startServer(arguments());
      process = started;
    }
    Thread copier =
        Thread.ofPlatform()
            .daemon()
            .name("postgres-log")
            .start(() -> log.copy(started.getInputStream()));
    awaitReady(started, copier);
  }

  /**
   * A killed server's lock on its socket holds a number that another program may have by now. In a
   * folder that is ours alone nobody else has a socket.
   */
  private void removeSocketLock() {
    if (!config.socketFolder().equals(Optional.of(config.home()))) {
      return;
    }
    try {
      Files.deleteIfExists(Path.of(config.socket(port).orElseThrow() + ".lock"));
    } catch (IOException e) {
      throw new PgStartProblem.NotWritable(config.home(), String.valueOf(e.getMessage())).raise();
    }
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("-D", config.data().toString()));
    set(arguments, "listen_addresses", "127.0.0.1");
    set(arguments, "port", Integer.toString(port));
    set(
        arguments,
        "unix_socket_directories",
        config.socketFolder().map(Object::toString).orElse(""));
    set(arguments, "unix_socket_permissions", "0700");
    set(arguments, "extension_control_path", extensions.controlPath());
    set(arguments, "logging_collector", "off");
    set(arguments, "log_destination", "stderr");
    if (config.durability() == EmbeddedConfig.Durability.TESTS_ONLY) {
      set(arguments, "fsync", "off");
      set(arguments, "synchronous_commit", "off");
      set(arguments, "full_page_writes", "off");
    }
    config.settings().forEach((name, value) -> set(arguments, name, value));
    return arguments;
  }

  private static void set(List<String> arguments, String name, String value) {
    arguments.add("-c");
    arguments.add(name + "=" + value);
  }

  private void awaitReady(Process started, Thread copier) throws InterruptedException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!isReady(started)) {
      if (started.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        copier.join(Duration.ofSeconds(1));
        throw new PgStartProblem.ProgramFailed("PostgreSQL", log.complaint(), log.file()).raise();
      }
      if (System.nanoTime() > deadline) {
        started.destroyForcibly();
        throw new PgStartProblem.NotReady(START_TIMEOUT.toSeconds(), log.file()).raise();
      }
    }
  }

  private boolean isReady(Process started) {
    Optional<Postmaster> postmaster = Postmaster.of(config.data());
    return postmaster.filter(known -> known.ready() && known.pid() == started.pid()).isPresent();
  }

  private Process requireProcess() {
    Process current = process;
    if (current == null) {
      throw new IllegalStateException("never started");
    }
    return current;
  }

  private static int requireFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return port;
    } catch (IOException e) {
      throw new PgStartProblem.PortTaken(port).raise();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on 127.0.0.1", e);
    }
  }

  private static boolean ended(Process process, Duration timeout) {
    try {
      return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Event warning(String message) {
    return new Event.Warning(message, Optional.empty());
  }
}
