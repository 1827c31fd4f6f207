package dev.groundwork.base.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that take their time, all the time: they are given up, and nobody else is held up. */
class SlowClientsTest {
  private static final String ASK = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final byte[] LARGE = new byte[30_000_000];

  private final TestServer it =
      new TestServer(
          TestServer.SMALL
              .withLimits(new HttpConfig.Limits(1_000_000, 2_000, 3_000, 400, 400))
              .withTimeouts(
                  new HttpConfig.Timeouts(
                      Duration.ofSeconds(1),
                      Duration.ofSeconds(20),
                      Duration.ofSeconds(5),
                      Duration.ofSeconds(1))),
          (request, notes) ->
              request.path().equals("/large")
                  ? new Reply(200, Headers.of("Content-Type", "text/plain"), LARGE)
                  : Reply.text(200, "text/plain", "ok"));

  @AfterEach
  void stop() {
    it.close();
  }

  @Test
  void slowHeadersAndBodiesAreGivenUpAndOthersAreServedMeanwhile() throws Exception {
    List<Wire> slow = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String part = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000";
      slow.add(new Wire(it.port()).send(i % 2 == 0 ? part : part + "\r\n\r\na"));
    }
    for (int i = 0; i < 50; i++) {
      assertThat(Wire.ask(it.port(), ASK).text()).isEqualTo("ok");
    }
    for (Wire each : slow) {
      assertThat(each.rest()).startsWith("HTTP/1.1 408 ");
      each.close();
    }
    awaitInFlight(0);
  }

  @Test
  void aClientThatTakesNothingOfItsAnswerIsGivenUp() throws Exception {
    try (Socket deaf = reader()) {
      long start = System.nanoTime();
      awaitInFlight(1);
      assertThat(Wire.ask(it.port(), ASK).text()).isEqualTo("ok");
      awaitInFlight(0);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      assertThatThrownBy(() -> take(deaf.getInputStream(), 0)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aSlowClientThatGoesOnGetsItsAnswer() throws Exception {
    try (Socket slow = reader()) {
      assertThat(take(slow.getInputStream(), 2)).isGreaterThan(LARGE.length);
    }
  }

  @Test
  void silentConnectionsHoldUpNobody() throws Exception {
    List<Wire> silent = new ArrayList<>();
    for (int i = 0; i < 390; i++) {
      Wire wire = new Wire(it.port());
      assertThat(wire.send(ASK).answer().status()).isEqualTo(200);
      silent.add(wire);
    }
    assertThat(Wire.ask(it.port(), ASK).text()).isEqualTo("ok");
    for (Wire each : silent) {
      assertThat(each.send(ASK).answer().status()).isEqualTo(200);
      each.close();
    }
  }

  @Test
  void aFloodOfHttp2FramesIsEndedAtItsFirstLine() throws Exception {
    byte[] flood = flood(200_000);
    long start = System.nanoTime();
    try (Wire wire = new Wire(it.port())) {
      try {
        wire.send(flood);
        assertThat(wire.rest()).startsWith("HTTP/1.1 505 ").contains("GW505");
      } catch (IOException ended) {
        assertThat(ended).hasMessageMatching(".*(reset|Broken pipe).*");
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertThat(it.asked).isEmpty();
    assertThat(it.statuses()).containsExactly(505);
    assertThat(Wire.ask(it.port(), ASK).text()).isEqualTo("ok");
  }

  /** A connection whose client has asked for much. */
  private Socket reader() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(64 * 1024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), it.port()), 1000);
    socket
        .getOutputStream()
        .write(ASK.replace("GET /", "GET /large").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Reads a piece, waits a little, and so on to the end of the answer. */
  private static long take(InputStream in, long pauseMillis) throws Exception {
    byte[] piece = new byte[128 * 1024];
    long all = 0;
    while (all <= LARGE.length) {
      int length = in.read(piece);
      if (length < 0) {
        throw new IOException("ended after " + all);
      }
      all += length;
      Thread.sleep(pauseMillis);
    }
    return all;
  }

  /** The beginning of an HTTP/2 connection, then requests that are taken back at once. */
  private static byte[] flood(int requests) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
    for (int i = 0; i < requests; i++) {
      int id = 2 * i + 1;
      byte[] stream = {(byte) (id >> 24), (byte) (id >> 16), (byte) (id >> 8), (byte) id};
      out.write(new byte[] {0, 0, 3, 1, 5});
      out.write(stream);
      out.write(new byte[] {(byte) 0x82, (byte) 0x86, (byte) 0x84});
      out.write(new byte[] {0, 0, 4, 3, 0});
      out.write(stream);
      out.write(new byte[] {0, 0, 0, 8});
    }
    return out.toByteArray();
  }

  private void awaitInFlight(int count) throws InterruptedException {
    for (int i = 0; i < 500 && it.server.inFlight() != count; i++) {
      Thread.sleep(10);
    }
    assertThat(it.server.inFlight()).isEqualTo(count);
  }
}
