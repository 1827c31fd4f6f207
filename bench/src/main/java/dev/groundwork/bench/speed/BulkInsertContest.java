package dev.groundwork.bench.speed;

import dev.groundwork.bench.load.Call;
import dev.groundwork.bench.load.OneClient;
import dev.groundwork.bench.subject.Copy;
import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many rows in one request of one client, against {@code COPY FROM} of the same rows. */
final class BulkInsertContest implements Contest {
  private static final String JSON = "JSON";
  private static final String CSV = "CSV";
  static final List<String> FORMATS = List.of(JSON, CSV);

  private static final int ROWS = 10_000;
  private static final String COLUMNS = "account_id,name,amount,happened_at";
  private static final String COPY =
      "copy measurements (" + COLUMNS + ") from stdin (format csv, header)";

  private final String name;
  private final Call call;
  private final Target target;
  private final byte[] csv;
  private final Copy copy;

  private BulkInsertContest(String name, String type, byte[] body, byte[] csv, Target target)
      throws IOException, SQLException {
    Map<String, String> headers =
        Map.of("Host", "localhost", "Content-Type", type, "Prefer", "return=minimal");
    this.name = name;
    this.call = Call.of("POST", "/rest/v1/measurements", headers, body, 201);
    this.csv = csv;
    this.target = target;
    this.copy = new Copy(target);
  }

  /** From a body in a format. */
  static Contest of(String format, Target target) throws IOException, SQLException {
    byte[] csv = csv();
    return switch (format) {
      case JSON -> new BulkInsertContest(name(format), "application/json", json(), csv, target);
      case CSV -> new BulkInsertContest(name(format), "text/csv", csv, csv, target);
      default -> throw new IllegalArgumentException(format);
    };
  }

  static String name(String format) {
    return "10,000 rows inserted from one body, " + format;
  }

  private static byte[] json() {
    return IntStream.range(0, ROWS)
        .mapToObj(BulkInsertContest::object)
        .collect(Collectors.joining(",", "[", "]"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String object(int n) {
    String amount = "\"amount\":" + n + ".25";
    String time = "\"happened_at\":\"2026-01-01T12:00:00Z\"";
    return "{\"account_id\":"
        + n
        + ",\"name\":\"Row number "
        + n
        + "\","
        + amount
        + ","
        + time
        + "}";
  }

  private static byte[] csv() {
    return IntStream.range(0, ROWS)
        .mapToObj(n -> n + ",Row number " + n + "," + n + ".25,2026-01-01T12:00:00Z\n")
        .collect(Collectors.joining("", COLUMNS + "\n", ""))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String unit() {
    return "rows/s";
  }

  @Override
  public boolean isServed() {
    return true;
  }

  @Override
  public void warmUp(int seconds) throws IOException, SQLException {
    server(seconds);
  }

  @Override
  public double server(int seconds) throws IOException, SQLException {
    copy.execute("truncate measurements");
    try (OneClient client = new OneClient(target.port())) {
      return rowsPerSecond(seconds, () -> insert(client));
    }
  }

  private void insert(OneClient client) throws IOException {
    OneClient.Answered answered = client.call(call);
    if (answered.status() != call.status()) {
      throw new IOException(answered.head());
    }
  }

  @Override
  public double postgres(int seconds) throws IOException, SQLException {
    copy.execute("truncate measurements");
    return rowsPerSecond(seconds, () -> copy.in(COPY, csv));
  }

  /** Inserts the rows once. */
  private interface Insertion {
    void run() throws IOException, SQLException;
  }

  private static double rowsPerSecond(int seconds, Insertion insertion)
      throws IOException, SQLException {
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    long rows = 0;
    while (System.nanoTime() < end) {
      insertion.run();
      rows += ROWS;
    }
    return rows / ((System.nanoTime() - start) / 1e9);
  }

  @Override
  public String remark() {
    return "";
  }

  @Override
  public void close() throws SQLException {
    copy.execute("truncate measurements");
    copy.close();
  }
}
