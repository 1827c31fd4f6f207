package dev.groundwork.base.http;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.problem.Problem;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers what cannot be read as a request, in the same format as every other failure. */
final class BrokenRequests implements DirectHandler {
  /** The whole first line: that is what Helidon gives as the version that it does not know. */
  private static final Pattern OTHER_VERSION =
      Pattern.compile("[^ ]+ [^ ]+ HTTP/(?!1\\.1)[0-9]+(\\.[0-9]+)?/");

  private static final String HEADERS_TOO_LARGE = "Header size exceeded";

  private final HttpConfig.Limits limits;
  private final Failures failures;
  private final Observer observer;

  BrokenRequests(HttpConfig.Limits limits, Failures failures, Observer observer) {
    this.limits = limits;
    this.failures = failures;
    this.observer = observer;
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      @Nullable String message) {
    Problem problem =
        status.code() == 400 && hasOtherVersion(request)
            ? new HttpProblem.Version()
            : problem(status.code(), message == null ? "" : message);
    Reply reply = failures.reply(problem);
    for (var line : reply.headers().lines()) {
      headers.set(HeaderValues.create(HeaderNames.create(line.getKey()), line.getValue()));
    }
    if (problem.status() == 413 || problem.status() == 414 || problem.status() == 431) {
      WireConnection.current().ifPresent(WireConnection::lingerAtEnd);
    }
    observer.report(served(request, reply));
    return TransportResponse.builder()
        .status(Status.create(problem.status()))
        .headers(headers)
        .keepAlive(false)
        .entity(reply.body())
        .build();
  }

  /** Helidon tells only HTTP/1.0 from garbage; a client that begins with HTTP/2 is to know, too. */
  private static boolean hasOtherVersion(TransportRequest request) {
    return OTHER_VERSION.matcher(request.protocolVersion()).matches();
  }

  /** The problem that Helidon states by status and message. */
  Problem problem(int status, String message) {
    return switch (status) {
      case 400 ->
          message.equals(HEADERS_TOO_LARGE)
              ? new HttpProblem.HeadersTooLarge(limits.headers())
              : new HttpProblem.BadRequest(message.isEmpty() ? "it cannot be read" : message);
      case 413 -> new HttpProblem.BodyTooLarge(limits.body());
      case 414 -> new HttpProblem.UrlTooLong(limits.requestLine());
      case 501 -> new HttpProblem.Unsupported(message);
      case 503 -> new HttpProblem.Busy();
      case 505 -> new HttpProblem.Version();
      default ->
          WireConnection.current().filter(WireConnection::stillReading).isPresent()
              ? new HttpProblem.BadRequest("it cannot be read")
              : new HttpProblem.Unexpected("");
    };
  }

  private static Event served(TransportRequest request, Reply reply) {
    return new Event.RequestServed(
        "",
        request.method(),
        "",
        "",
        reply.status(),
        Duration.ZERO,
        reply.body().length,
        "",
        "",
        "");
  }
}
