package dev.groundwork.service.auth;

import dev.groundwork.base.http.Handler;
import dev.groundwork.base.http.Notes;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Reply;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.web.CallReader;
import dev.groundwork.service.auth.web.RouteTable;
import java.util.Map;
import java.util.Optional;

/** From a request to the endpoint that answers it. */
final class AuthRoutes implements Handler {
  private final RouteTable table;
  private final CallReader reader;
  private final String prefix;

  AuthRoutes(RouteTable table, CallReader reader, String prefix) {
    this.table = table;
    this.reader = reader;
    this.prefix = prefix;
  }

  @Override
  public Reply handle(RawRequest request, Notes notes) {
    // no HEAD: what looks at links before people do must not use them up
    Optional<RouteTable.Match> match = table.match(request.method(), request.path());
    if (match.isEmpty()) {
      notes.route(prefix + "/{unknown}");
      throw unknown(request.path());
    }
    notes.route(prefix + match.get().route().path());
    Map<String, String> places = match.get().places();
    return match.get().route().endpoint().answer(reader.read(request, places, notes));
  }

  private RuntimeException unknown(String path) {
    return table.knows(path)
        ? AuthCode.METHOD_NOT_ALLOWED.because("Method not allowed").raise()
        : AuthCode.NOT_FOUND.because("There is nothing at " + prefix + path).raise();
  }
}
