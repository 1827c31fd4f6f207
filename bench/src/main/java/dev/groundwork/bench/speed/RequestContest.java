package dev.groundwork.bench.speed;

import dev.groundwork.bench.load.Call;
import dev.groundwork.bench.load.HttpLoad;
import dev.groundwork.bench.load.OneClient;
import dev.groundwork.bench.subject.Pgbench;
import dev.groundwork.bench.subject.Scenario;
import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.time.Duration;

/** Small requests of many clients, against pgbench with the same statements. */
final class RequestContest implements Contest {
  /** Bytes of an empty array. */
  private static final int EMPTY = 2;

  private final Scenario scenario;
  private final HttpLoad load;
  private final Pgbench pgbench;

  RequestContest(Scenario scenario, Target target, int clients) throws IOException {
    this.scenario = scenario;
    load = HttpLoad.closed(target.port(), scenario.calls(target.tokens()), clients);
    pgbench = new Pgbench(target, scenario, clients);
  }

  @Override
  public String name() {
    return scenario.name();
  }

  @Override
  public String unit() {
    return "requests/s";
  }

  /** Once a call is seen to give something. */
  @Override
  public boolean isServed() throws IOException {
    Call call = load.calls().getLast();
    try (OneClient client = new OneClient(load.port())) {
      OneClient.Answered answered = client.call(call);
      if (answered.status() != call.status() || answered.body() <= EMPTY) {
        throw new IOException(name() + " gives no row: " + answered.head());
      }
      return true;
    }
  }

  @Override
  public void warmUp(int seconds) throws IOException {
    server(seconds);
  }

  @Override
  public double server(int seconds) throws IOException {
    return load.run(Duration.ofSeconds(seconds)).flawless().rate();
  }

  @Override
  public double postgres(int seconds) throws IOException, InterruptedException {
    return pgbench.rate(seconds);
  }

  @Override
  public String remark() {
    return "";
  }

  @Override
  public void close() throws IOException {
    pgbench.close();
  }
}
