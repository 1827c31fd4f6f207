package dev.groundwork.cli;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program: its commands, what they share, and how it ends. */
public final class Program {
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
    return commandLine().execute(arguments);
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

  /** The commands; every one of them has {@code --help}. */
  CommandLine commandLine() {
    CommandLine line =
        new CommandLine(new RootCommand())
            .addSubcommand(new StartCommand(this))
            .addSubcommand(new RestCommand(this))
            .addSubcommand(
                new CommandLine(new KeysCommand(this)).addSubcommand(new RotateCommand(this)))
            .addSubcommand(new UsersCommand(this))
            .addSubcommand(new TokenCommand(this))
            .addSubcommand(new ConfigCommand(this))
            .addSubcommand(new VersionCommand(this));
    addHelp(line);
    line.getSubcommands().values().forEach(Program::addHelp);
    return line.setOut(terminal.out())
        .setErr(terminal.err())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler(this::wrongUsage)
        .setExecutionExceptionHandler(this::failed);
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

  private void exit(ExitCode beforeReady) {
    stopping.set(true);
    System.exit(ready.get() ? ExitCode.OK.code() : beforeReady.code());
  }

  private static void addHelp(CommandLine line) {
    line.getCommandSpec().mixinStandardHelpOptions(true).version("groundwork " + Version.NUMBER);
  }

  private int wrongUsage(ParameterException failure, String[] arguments) {
    CommandLine line = failure.getCommandLine();
    terminal.error(String.valueOf(failure.getMessage()));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, terminal.err())) {
      terminal.err().println("  hint: " + line.getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCode.USAGE.code();
  }

  /** A start that a signal cut short fails in many ways; none of them is news. */
  private int failed(Exception failure, CommandLine line, ParseResult arguments) {
    return stopping.get() ? ExitCode.OK.code() : new ErrorReport(terminal).tell(failure).code();
  }
}
