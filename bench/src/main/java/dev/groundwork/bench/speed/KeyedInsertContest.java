package dev.groundwork.bench.speed;

import dev.groundwork.bench.load.Call;
import dev.groundwork.bench.load.HttpLoad;
import dev.groundwork.bench.subject.Scenario;
import dev.groundwork.bench.subject.Scenarios;
import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Inserts with a new {@code Idempotency-Key} each, against the same inserts without one. */
final class KeyedInsertContest implements Contest {
  static final String NAME = "the same with a key, beside without";

  /** More than a client sends in a round. */
  private static final int CALLS_OF_A_CLIENT = 8_000;

  private static final Scenario INSERT = Scenarios.INSERT;

  private final Target target;
  private final int clients;

  KeyedInsertContest(Target target, int clients) {
    this.target = target;
    this.clients = clients;
  }

  @Override
  public String name() {
    return NAME;
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
    String prefix = UUID.randomUUID().toString();
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < clients * CALLS_OF_A_CLIENT; i++) {
      calls.add(INSERT.call(Map.of("Idempotency-Key", prefix + i)));
    }
    return rate(calls, seconds);
  }

  /** The plain insert, by the server as well. */
  @Override
  public double postgres(int seconds) throws IOException {
    return rate(List.of(INSERT.call()), seconds);
  }

  private double rate(List<Call> calls, int seconds) throws IOException {
    return HttpLoad.closed(target.port(), calls, clients)
        .run(Duration.ofSeconds(seconds))
        .flawless()
        .rate();
  }

  @Override
  public String remark() {
    return "in the place of PostgreSQL stands the insert without a key; 0.71 is 1.4 times its cost";
  }

  @Override
  public void close() {}
}
