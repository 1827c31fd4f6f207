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

/**
 * Requests with a header about tags, against the same requests without one.
 *
 * @param name of the work
 * @param plain the requests
 * @param headers that they have in addition
 */
record TaggedContest(
    String name, Target target, int clients, Scenario plain, Map<String, String> headers)
    implements Contest {
  private static final String READ = "one row by primary key with a tag, beside without";
  private static final String UPDATE = "one row updated if it matches, beside without";

  static final List<String> NAMES = List.of(READ, UPDATE);

  static TaggedContest of(String name, Target target, int clients) {
    return name.equals(READ)
        ? new TaggedContest(READ, target, clients, Scenarios.BY_KEY, Map.of("Prefer", "etag"))
        : new TaggedContest(UPDATE, target, clients, Scenarios.UPDATE, Map.of("If-Match", "*"));
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
    return rate(plain.calls(headers), seconds);
  }

  /** The plain request, by the server as well. */
  @Override
  public double postgres(int seconds) throws IOException {
    return rate(plain.calls(Map.of()), seconds);
  }

  private double rate(List<Call> calls, int seconds) throws IOException {
    return HttpLoad.closed(target.port(), calls, clients)
        .run(Duration.ofSeconds(seconds))
        .flawless()
        .rate();
  }

  @Override
  public String remark() {
    return "in the place of PostgreSQL stands the same request without a tag";
  }

  @Override
  public void close() {}
}
