package dev.groundwork.bench.subject;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** Runs {@code pgbench -M prepared} with the statements of a scenario, again and again. */
public final class Pgbench implements AutoCloseable {
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without");
  private static final Pattern CONNECTING =
      Pattern.compile("initial connection time = ([0-9.]+) ms");
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final int DIGITS = 3;
  private static final int LONGER = 4;

  private final Target target;
  private final Map<String, String> variables;
  private final int clients;
  private final Path folder;

  /** Writes the script; the target has to run. */
  public Pgbench(Target target, Scenario scenario, int clients) throws IOException {
    this.target = target;
    this.clients = clients;
    this.folder = Files.createTempDirectory("groundwork-pgbench");
    PgbenchScript script = PgbenchScript.of(scenario, target);
    this.variables = script.variables();
    Files.writeString(script(), script.text());
  }

  /**
   * What came of a run.
   *
   * @param rate transactions a second
   * @param p50 milliseconds within which half of them were done
   * @param p99 milliseconds within which 99 of 100 were done
   */
  public record Result(double rate, double p50, double p99) {}

  /** Runs for a time; gives transactions a second. */
  public double rate(int seconds) throws IOException, InterruptedException {
    return run(seconds, List.of());
  }

  /** Runs for a time and times each transaction. */
  public Result timed(int seconds) throws IOException, InterruptedException {
    double rate = run(seconds, List.of("-l", "--log-prefix=transactions"));
    Histogram micros = latencies();
    double p50 = micros.getValueAtPercentile(50) / 1e3;
    return new Result(rate, p50, micros.getValueAtPercentile(99) / 1e3);
  }

  /**
   * On a busy machine much of the time may pass while connections are opened, and pgbench leaves
   * out that time: then it takes longer.
   */
  private double run(int seconds, List<String> options) throws IOException, InterruptedException {
    String output = "";
    for (int time = seconds; time <= seconds * LONGER * LONGER; time *= LONGER) {
      output = output(command(time, options));
      Matcher rate = RATE.matcher(output);
      Matcher connecting = CONNECTING.matcher(output);
      if (rate.find() && connecting.find() && isShort(connecting.group(1), time)) {
        return Double.parseDouble(rate.group(1));
      }
    }
    throw new IOException("pgbench: " + output);
  }

  private static boolean isShort(String millis, int seconds) {
    return Double.parseDouble(millis) < seconds * 1000.0 / LONGER;
  }

  private String output(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("pgbench: " + output);
    }
    return output;
  }

  private Path script() {
    return folder.resolve("script.sql");
  }

  private List<String> command(int seconds, List<String> more) throws IOException {
    List<String> command = new ArrayList<>(List.of("env"));
    command.add("PGPASSWORD=" + target.postgres().password());
    command.addAll(List.of("pgbench", "-n", "-M", "prepared"));
    command.addAll(more);
    command.addAll(List.of("-c", Integer.toString(clients), "-j", "1"));
    command.addAll(List.of("-T", Integer.toString(seconds)));
    variables.forEach((name, value) -> command.addAll(List.of("-D", name + "=" + value)));
    command.addAll(List.of("-f", script().toString()));
    command.addAll(List.of("-h", target.socketFolder().toString()));
    command.addAll(List.of("-p", Integer.toString(target.postgresPort())));
    command.addAll(List.of("-U", target.postgres().user(), "postgres"));
    return command;
  }

  /** Reads the log of transactions, whose third column is the time that each took. */
  private Histogram latencies() throws IOException {
    Histogram micros = new Histogram(LONGEST_MICROS, DIGITS);
    try (var logs = Files.newDirectoryStream(folder, "transactions.*")) {
      for (Path log : logs) {
        for (String line : Files.readAllLines(log)) {
          int start = line.indexOf(' ', line.indexOf(' ') + 1) + 1;
          int end = line.indexOf(' ', start);
          micros.recordValue(Long.parseLong(line, start, end, 10));
        }
        Files.delete(log);
      }
    }
    return micros;
  }

  @Override
  public void close() throws IOException {
    Folders.delete(folder);
  }
}
