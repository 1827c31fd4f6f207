package dev.groundwork.base.http;

import dev.groundwork.base.observe.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a free port that keeps what it was asked and what it reported. */
final class TestServer implements AutoCloseable {
  static final HttpConfig SMALL =
      HttpConfig.at("127.0.0.1", 0)
          .withLimits(new HttpConfig.Limits(10_000, 2_000, 3_000, 8, 64))
          .withTimeouts(
              new HttpConfig.Timeouts(
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(5)));

  final List<RawRequest> asked = new CopyOnWriteArrayList<>();
  final List<Event> events = new CopyOnWriteArrayList<>();
  final List<Thread> abandoned = new CopyOnWriteArrayList<>();
  final HttpServer server;

  TestServer(HttpConfig config, Handler handler) {
    Failures failures = new Failures(Failures.Verbosity.VERBOSE, false, events::add);
    server = new HttpServer(config, failures, events::add, abandoned::add);
    server.mount(
        "",
        (request, notes) -> {
          asked.add(request);
          return handler.handle(request, notes);
        });
    server.start();
  }

  /** A server whose every answer is the text {@code ok}. */
  static TestServer ok() {
    return new TestServer(SMALL, (request, notes) -> Reply.text(200, "text/plain", "ok"));
  }

  int port() {
    return server.port();
  }

  RawRequest onlyRequest() {
    if (asked.size() != 1) {
      throw new AssertionError("asked " + asked.size() + " times");
    }
    return asked.getFirst();
  }

  List<Integer> statuses() throws InterruptedException {
    Thread.sleep(50);
    List<Integer> statuses = new ArrayList<>();
    for (Event event : events) {
      if (event instanceof Event.RequestServed served) {
        statuses.add(served.status());
      }
    }
    return statuses;
  }

  @Override
  public void close() {
    server.stop();
  }
}
