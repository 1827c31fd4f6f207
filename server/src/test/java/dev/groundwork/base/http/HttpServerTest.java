package dev.groundwork.base.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
  private static final String HOST = " HTTP/1.1\r\nHost: x\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a(b)*,c",
        "/a%2Cb%2F..%2F%00",
        "/a//b/./c/../d",
        "//a",
        "/a;m=1/b:c@d",
        "/{}|\\^`\"<>",
        "/%zz%",
        "/a+b",
        "/a?",
        "/a?b=c&d=(e,f)&and=(a.eq.1,or(b.lt.2))",
        "/a?b=%22c%22&d=\"e\"{f}|g",
        "/a?b+c=d%2Be",
        "/a?b?c??",
        "/a#b?c#d",
        "/a?select=a->b->>c,d::text,...e(*)&order=x.desc.nullslast",
      })
  void targetArrivesAsItWasSent(String target) throws Exception {
    try (TestServer it = TestServer.ok()) {
      assertThat(Wire.ask(it.port(), "GET " + target + HOST).status()).isEqualTo(200);
      RawRequest request = it.onlyRequest();
      int question = target.indexOf('?');
      assertThat(request.path()).isEqualTo(question < 0 ? target : target.substring(0, question));
      assertThat(request.query()).isEqualTo(question < 0 ? "" : target.substring(question + 1));
    }
  }

  @Test
  void rawUtf8InTheTargetArrivesPercentEncoded() throws Exception {
    try (TestServer it = TestServer.ok()) {
      assertThat(Wire.ask(it.port(), "GET /تست?é=ü" + HOST).status()).isEqualTo(200);
      assertThat(it.onlyRequest().path()).isEqualTo("/%D8%AA%D8%B3%D8%AA");
      assertThat(it.onlyRequest().query()).isEqualTo("%C3%A9=%C3%BC");
    }
  }

  @Test
  void headerValuesAreUtf8AndRepeatedHeadersKeepTheirLines() throws Exception {
    try (TestServer it = TestServer.ok()) {
      Wire.ask(
          it.port(),
          "GET / HTTP/1.1\r\nHost: x\r\nAccept-Profile: تست\r\nPrefer: a=b\r\nPrefer: c\r\n\r\n");
      Headers headers = it.onlyRequest().headers();
      assertThat(headers.first("accept-profile")).contains("تست");
      assertThat(headers.all("Prefer")).containsExactly("a=b", "c");
    }
  }

  @Test
  void absoluteFormKeepsPathAndQuery() throws Exception {
    try (TestServer it = TestServer.ok()) {
      Wire.ask(it.port(), "GET http://x:1/a?b=c" + HOST);
      assertThat(it.onlyRequest().path()).isEqualTo("/a");
      assertThat(it.onlyRequest().query()).isEqualTo("b=c");
    }
  }

  @Test
  void anAsteriskIsTheRoot() throws Exception {
    try (TestServer it = TestServer.ok()) {
      assertThat(Wire.ask(it.port(), "OPTIONS *" + HOST).status()).isEqualTo(200);
      assertThat(it.onlyRequest().path()).isEqualTo("/");
    }
  }

  @Test
  void moreRequestsAtOnceThanTheLimitAreTurnedAway() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch arrived = new CountDownLatch(8);
    Handler slow =
        (request, notes) -> {
          arrived.countDown();
          await(go);
          return Reply.text(200, "text/plain", "done");
        };
    List<Wire> held = new ArrayList<>();
    try (TestServer it = new TestServer(TestServer.SMALL, slow)) {
      for (int i = 0; i < 8; i++) {
        held.add(new Wire(it.port()).send("GET /" + HOST));
      }
      await(arrived);
      Wire.Answer busy = Wire.ask(it.port(), "GET /" + HOST);
      assertThat(busy.status()).isEqualTo(503);
      assertThat(busy.header("Retry-After")).contains("1");
      assertThat(busy.text()).contains("GW503");
      assertThat(it.server.inFlight()).isEqualTo(8);
      go.countDown();
      for (Wire wire : held) {
        assertThat(wire.answer().text()).isEqualTo("done");
        wire.close();
      }
    }
  }

  @Test
  void aServerMayListenAtEveryAddress() throws Exception {
    for (String host : List.of("*", "*4", "!4", "0.0.0.0", "localhost")) {
      HttpConfig config = HttpConfig.at(host, 0);
      try (TestServer it = new TestServer(config, (request, notes) -> Reply.empty(204))) {
        assertThat(Wire.ask(it.port(), "GET /" + HOST).status()).isEqualTo(204);
      }
    }
  }

  @Test
  void oneFamilyOfAddressesMayBeLeftOut() throws Exception {
    HttpConfig config = HttpConfig.at("!6", 0);
    try (TestServer it = new TestServer(config, (request, notes) -> Reply.empty(204))) {
      assertThatThrownBy(() -> Wire.ask(it.port(), "GET /" + HOST)).isInstanceOf(IOException.class);
      assertThat(it.asked).isEmpty();
    }
  }

  @Test
  void theWordsBesideAStatusAreTheUsualOnesOrTheHandlers() throws Exception {
    Handler handler =
        (request, notes) ->
            request.path().equals("/own")
                ? new Reply(
                    419, Optional.of("Page Expired"), Headers.NONE, new byte[0], Optional.empty())
                : Reply.empty(300);
    try (TestServer it = new TestServer(TestServer.SMALL, handler)) {
      assertThat(Wire.ask(it.port(), "GET /own" + HOST).reason()).isEqualTo("Page Expired");
      assertThat(Wire.ask(it.port(), "GET /" + HOST).reason()).isEqualTo("Multiple Choices");
    }
  }

  @Test
  void anIdThatTheHandlerRepeatsIsSentOnce() throws Exception {
    Handler handler = (request, notes) -> Reply.empty(200).with("X-Request-Id", "mine");
    try (TestServer it = new TestServer(TestServer.SMALL, handler)) {
      Wire.Answer answer = Wire.ask(it.port(), "GET /" + HOST);
      assertThat(answer.headers().stream().filter(h -> h.getKey().equals("X-Request-Id")))
          .containsExactly(Map.entry("X-Request-Id", "mine"));
    }
  }

  @Test
  void anUnknownHostIsNamed() {
    HttpConfig config = HttpConfig.at("no.such.host.invalid", 0);
    assertThatThrownBy(() -> new TestServer(config, (request, notes) -> Reply.empty(204)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("the host 'no.such.host.invalid' is not known");
  }

  @Test
  void unknownMethodsReachTheHandler() throws Exception {
    try (TestServer it = TestServer.ok()) {
      assertThat(Wire.ask(it.port(), "FROB /a" + HOST).status()).isEqualTo(200);
      assertThat(it.onlyRequest().method()).isEqualTo("FROB");
    }
  }

  @Test
  void bodyArrivesByLengthAndByChunks() throws Exception {
    try (TestServer it = TestServer.ok();
        Wire wire = new Wire(it.port())) {
      wire.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab\0c").answer();
      String chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
      wire.send(chunked + "3\r\nabc\r\n0\r\n\r\n").answer();
      assertThat(it.asked)
          .extracting(r -> new String(r.body(), StandardCharsets.UTF_8))
          .containsExactly("ab\0c", "abc");
    }
  }

  @Test
  void anAnswerHasItsExactLength() throws Exception {
    try (TestServer it = TestServer.ok()) {
      Wire.Answer answer = Wire.ask(it.port(), "GET /" + HOST);
      assertThat(answer.header("Content-Length")).contains("2");
      assertThat(answer.text()).isEqualTo("ok");
      assertThat(answer.header("Date")).isPresent();
    }
  }

  @Test
  void headHasNoBodyAndOnlyTheLengthThatTheReplyStates() throws Exception {
    Handler handler =
        (request, notes) ->
            request.path().equals("/stated")
                ? Reply.text(200, "text/plain", "four").with("Content-Length", "4")
                : Reply.text(200, "text/plain", "four");
    try (TestServer it = new TestServer(TestServer.SMALL, handler);
        Wire wire = new Wire(it.port())) {
      Wire.Answer stated = wire.send("HEAD /stated" + HOST).answer(true);
      assertThat(stated.header("Content-Length")).contains("4");
      Wire.Answer silent = wire.send("HEAD /" + HOST).answer(true);
      assertThat(silent.header("Content-Length")).isEmpty();
      assertThat(wire.send("GET /" + HOST).answer().text()).isEqualTo("four");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void bodilessStatusesHaveNeitherBodyNorLength(int status) throws Exception {
    Handler handler = (request, notes) -> Reply.text(status, "text/plain", "x");
    try (TestServer it = new TestServer(TestServer.SMALL, handler);
        Wire wire = new Wire(it.port())) {
      Wire.Answer answer = wire.send("GET /" + HOST).answer();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("Content-Length")).isEmpty();
      assertThat(answer.header("X-Groundwork-No-Length")).isEmpty();
      assertThat(wire.send("GET /" + HOST).answer().status()).isEqualTo(status);
    }
  }

  @Test
  void severalRequestsInOnePieceAreAnsweredInOrder() throws Exception {
    Handler echo = (request, notes) -> Reply.text(200, "text/plain", request.path());
    try (TestServer it = new TestServer(TestServer.SMALL, echo);
        Wire wire = new Wire(it.port())) {
      wire.send("GET /1" + HOST + "GET /2" + HOST + "GET /3" + HOST);
      assertThat(wire.answer().text() + wire.answer().text() + wire.answer().text())
          .isEqualTo("/1/2/3");
    }
  }

  @Test
  void connectionCloseIsHeeded() throws Exception {
    try (TestServer it = TestServer.ok();
        Wire wire = new Wire(it.port())) {
      wire.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(wire.rest()).contains("200 OK").endsWith("ok");
    }
  }

  @Test
  void problemsBecomeErrorBodies() throws Exception {
    Handler handler =
        (request, notes) -> {
          throw new HttpProblem.NoMethod("FROB", "GET, HEAD").raise();
        };
    try (TestServer it = new TestServer(TestServer.SMALL, handler)) {
      Wire.Answer answer = Wire.ask(it.port(), "FROB /" + HOST);
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("Allow")).contains("GET, HEAD");
      assertThat(answer.header("Content-Type")).contains("application/json; charset=utf-8");
      assertThat(answer.text())
          .isEqualTo(
              "{\"code\":\"GW405\",\"details\":null,\"hint\":null,"
                  + "\"message\":\"The method 'FROB' is not allowed here\"}");
    }
  }

  @Test
  void whatIsNotExpectedGives500WithoutItsCauseAndReportsIt() throws Exception {
    Handler handler =
        (request, notes) -> {
          throw new IllegalStateException("the secret inside");
        };
    try (TestServer it = new TestServer(TestServer.SMALL, handler)) {
      Wire.Answer answer =
          Wire.ask(it.port(), "GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: r-1\r\n\r\n");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.text()).contains("GW500", "r-1").doesNotContain("secret");
      assertThat(it.events)
          .anySatisfy(event ->
              assertThat(event)
                  .isInstanceOfSatisfying(
                      Event.RequestFailed.class,
                      failed -> {
                        assertThat(failed.requestId()).isEqualTo("r-1");
                        assertThat(failed.cause()).hasMessage("the secret inside");
                      }));
    }
  }

  @Test
  void aHeaderThatWouldSplitTheAnswerIsNotSent() throws Exception {
    Handler handler = (request, notes) -> Reply.empty(200).with("X-A", "b\r\nX-C: d");
    try (TestServer it = new TestServer(TestServer.SMALL, handler)) {
      Wire.Answer answer = Wire.ask(it.port(), "GET /" + HOST);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.header("X-C")).isEmpty();
    }
  }

  @Test
  void saneRequestIdsComeBackAndOthersAreReplaced() throws Exception {
    try (TestServer it = TestServer.ok()) {
      String ask = "GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: ";
      assertThat(Wire.ask(it.port(), ask + "abc-1\r\n\r\n").header("X-Request-Id"))
          .contains("abc-1");
      assertThat(Wire.ask(it.port(), ask + "a b\r\n\r\n").header("X-Request-Id").orElse(""))
          .hasSize(16)
          .isNotEqualTo("a b");
      assertThat(Wire.ask(it.port(), ask + "x".repeat(129) + "\r\n\r\n").header("X-Request-Id"))
          .hasValueSatisfying(id -> assertThat(id).hasSize(16));
    }
  }

  @Test
  void stopLetsRequestsInHandFinish() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Handler slow =
        (request, notes) -> {
          arrived.countDown();
          await(go);
          return Reply.text(200, "text/plain", "done");
        };
    TestServer it = new TestServer(TestServer.SMALL, slow);
    try (Wire wire = new Wire(it.port())) {
      wire.send("GET /" + HOST);
      await(arrived);
      Thread stopping = Thread.ofVirtual().start(it::close);
      Thread.sleep(100);
      go.countDown();
      assertThat(wire.answer().text()).isEqualTo("done");
      stopping.join();
    }
    assertThatThrownBy(() -> Wire.ask(it.port(), "GET /" + HOST)).isInstanceOf(Exception.class);
  }

  @Test
  void aTakenPortIsNamed() {
    try (TestServer it = TestServer.ok()) {
      HttpConfig same = HttpConfig.at("127.0.0.1", it.port());
      assertThatThrownBy(() -> new TestServer(same, (request, notes) -> Reply.empty(200)))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("port " + it.port() + " is taken by another program");
    }
  }

  @Test
  void largeTextIsCompressedForThoseWhoAcceptIt() throws Exception {
    String large = "{\"a\":\"" + "b".repeat(5000) + "\"}";
    Handler handler = (request, notes) -> Reply.text(200, "application/json", large);
    try (TestServer it = new TestServer(TestServer.SMALL, handler)) {
      Wire.Answer plain = Wire.ask(it.port(), "GET /" + HOST);
      assertThat(plain.text()).isEqualTo(large);
      assertThat(plain.header("Vary")).contains("Accept-Encoding");
      Wire.Answer small =
          Wire.ask(it.port(), "GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br, gzip\r\n\r\n");
      assertThat(small.header("Content-Encoding")).contains("gzip");
      assertThat(new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(small.body())))
          .hasContent(large);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
