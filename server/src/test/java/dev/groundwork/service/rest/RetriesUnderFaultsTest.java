package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.service.rest.batch.Batch;
import dev.groundwork.testing.RunningProgram;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server and PostgreSQL are killed while clients write and try again until they are answered. */
class RetriesUnderFaultsTest {
  /** Few enough for every build; {@code -Dretries.rounds=500} for a longer look. */
  private static final int ROUNDS = Integer.getInteger("retries.rounds", 20);

  private static final int CLIENTS = 6;

  /** Every so often the server itself is killed, which takes longer to come back. */
  private static final int SERVER_EVERY = 7;

  private static final String MIGRATION =
      """
      create table effects (id bigint generated always as identity, key text);
      grant select, insert on effects to anon;
      """;

  @TempDir Path folder;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private int port;

  @Test
  void everyKeyHasOneEffectAndOneAnswer() throws Exception {
    Files.createDirectories(folder.resolve("migrations"));
    Files.writeString(folder.resolve("migrations/0001_effects.sql"), MIGRATION);
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    RunningProgram program = start();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(this::writeUntilOver));
      }
      try {
        for (int round = 1; round <= ROUNDS; round++) {
          Thread.sleep(ThreadLocalRandom.current().nextInt(100, 700));
          program = kill(program, round);
          writeOne();
        }
      } finally {
        over.set(true);
      }
      for (Future<?> client : clients) {
        client.get();
      }
      verify();
    } finally {
      over.set(true);
      program.close();
      http.close();
    }
  }

  private RunningProgram kill(RunningProgram program, int round) throws Exception {
    if (round % SERVER_EVERY == 0) {
      program.signal("KILL");
      program.exitCode();
      program.close();
      return start();
    }
    ProcessHandle postmaster = postmaster();
    ProcessHandle victim =
        round % 2 == 0 ? postmaster : postmaster.children().findAny().orElse(postmaster);
    victim.destroyForcibly();
    return program;
  }

  /** PostgreSQL's first process; it may be on its way back. */
  private ProcessHandle postmaster() throws Exception {
    Path file = folder.resolve(".groundwork/data/postmaster.pid");
    for (int i = 0; i < 600; i++) {
      if (Files.exists(file)) {
        long pid = Long.parseLong(Files.readAllLines(file).getFirst());
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(this::isOurs);
        if (process.isPresent()) {
          return process.get();
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("PostgreSQL does not come back");
  }

  /** The number of a PostgreSQL that is gone may be that of any other process by now. */
  private boolean isOurs(ProcessHandle process) {
    return process.info().commandLine().filter(of -> of.contains(folder.toString())).isPresent();
  }

  private RunningProgram start() throws InterruptedException {
    RunningProgram program =
        RunningProgram.start(
            Map.of(), "start", folder.toString(), "--port", "" + port, "--admin-port", "0");
    program.await("API +(\\S+)");
    return program;
  }

  private Void writeUntilOver() throws Exception {
    while (!over.get()) {
      writeOne();
    }
    return null;
  }

  /** As a client that does not give up; the first answer is the answer. */
  private void writeOne() throws Exception {
    String key = UUID.randomUUID().toString();
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (System.nanoTime() < end) {
      try {
        HttpResponse<String> answer = http.send(request(key), BodyHandlers.ofString());
        if (answer.statusCode() == (isBatch(key) ? 200 : 201)) {
          answers.put(key, answer.body());
          return;
        }
        assertThat(answer.statusCode()).as(answer.body()).isIn(409, 503, 504, 500);
      } catch (IOException broken) {
        // the server is away, or has taken too long: nobody knows whether there was an effect
      }
      Thread.sleep(20);
    }
    throw new AssertionError("never answered: " + key);
  }

  private HttpRequest request(String key) {
    String insert = "{\"key\":\"" + key + "\"}";
    String path = isBatch(key) ? "batch" : "effects";
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/rest/v1/" + path))
        .header("Content-Type", isBatch(key) ? Batch.MEDIA_TYPE : "application/json")
        .header("Prefer", "return=representation")
        .header("Idempotency-Key", key)
        .timeout(Duration.ofMillis(ThreadLocalRandom.current().nextInt(50, 5_000)))
        .POST(BodyPublishers.ofString(isBatch(key) ? batch(insert) : insert))
        .build();
  }

  /** Reads after the insert, what a second try would not see in the same way. */
  private static String batch(String insert) {
    return """
    {"requests": [
      {"method": "POST", "path": "/effects", "body": %s, "headers": {"Prefer": "return=representation"}},
      {"method": "GET", "path": "/effects?select=id,key&id=gte.${/0/body/0/id}"}]}
    """
        .formatted(insert);
  }

  /** About a third of the keys are those of batches. */
  private static boolean isBatch(String key) {
    return key.charAt(0) < '5';
  }

  private void verify() throws Exception {
    assertThat(answers).hasSizeGreaterThan(ROUNDS);
    List<String> rows = new ArrayList<>();
    for (int from = 0; rows.size() >= from; from += 1_000) {
      rows.addAll(page(from));
    }
    List<String> keys = rows.stream().map(row -> row.substring(0, row.indexOf(','))).toList();
    assertThat(keys).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(answers.keySet());
    for (Map.Entry<String, String> each : answers.entrySet()) {
      assertThat(answered(patient(each.getKey()))).isEqualTo(each.getValue());
    }
  }

  private List<String> page(int from) throws Exception {
    String query = "?select=key,id&order=id&limit=1000&offset=" + from;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/rest/v1/effects" + query))
            .header("Accept", "text/csv")
            .build();
    return answered(request).lines().skip(1).toList();
  }

  /** PostgreSQL may still be on its way back from the last kill. */
  private String answered(HttpRequest request) throws Exception {
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    for (int i = 0; i < 100 && answer.statusCode() >= 500; i++) {
      Thread.sleep(100);
      answer = http.send(request, BodyHandlers.ofString());
    }
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    return answer.body();
  }

  private HttpRequest patient(String key) {
    return HttpRequest.newBuilder(request(key), (_, _) -> true)
        .timeout(Duration.ofSeconds(30))
        .build();
  }
}
