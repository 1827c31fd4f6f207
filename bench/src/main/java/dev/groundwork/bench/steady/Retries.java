package dev.groundwork.bench.steady;

import dev.groundwork.bench.base.Options;
import dev.groundwork.bench.subject.Project;
import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Server and PostgreSQL are killed at random moments while clients write with {@code
 * Idempotency-Key} and try again until they are answered. In the end each key must have one effect,
 * and the answer to it must be the one that the client got.
 */
public final class Retries implements AutoCloseable {
  private static final String MIGRATION =
      """
      create table effects (id bigint generated always as identity primary key, key text);
      grant select, insert on effects to anon;
      """;

  private static final int LEAST_PAUSE = 50;
  private static final int MOST_PAUSE = 1_000;

  /** One round in so many kills the server, which takes longest to come back. */
  private static final int SERVER = 5;

  private final Project project;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final AtomicLong tries = new AtomicLong();
  private volatile Target target;
  private volatile boolean over;

  private Retries(Project project) throws IOException, InterruptedException {
    this.project = project;
    this.target = Target.start(project);
  }

  /** Runs with the arguments of the command; false when a key has not one effect and one answer. */
  public static boolean run(Path checkout, List<String> arguments) throws Exception {
    Options options = Options.of(arguments, "rounds=500", "clients=8");
    try (Project project = Project.of(checkout, MIGRATION);
        Retries retries = new Retries(project)) {
      retries.endure(options.number("rounds"), options.number("clients"));
      return retries.isAsItShouldBe();
    }
  }

  private void endure(int rounds, int clients) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        writers.add(threads.submit(this::writeUntilOver));
      }
      try {
        for (int round = 1; round <= rounds; round++) {
          Thread.sleep(ThreadLocalRandom.current().nextInt(LEAST_PAUSE, MOST_PAUSE));
          kill();
          write();
          if (round % 10 == 0) {
            System.out.printf("round %d: %d keys, %d tries%n", round, answers.size(), tries.get());
          }
        }
      } finally {
        over = true;
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
  }

  private void kill() throws IOException, InterruptedException {
    if (ThreadLocalRandom.current().nextInt(SERVER) == 0) {
      ProcessHandle.of(target.pid()).ifPresent(ProcessHandle::destroyForcibly);
      target.close();
      target = Target.start(project);
      return;
    }
    ProcessHandle.of(postmaster())
        .filter(this::isOurs)
        .ifPresent(first -> {
          boolean child = ThreadLocalRandom.current().nextBoolean();
          ProcessHandle victim = child ? first.children().findAny().orElse(first) : first;
          victim.destroyForcibly();
        });
  }

  /** The number of a PostgreSQL that is gone may be that of any other process by now. */
  private boolean isOurs(ProcessHandle process) {
    String folder = project.folder().toString();
    return process.info().commandLine().filter(of -> of.contains(folder)).isPresent();
  }

  /** While PostgreSQL comes back, its number is that of one that is gone, or is not there. */
  private long postmaster() {
    try {
      return target.postgresPid();
    } catch (IOException | RuntimeException onItsWay) {
      return Long.MAX_VALUE;
    }
  }

  private Void writeUntilOver() throws Exception {
    while (!over) {
      write();
    }
    return null;
  }

  private void write() throws Exception {
    String key = UUID.randomUUID().toString();
    long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (System.nanoTime() < end) {
      try {
        tries.incrementAndGet();
        HttpResponse<String> answer = send(key, ThreadLocalRandom.current().nextInt(20, 4_000));
        if (answer.statusCode() == 201) {
          answers.put(key, answer.body());
          return;
        }
      } catch (IOException away) {
        // nobody knows what became of it; that is what the key is for
      }
      Thread.sleep(10);
    }
    throw new IOException("never answered: " + key);
  }

  private HttpResponse<String> send(String key, int millis)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + target.port() + "/rest/v1/effects"))
            .header("Content-Type", "application/json")
            .header("Prefer", "return=representation")
            .header("Idempotency-Key", key)
            .timeout(Duration.ofMillis(millis))
            .POST(BodyPublishers.ofString("{\"key\":\"" + key + "\"}"))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private boolean isAsItShouldBe() throws Exception {
    Map<String, Integer> effects = effects();
    int wrong = 0;
    for (Map.Entry<String, String> each : answers.entrySet()) {
      boolean once = effects.getOrDefault(each.getKey(), 0) == 1;
      boolean same = send(each.getKey(), 30_000).body().equals(each.getValue());
      wrong += once && same ? 0 : 1;
    }
    System.out.printf(
        "%n%d keys, %d tries, %d effects; %d keys without exactly one effect and one answer%n",
        answers.size(),
        tries.get(),
        effects.values().stream().mapToInt(Integer::intValue).sum(),
        wrong);
    return wrong == 0 && effects.keySet().equals(answers.keySet());
  }

  private Map<String, Integer> effects() throws IOException, SQLException {
    Map<String, Integer> effects = new HashMap<>();
    try (Connection connection = target.postgres().connect();
        java.sql.Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select key, count(*) from effects group by 1")) {
      while (rows.next()) {
        effects.put(rows.getString(1), rows.getInt(2));
      }
    }
    return effects;
  }

  @Override
  public void close() {
    over = true;
    target.close();
    http.close();
  }
}
