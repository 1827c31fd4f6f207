package dev.groundwork.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.observe.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final String ASK = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  @Test
  void beyondTheLimitRequestsAreRefusedAtOnceAndLetInAgainLater() throws Exception {
    try (Held it = new Held(new GateConfig(1, 1, 1, Duration.ZERO));
        Wire first = new Wire(it.port()).send(ASK)) {
      it.entered.await();
      try (Wire second = new Wire(it.port()).send(ASK)) {
        Wire.Answer refused = second.answer();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).contains("1");
        assertThat(refused.text())
            .isEqualTo(
                """
                {"code":"GW503","details":null,"hint":"Try again in a moment.",\
                "message":"The server has too many requests in hand"}\
                """);
        assertThat(it.gate.state().refused()).isEqualTo(1);
        it.open.countDown();
        assertThat(first.answer().status()).isEqualTo(200);
        assertThat(second.send(ASK).answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void oneWhoComesTooEarlyWaitsForTheTurn() throws Exception {
    try (Held it = new Held(new GateConfig(1, 1, 1, Duration.ofSeconds(5)));
        Wire first = new Wire(it.port()).send(ASK)) {
      it.entered.await();
      try (Wire second = new Wire(it.port()).send(ASK)) {
        it.awaitWaiting(1);
        assertThat(it.gate.state().inFlight()).isEqualTo(1);
        it.open.countDown();
        assertThat(first.answer().status()).isEqualTo(200);
        assertThat(second.answer().status()).isEqualTo(200);
        assertThat(it.gate.state().refused()).isZero();
      }
    }
  }

  @Test
  void oneWhoWaitsInVainIsRefused() throws Exception {
    try (Held it = new Held(new GateConfig(1, 1, 1, Duration.ofMillis(40)));
        Wire first = new Wire(it.port()).send(ASK)) {
      it.entered.await();
      assertThat(Wire.ask(it.port(), ASK).status()).isEqualTo(503);
      it.open.countDown();
      assertThat(first.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void refusalsAreReportedApart() throws Exception {
    try (Held it = new Held(new GateConfig(1, 1, 1, Duration.ZERO));
        Wire first = new Wire(it.port()).send(ASK)) {
      it.entered.await();
      Wire.ask(it.port(), ASK);
      it.open.countDown();
      first.answer();
      assertThat(it.server.statuses()).containsExactly(200);
      assertThat(it.server.events)
          .filteredOn(Event.RequestRefused.class::isInstance)
          .singleElement()
          .satisfies(event ->
              assertThat(((Event.RequestRefused) event).request().status()).isEqualTo(503));
    }
  }

  @Test
  void aHandlerThatFailsGivesItsTurnBack() throws Exception {
    Gate gate = new Gate(new GateConfig(1, 1, 1, Duration.ZERO));
    Handler broken =
        (request, notes) -> {
          throw new IllegalStateException("broken");
        };
    try (gate;
        TestServer it = new TestServer(TestServer.SMALL, gate.before(broken))) {
      for (int i = 0; i < 3; i++) {
        assertThat(Wire.ask(it.port(), ASK).status()).isEqualTo(500);
      }
      assertThat(gate.state().inFlight()).isZero();
    }
  }

  @Test
  void theLimitGrowsWhileItIsUsedAndAnswersComeAsFastAsBefore() throws Exception {
    Handler quick =
        (request, notes) -> {
          pause(2);
          return Reply.text(200, "text/plain", "ok");
        };
    try (Gate gate = new Gate(new GateConfig(2, 2, 50, Duration.ofSeconds(5)))) {
      Handler limited = gate.before(quick);
      RawRequest request = new RawRequest("GET", "/", "", Headers.of(), new byte[0]);
      List<Thread> clients = new ArrayList<>();
      long end = System.nanoTime() + Duration.ofMillis(1500).toNanos();
      for (int i = 0; i < 20; i++) {
        clients.add(
            Thread.ofVirtual()
                .start(() -> {
                  while (System.nanoTime() < end) {
                    limited.handle(request, new Notes());
                  }
                }));
      }
      for (Thread client : clients) {
        client.join();
      }
      assertThat(gate.state().limit()).isBetween(4, 50);
      assertThat(gate.state().refused()).isZero();
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A server behind a gate whose handler holds every request until it is opened. */
  private static final class Held implements AutoCloseable {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch open = new CountDownLatch(1);
    final Gate gate;
    final TestServer server;

    Held(GateConfig config) {
      gate = new Gate(config);
      server = new TestServer(TestServer.SMALL, gate.before(this::hold));
    }

    private Reply hold(RawRequest request, Notes notes) {
      entered.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Reply.text(200, "text/plain", "ok");
    }

    int port() {
      return server.port();
    }

    void awaitWaiting(int count) throws IOException, InterruptedException {
      for (int i = 0; i < 200 && gate.state().waiting() < count; i++) {
        Thread.sleep(10);
      }
      assertThat(gate.state().waiting()).isEqualTo(count);
    }

    @Override
    public void close() {
      open.countDown();
      gate.close();
      server.close();
    }
  }
}
