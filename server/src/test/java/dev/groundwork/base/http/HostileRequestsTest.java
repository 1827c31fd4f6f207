package dev.groundwork.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent: an answer that says what is wrong, never a 500, never silence. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsTest {
  private static final String HOST = " HTTP/1.1\r\nHost: x\r\n\r\n";
  private TestServer it = TestServer.ok();

  @BeforeAll
  void startFast() {
    it.close();
    HttpConfig.Timeouts fast =
        new HttpConfig.Timeouts(
            Duration.ofMillis(400),
            Duration.ofMillis(400),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1));
    it =
        new TestServer(
            TestServer.SMALL.withTimeouts(fast),
            (request, notes) -> Reply.text(200, "text/plain", "ok"));
  }

  @AfterAll
  void stop() {
    it.close();
  }

  @AfterEach
  void theServerStillServes() throws Exception {
    assertThat(Wire.ask(it.port(), "GET /alive" + HOST).text()).isEqualTo("ok");
  }

  @Test
  void aBodyOverTheLimitIsRefusedByItsStatedLength() throws Exception {
    String head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10001\r\n\r\n";
    try (Wire wire = new Wire(it.port())) {
      Wire.Answer answer = wire.send(head + "x".repeat(10_001)).answer();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.header("Connection")).contains("close");
      assertThat(answer.text()).contains("GW413", "larger than 10000 bytes");
      assertThat(wire.rest()).isEmpty();
    }
  }

  @Test
  void aBodyAtTheLimitIsAccepted() throws Exception {
    String head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n";
    assertThat(Wire.ask(it.port(), head + "x".repeat(10_000)).status()).isEqualTo(200);
  }

  @Test
  void aBodyOverTheLimitIsRefusedWithoutALengthToo() throws Exception {
    String head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    String chunk = "1000\r\n" + "x".repeat(4096) + "\r\n";
    Wire.Answer answer = Wire.ask(it.port(), head + chunk.repeat(4) + "0\r\n\r\n");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.text()).contains("GW413");
  }

  @Test
  void aClientThatAsksFirstIsToldBeforeItSends() throws Exception {
    String head =
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n";
    assertThat(Wire.ask(it.port(), head).status()).isEqualTo(413);
    String small =
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
    try (Wire wire = new Wire(it.port())) {
      assertThat(wire.send(small).answer().status()).isEqualTo(100);
      assertThat(wire.send("ok").answer().status()).isEqualTo(200);
    }
  }

  @Test
  void aHugeStatedLengthIsRefusedAtOnce() throws Exception {
    String head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ";
    assertThat(Wire.ask(it.port(), head + "999999999999\r\n\r\nx").status()).isEqualTo(413);
    assertThat(Wire.ask(it.port(), head + "99999999999999999999\r\n\r\nx").status()).isEqualTo(400);
  }

  @Test
  void aLongUrlIsRefused() throws Exception {
    Wire.Answer answer = Wire.ask(it.port(), "GET /" + "a".repeat(3000) + HOST);
    assertThat(answer.status()).isEqualTo(414);
    assertThat(answer.text()).contains("GW414", "longer than 2000 bytes");
    assertThat(answer.header("Content-Type")).contains("application/json; charset=utf-8");
  }

  @Test
  void aLineWithoutEndIsRefused() throws Exception {
    assertThat(Wire.ask(it.port(), "a".repeat(300_000)).status()).isEqualTo(414);
  }

  @Test
  void largeHeadersAreRefused() throws Exception {
    String one = "GET / HTTP/1.1\r\nHost: x\r\nX-A: " + "a".repeat(4000) + "\r\n\r\n";
    assertThat(Wire.ask(it.port(), one).status()).isEqualTo(431);
    String many = "GET / HTTP/1.1\r\nHost: x\r\n" + "X-A: aaaaaaaaaa\r\n".repeat(500) + "\r\n";
    Wire.Answer answer = Wire.ask(it.port(), many);
    assertThat(answer.status()).isEqualTo(431);
    assertThat(answer.text()).contains("GW431");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0",
        "\r\n",
        "\n",
        "\n\n",
        "x\r\n\r\n",
        "GET\r\n\r\n",
        "GET /\r\n\r\n",
        "GET / \r\n\r\n",
        "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\nHost: x\n\n",
        "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /?a=\u007f HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET a HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
        "G\0T / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x:y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX-A\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX-A: \0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX A: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
      })
  void malformedRequestsAreRefusedOrEnded(String request) throws Exception {
    try (Wire wire = new Wire(it.port())) {
      wire.send(request).endOfRequests();
      String answer = wire.rest();
      assertThat(answer)
          .satisfiesAnyOf(
              text -> assertThat(text).isEmpty(),
              text -> assertThat(text).matches("(?s)HTTP/1.1 (400|408|501|505) .*\"code\":\"GW.*"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\r\n\r\n",
        "GET / HTTP/1.1\nHost: x\n\n",
        "GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX-A: \0\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
      })
  void garbageIsToldSo(String request) throws Exception {
    Wire.Answer answer = Wire.ask(it.port(), request);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("\"code\":\"GW400\"", "The request is malformed: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.0\r\nHost: x\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      })
  void anotherVersionIsToldWhichIsNeeded(String request) throws Exception {
    Wire.Answer answer = Wire.ask(it.port(), request);
    assertThat(answer.status()).isEqualTo(505);
    assertThat(answer.text()).contains("GW505", "HTTP/1.1 is needed");
  }

  @Test
  void aChunkSizeWithoutEndIsRefused() throws Exception {
    String head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertThat(Wire.ask(it.port(), head + "1".repeat(5000)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /slow",
        "GET / HTTP/1.1\r\nHost: x\r\nX-",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
      })
  void aSlowRequestIsGivenUp(String part) throws Exception {
    try (Wire wire = new Wire(it.port())) {
      assertThat(wire.send(part).rest()).startsWith("HTTP/1.1 408 ").contains("GW408");
    }
  }

  @Test
  void aRequestThatTricklesIsGivenUp() throws Exception {
    try (Wire wire = new Wire(it.port())) {
      long start = System.nanoTime();
      IOException broken = trickle(wire);
      assertThat(broken).isNotNull();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  private static IOException trickle(Wire wire) throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      try {
        wire.send(i == 0 ? "GET / HTTP/1.1\r\n" : "a");
      } catch (IOException closed) {
        return closed;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("still open after ten seconds");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"})
  void aSilentConnectionIsClosed(String before) throws Exception {
    try (Wire wire = new Wire(it.port())) {
      wire.send(before);
      String rest = wire.rest();
      assertThat(rest)
          .satisfiesAnyOf(
              text -> assertThat(text).isEmpty(), text -> assertThat(text).endsWith("ok"));
    }
  }

  @Test
  void randomBytesNeverGiveAnInternalError() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 150; round++) {
      byte[] noise = new byte[1 + random.nextInt(200)];
      random.nextBytes(noise);
      askNoise(noise);
    }
  }

  @Test
  void randomBytesInEveryPositionOfARequestNeverGiveAnInternalError() throws Exception {
    byte[] good =
        "POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nPrefer: d\r\n\r\nok"
            .getBytes(StandardCharsets.UTF_8);
    Random random = new Random(11);
    for (int position = 0; position < good.length; position++) {
      byte[] bad = good.clone();
      bad[position] = (byte) random.nextInt(256);
      askNoise(bad);
    }
  }

  private void askNoise(byte[] bytes) throws IOException {
    try (Wire wire = new Wire(it.port())) {
      wire.send(bytes).endOfRequests();
      assertThat(wire.rest())
          .as(() -> "to " + new String(bytes, StandardCharsets.ISO_8859_1))
          .doesNotContain("HTTP/1.1 500");
    }
  }
}
