package dev.groundwork.bench.signin;

import dev.groundwork.bench.base.Columns;
import dev.groundwork.bench.base.Figures;
import dev.groundwork.bench.base.Options;
import dev.groundwork.bench.load.Call;
import dev.groundwork.bench.load.HttpLoad;
import dev.groundwork.bench.load.Tally;
import dev.groundwork.bench.subject.Machine;
import dev.groundwork.bench.subject.Project;
import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/**
 * Sign-ins, renewals and checks of tokens a second, and how long reads take while many people sign
 * in at once.
 */
public final class SignIn {
  private static final int OK = 200;
  private static final int SETTLE_SECONDS = 2;
  private static final int READERS = 2;

  /** So many more people than processors want to sign in at once. */
  private static final int STORM = 32;

  private static final String TABLE =
      """
      create table things (id bigint primary key, name text not null);
      insert into things select n, 'thing ' || n from generate_series(1, 1000) n;
      alter table things enable row level security;
      create policy anyone_reads on things for select using (true);
      grant select on things to anon, authenticated, service_role;
      """;

  /** The limits are for people who guess; here nobody does. */
  private static final String SETTINGS =
      """
      [auth.rate-limit]
      sign-in-sign-ups = 1000000
      token-refresh = 1000000
      guesses = 1000000
      """;

  private final Target target;
  private final int clients;
  private final int rounds;
  private final Duration time;
  private final List<People.Session> sessions;
  private final Columns table = new Columns(46, 12, "", "a second", "least", "most");

  private SignIn(Target target, Options options, List<People.Session> sessions) {
    this.target = target;
    this.clients = options.number("clients");
    this.rounds = options.number("rounds");
    this.time = Duration.ofSeconds(options.number("seconds"));
    this.sessions = sessions;
  }

  /** Runs with the arguments of the command. */
  public static void run(Path checkout, List<String> arguments) throws Exception {
    Options options = Options.of(arguments, "clients=8", "seconds=5", "rounds=3");
    try (Project project = Project.of(checkout, TABLE)) {
      Files.writeString(project.folder().resolve("groundwork.toml"), SETTINGS);
      try (Target target = Target.start(project);
          People people = new People(target)) {
        System.out.println(Machine.description(target) + "\n");
        List<People.Session> sessions = people.signUp(options.number("clients"));
        new SignIn(target, options, sessions).run(people);
      }
    }
  }

  /** Something that is counted in each round. */
  private interface Work {
    double rate(Duration time) throws IOException, InterruptedException;
  }

  private void run(People people) throws IOException, InterruptedException {
    Renewals renewals = new Renewals(people, sessions);
    row("sign-ins with a password (bcrypt)", load(signIns(clients), clients));
    row("renewals of a session", renewals::rate);
    row("GET /user: token, person and session", load(users(), clients));
    row("one row by key, without a token", load(List.of(read(Map.of())), clients));
    row("one row by key, tokens that were seen before", load(reads(), clients));
    storm();
  }

  private Work load(List<Call> calls, int senders) {
    return duration ->
        HttpLoad.closed(target.port(), calls, senders).run(duration).flawless().rate();
  }

  private void row(String name, Work work) throws IOException, InterruptedException {
    work.rate(Duration.ofSeconds(SETTLE_SECONDS));
    List<Double> rates = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      rates.add(work.rate(time));
    }
    table.row(
        name,
        Figures.rough(Figures.median(rates)),
        Figures.rough(Figures.least(rates)),
        Figures.rough(Figures.most(rates)));
  }

  /** What others feel of a storm of sign-ins, in turns with the same without it. */
  private void storm() throws IOException {
    System.out.println();
    Columns reading = new Columns(46, 12, "two readers by key", "a second", "p50 ms", "p99 ms");
    HttpLoad reads = HttpLoad.closed(target.port(), reads(), READERS);
    for (int round = 0; round < rounds; round++) {
      row(reading, "alone", reads.run(time).flawless());
      CompletableFuture<Tally> others = CompletableFuture.supplyAsync(this::stormed);
      row(reading, "while " + STORM + " people sign in at once", reads.run(time).flawless());
      others.join();
    }
  }

  private Tally stormed() {
    try {
      return HttpLoad.closed(target.port(), signIns(clients), STORM).run(time);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static void row(Columns table, String name, Tally tally) {
    table.row(
        name,
        Figures.rough(tally.rate()),
        Figures.decimal(tally.millis(OK, 50), 2),
        Figures.decimal(tally.millis(OK, 99), 2));
  }

  private static List<Call> signIns(int people) {
    return IntStream.range(0, people).mapToObj(SignIn::signIn).toList();
  }

  private static Call signIn(int person) {
    return Call.of(
        "POST",
        "/auth/v1/token?grant_type=password",
        Map.of("Host", "localhost", "Content-Type", "application/json"),
        People.credentials(person).getBytes(StandardCharsets.UTF_8),
        OK);
  }

  private List<Call> users() {
    return sessions.stream().map(session -> get("/auth/v1/user", bearer(session))).toList();
  }

  private List<Call> reads() {
    return sessions.stream().map(session -> read(bearer(session))).toList();
  }

  private static Call read(Map<String, String> headers) {
    return get("/rest/v1/things?id=eq.7", headers);
  }

  private static Map<String, String> bearer(People.Session session) {
    return Map.of("Authorization", "Bearer " + session.access());
  }

  private static Call get(String path, Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Host", "localhost");
    return Call.of("GET", path, all, new byte[0], OK);
  }
}
