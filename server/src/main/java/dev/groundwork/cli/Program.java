package dev.groundwork.cli;

import dev.groundwork.base.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The program: its commands, what they share, and how it ends. */
public final class Program {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Backend backend;
  private final SettingsSource settings;
  private final Terminal terminal;
  private final AtomicBoolean ready = new AtomicBoolean();
  private final AtomicBoolean stopping = new AtomicBoolean();

  public Program(Backend backend, Map<String, String> environment, Terminal terminal) {
    this.backend = backend;
    this.settings = new SettingsSource(environment);
    this.terminal = terminal;
  }

  /** Runs one command and gives the exit code. */
  public int run(String... arguments) {
    try {
      return run(ArgumentParser.parse(root(), List.of(arguments)));
    } catch (UsageException e) {
      return wrongUsage(e);
    } catch (RuntimeException e) {
      return failed(e);
    }
  }

  private int run(Arguments given) {
    if (given.has(Option.HELP)) {
      terminal.block(new HelpText(terminal, given.command(), given.path()).text());
      return ExitCode.OK.code();
    }
    if (given.has(Option.VERSION)) {
      terminal.line("groundwork " + Version.NUMBER);
      return ExitCode.OK.code();
    }
    return given.command().run(given);
  }

  Backend backend() {
    return backend;
  }

  SettingsSource settings() {
    return settings;
  }

  Terminal terminal() {
    return terminal;
  }

  /** The commands; every one of them has {@code --help} and {@code --version}. */
  Command root() {
    return new RootCommand(
        List.of(
            new StartCommand(this),
            new RestCommand(this),
            new KeysCommand(this),
            UsersCommand.of(this),
            MigrateCommand.of(this),
            SchemaCommand.of(this),
            TypesCommand.of(this),
            new TokenCommand(this),
            new ConfigCommand(this),
            new VersionCommand(this)));
  }

  /**
   * Serves until a signal ends the process; whatever ends it, everything that was opened is closed.
   *
   * @param opening starts the server
   * @param welcome tells people about it
   */
  int serve(Supplier<Running> opening, Consumer<Running> welcome) {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(backend::close));
    Signals.on("TERM", () -> exit(ExitCode.TERMINATED));
    Signals.on("INT", () -> exit(ExitCode.INTERRUPTED));
    Signals.on("HUP", () -> exit(ExitCode.INTERRUPTED));
    try {
      Running running = opening.get();
      ready.set(true);
      Signals.on("USR1", running::reloadSchema);
      Signals.on("USR2", running::reloadSettings);
      welcome.accept(running);
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      backend.close();
    }
    return ExitCode.OK.code();
  }

  /**
   * Runs a command that a signal may cut short: what runs in the database is ended and undone then,
   * and everything that was opened is closed.
   */
  int interruptible(IntSupplier command) {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(backend::close));
    AtomicInteger signal = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(1);
    Signals.on("TERM", () -> interrupt(signal, ExitCode.TERMINATED, ended));
    Signals.on("INT", () -> interrupt(signal, ExitCode.INTERRUPTED, ended));
    Signals.on("HUP", () -> interrupt(signal, ExitCode.INTERRUPTED, ended));
    try {
      return command.getAsInt();
    } catch (RuntimeException e) {
      if (signal.get() == 0) {
        throw e;
      }
      if (e instanceof ProblemException) {
        new ErrorReport(terminal).tell(e);
      }
      return signal.get();
    } finally {
      backend.close();
      ended.countDown();
    }
  }

  private void interrupt(AtomicInteger signal, ExitCode code, CountDownLatch ended) {
    signal.set(code.code());
    backend.close();
    try {
      if (!ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        System.exit(code.code());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void exit(ExitCode beforeReady) {
    stopping.set(true);
    System.exit(ready.get() ? ExitCode.OK.code() : beforeReady.code());
  }

  private int wrongUsage(UsageException failure) {
    terminal.error(String.valueOf(failure.getMessage()));
    terminal.err().println("  hint: " + failure.hint());
    return ExitCode.USAGE.code();
  }

  /** A start that a signal cut short fails in many ways; none of them is news. */
  private int failed(RuntimeException failure) {
    return stopping.get() ? ExitCode.OK.code() : new ErrorReport(terminal).tell(failure).code();
  }
}
