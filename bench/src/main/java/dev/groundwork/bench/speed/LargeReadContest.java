package dev.groundwork.bench.speed;

import dev.groundwork.bench.base.Figures;
import dev.groundwork.bench.load.Call;
import dev.groundwork.bench.load.OneClient;
import dev.groundwork.bench.subject.Copy;
import dev.groundwork.bench.subject.GarbageLog;
import dev.groundwork.bench.subject.MemoryPeak;
import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * A whole table in one answer to one client, against {@code COPY TO} of the same rows in the same
 * format; and the most memory that the server and the database need for it.
 */
final class LargeReadContest implements Contest {
  /** Answers may differ from what COPY gives in commas and line breaks only. */
  private static final double SAME_SIZE = 0.9;

  private final Format format;
  private final int rows;
  private final Target target;
  private final Copy copy;
  private final int garbageMark;
  private long copied;
  private double megabytesPerSecond;
  private double server;
  private double backend;

  /** A format, and how PostgreSQL writes it by itself. */
  private record Format(String name, String mediaType, String copy) {
    static final String JSON = "copy (select row_to_json(e) from events e) to stdout";

    static final List<Format> ALL =
        List.of(
            new Format("JSON", "application/json", JSON),
            new Format("CSV", "text/csv", "copy events to stdout (format csv, header)"),
            new Format("newline-delimited JSON", "application/x-ndjson", JSON));
  }

  private LargeReadContest(Format format, int rows, Target target)
      throws IOException, SQLException {
    this.format = format;
    this.rows = rows;
    this.target = target;
    this.copy = new Copy(target);
    this.garbageMark = target.garbage().lines();
  }

  /** Fills the table. */
  static void prepare(int rows, Target target) throws IOException, SQLException {
    try (Copy connection = new Copy(target)) {
      connection.execute(
          "insert into events select n, n % 1000, (array['created', 'changed', 'closed'])[1 + n %"
              + " 3], n / 100.0, case when n % 4 > 0 then 'What is to be said about event ' || n"
              + " end, timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second' from"
              + " generate_series(1, "
              + rows
              + ") n");
      connection.execute("vacuum analyze events");
    }
  }

  static Contest of(int format, int rows, Target target) throws IOException, SQLException {
    return new LargeReadContest(Format.ALL.get(format), rows, target);
  }

  static List<String> names(int rows) {
    return Format.ALL.stream().map(format -> name(format, rows)).toList();
  }

  private static String name(Format format, int rows) {
    return Figures.whole(rows) + " rows read as " + format.name();
  }

  @Override
  public String name() {
    return name(format, rows);
  }

  @Override
  public String unit() {
    return "rows/s";
  }

  private Call call(String query) {
    Map<String, String> headers = Map.of("Host", "localhost", "Accept", format.mediaType());
    return Call.of("GET", "/rest/v1/events" + query, headers, new byte[0], 200);
  }

  @Override
  public boolean isServed() throws IOException {
    try (OneClient client = new OneClient(target.port())) {
      return client.call(call("?limit=1")).status() != 406;
    }
  }

  @Override
  public void warmUp(int seconds) throws IOException, SQLException {
    copied = copy.out(format.copy());
    read();
  }

  @Override
  public double server(int seconds) throws IOException {
    try (MemoryPeak peak = new MemoryPeak(target)) {
      double rate = read();
      server = Math.max(server, peak.server());
      backend = Math.max(backend, peak.backend());
      return rate;
    }
  }

  private double read() throws IOException {
    try (OneClient client = new OneClient(target.port())) {
      OneClient.Answered answered = client.call(call(""));
      if (answered.status() != 200 || answered.body() < copied * SAME_SIZE) {
        throw new IOException(answered.body() + " bytes of " + copied + ": " + answered.head());
      }
      double seconds = answered.nanos() / 1e9;
      megabytesPerSecond = answered.body() / 1e6 / seconds;
      return rows / seconds;
    }
  }

  @Override
  public double postgres(int seconds) throws IOException, SQLException {
    long start = System.nanoTime();
    copy.out(format.copy());
    return rows / ((System.nanoTime() - start) / 1e9);
  }

  @Override
  public String remark() throws IOException {
    return Figures.decimal(megabytesPerSecond, 0)
        + " MB/s; most memory in MB: server "
        + Figures.decimal(server, 0)
        + " resident, "
        + heap(target.garbage().since(garbageMark))
        + ", PostgreSQL's largest process "
        + Figures.decimal(backend, 0)
        + " of its own";
  }

  private static String heap(GarbageLog.Heap heap) {
    return heap.before().isPresent() && heap.after().isPresent()
        ? "heap "
            + heap.before().getAsInt()
            + " ("
            + heap.after().getAsInt()
            + " after collections)"
        : "heap never collected";
  }

  @Override
  public void close() throws SQLException {
    copy.close();
  }
}
