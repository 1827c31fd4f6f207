package dev.groundwork.bench.steady;

import dev.groundwork.bench.base.Columns;
import dev.groundwork.bench.base.Figures;
import dev.groundwork.bench.base.Options;
import dev.groundwork.bench.load.Call;
import dev.groundwork.bench.load.IdleConnections;
import dev.groundwork.bench.load.OneClient;
import dev.groundwork.bench.subject.Machine;
import dev.groundwork.bench.subject.ProcessFigures;
import dev.groundwork.bench.subject.Project;
import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long it takes from the command to the first answer for a project that was started before, and
 * how much memory the server's process needs at rest and with many connections that are idle.
 */
public final class Footprint {
  private static final Call FIRST = Call.read("/rest/v1/openings?limit=1");
  private static final int POLL_MILLIS = 3;
  private static final int REST_SECONDS = 5;

  private final Project project;
  private final int rounds;
  private final int connections;

  private Footprint(Project project, Options options) {
    this.project = project;
    this.rounds = options.number("rounds");
    this.connections = options.number("connections");
  }

  /** Runs with the arguments of the command. */
  public static void run(Path checkout, List<String> arguments) throws Exception {
    Options options = Options.of(arguments, "rounds=5", "connections=10000");
    try (Project project = Project.example(checkout)) {
      new Footprint(project, options).run();
    }
  }

  private void run() throws Exception {
    try (Target first = Target.start(project)) {
      System.out.println(Machine.description(first));
      answer(first);
    }
    starts();
    try (Target target = Target.start(project)) {
      answer(target);
      memory(target);
    }
  }

  private static void answer(Target target) throws IOException {
    try (OneClient client = new OneClient(target.port())) {
      OneClient.Answered answered = client.call(FIRST);
      if (answered.status() != FIRST.status()) {
        throw new IOException(answered.head());
      }
    }
  }

  private void starts() throws IOException, InterruptedException {
    List<Double> millis = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      try (Target target = Target.launch(project)) {
        if (!target.answers(target.port(), FIRST, POLL_MILLIS)) {
          throw new IOException("no answer");
        }
        millis.add((System.nanoTime() - start) / 1e6);
      }
    }
    System.out.printf(
        "%nFrom the command to the first answer: %s ms (%s..%s in %d rounds)%n%n",
        Figures.whole(Figures.median(millis)),
        Figures.whole(Figures.least(millis)),
        Figures.whole(Figures.most(millis)),
        rounds);
  }

  private void memory(Target target) throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(REST_SECONDS);
    Columns table =
        new Columns(
            34, 14, "MB", "resident", "proportional", "of its own", "PostgreSQL", "open files");
    row(table, "after the first answer", target);
    try (IdleConnections idle = new IdleConnections(target.port(), FIRST, connections)) {
      TimeUnit.SECONDS.sleep(REST_SECONDS);
      int open = idle.open();
      row(table, "with " + Figures.whole(open) + " idle connections", target);
      if (open < connections) {
        System.out.println(
            "  (of " + Figures.whole(connections) + "; the server lets others wait)");
      }
    }
    TimeUnit.SECONDS.sleep(REST_SECONDS);
    row(table, "after them", target);
  }

  private static void row(Columns table, String name, Target target) throws IOException {
    ProcessFigures server = new ProcessFigures(target.pid());
    OptionalLong files = server.openFiles();
    table.row(
        name,
        megabytes(server.resident().orElse(-1)),
        megabytes(server.proportional().orElse(-1)),
        megabytes(server.own().orElse(-1)),
        megabytes(postgres(target)),
        files.isPresent() ? Long.toString(files.getAsLong()) : "?");
  }

  /** Kilobytes of all processes of the database, what they share counted once. */
  private static long postgres(Target target) throws IOException {
    ProcessHandle first = ProcessHandle.of(target.postgresPid()).orElseThrow();
    return Stream.concat(Stream.of(first), first.children())
        .mapToLong(each -> new ProcessFigures(each.pid()).proportional().orElse(-1))
        .sum();
  }

  private static String megabytes(long kilobytes) {
    return kilobytes < 0 ? "?" : Figures.whole(kilobytes / 1024.0);
  }
}
