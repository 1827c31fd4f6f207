package dev.groundwork.bench.speed;

import dev.groundwork.bench.load.Call;
import dev.groundwork.bench.load.HttpLoad;
import dev.groundwork.bench.subject.Scenario;
import dev.groundwork.bench.subject.Scenarios;
import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Requests that ask for more than PostgREST has, against the same requests without that, both by
 * the server.
 *
 * @param name of the work
 * @param more the requests that ask for more, made anew for each round
 * @param plain the same without
 */
record BesideContest(
    String name,
    Target target,
    int clients,
    Supplier<List<Call>> more,
    List<Call> plain,
    String remark)
    implements Contest {
  /** More than a client sends in a round. */
  private static final int CALLS_OF_A_CLIENT = 8_000;

  private static final Map<String, String> BATCH =
      Map.of("Content-Type", "application/vnd.groundwork.batch+json");

  /** What keys, nested rows, tags, batches and cursors cost. */
  static List<BesideContest> all(Target target, int clients) {
    return List.of(
        new BesideContest(
            "the same with a key, beside without",
            target,
            clients,
            () -> keyed(clients),
            List.of(Scenarios.INSERT.call()),
            "in the place of PostgreSQL stands the insert without a key; 0.71 is 1.4 times its"
                + " cost"),
        new BesideContest(
            "one row with three rows in it, beside one row",
            target,
            clients,
            () -> List.of(Scenarios.NESTED.call(Map.of("Nested", "remarks"))),
            List.of(Scenarios.INSERT.call()),
            "in the place of PostgreSQL stands the insert of the one row alone; four requests would"
                + " be 0.25"),
        tagged(
            "one row by primary key with a tag, beside without",
            target,
            clients,
            Scenarios.BY_KEY,
            Map.of("Prefer", "etag")),
        tagged(
            "one row updated if it matches, beside without",
            target,
            clients,
            Scenarios.UPDATE,
            Map.of("If-Match", "*")),
        batched(target, clients, Scenarios.BATCH_OF_ONE),
        batched(target, clients, Scenarios.BATCH_OF_FOUR),
        patched(target, clients, Scenarios.MERGED_JSON, "application/merge-patch+json"),
        patched(target, clients, Scenarios.PATCHED_JSON, "application/json-patch+json"),
        new BesideContest(
            "25 rows after 9,000 by cursor, beside offset",
            target,
            clients,
            () -> List.of(DeepPage.byCursor(target.port())),
            List.of(DeepPage.byOffset()),
            "in the place of PostgreSQL stands the same page by offset"));
  }

  private static BesideContest patched(Target target, int clients, Scenario patch, String type) {
    return new BesideContest(
        patch.name() + ", beside replacing it",
        target,
        clients,
        () -> patch.calls(Map.of("Content-Type", type)),
        Scenarios.WHOLE_JSON.calls(Map.of()),
        "in the place of PostgreSQL stands the same change of the whole value");
  }

  private static BesideContest batched(Target target, int clients, Scenario batch) {
    return new BesideContest(
        batch.name() + ", beside one insert",
        target,
        clients,
        () -> batch.calls(BATCH),
        List.of(Scenarios.INSERT.call()),
        "batches beside single inserts, both counted as they are sent");
  }

  /** Inserts with a new {@code Idempotency-Key} each. */
  private static List<Call> keyed(int clients) {
    String prefix = UUID.randomUUID().toString();
    return IntStream.range(0, clients * CALLS_OF_A_CLIENT)
        .mapToObj(i -> Scenarios.INSERT.call(Map.of("Idempotency-Key", prefix + i)))
        .toList();
  }

  private static BesideContest tagged(
      String name, Target target, int clients, Scenario plain, Map<String, String> headers) {
    return new BesideContest(
        name,
        target,
        clients,
        () -> plain.calls(headers),
        plain.calls(Map.of()),
        "in the place of PostgreSQL stands the same request without a tag");
  }

  @Override
  public String unit() {
    return "requests/s";
  }

  @Override
  public boolean isServed() {
    return true;
  }

  @Override
  public void warmUp(int seconds) throws IOException {
    server(seconds);
    postgres(seconds);
  }

  @Override
  public double server(int seconds) throws IOException {
    return rate(more.get(), seconds);
  }

  @Override
  public double postgres(int seconds) throws IOException {
    return rate(plain, seconds);
  }

  private double rate(List<Call> calls, int seconds) throws IOException {
    return HttpLoad.closed(target.port(), calls, clients)
        .run(Duration.ofSeconds(seconds))
        .flawless()
        .rate();
  }

  @Override
  public void close() {}
}
