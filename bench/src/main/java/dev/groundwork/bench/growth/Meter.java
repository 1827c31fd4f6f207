package dev.groundwork.bench.growth;

import dev.groundwork.bench.load.HttpLoad;
import dev.groundwork.bench.load.Tally;
import dev.groundwork.bench.subject.Pgbench;
import dev.groundwork.bench.subject.Scenario;
import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures one scenario with so many clients, the server and pgbench in turns. */
record Meter(int seconds, int rounds) {
  /** PostgreSQL takes a hundred connections, of which the server needs some, too. */
  static final int MOST_POSTGRES_CLIENTS = 64;

  private static final Duration WARM_UP = Duration.ofSeconds(2);

  Point measure(int x, Scenario scenario, Target target, int clients)
      throws IOException, InterruptedException {
    HttpLoad load = HttpLoad.closed(target.port(), scenario.calls(target.tokens()), clients);
    List<Pgbench.Result> server = new ArrayList<>();
    List<Pgbench.Result> postgres = new ArrayList<>();
    int postgresClients = Math.min(clients, MOST_POSTGRES_CLIENTS);
    try (Pgbench pgbench = new Pgbench(target, scenario, postgresClients)) {
      for (int round = 0; round < rounds; round++) {
        postgres.add(pgbench.timed(seconds));
        server.add(result(load.run(WARM_UP, Duration.ofSeconds(seconds)).flawless(), scenario));
      }
    }
    return Point.of(x, server, postgres);
  }

  private static Pgbench.Result result(Tally tally, Scenario scenario) {
    int status = scenario.status();
    return new Pgbench.Result(tally.rate(), tally.millis(status, 50), tally.millis(status, 99));
  }
}
