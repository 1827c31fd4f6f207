package dev.groundwork;

import dev.groundwork.base.http.Handler;
import dev.groundwork.base.http.HttpProblem;
import dev.groundwork.base.http.Notes;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.http.Router;

/**
 * Stands in a router for one room, which can be replaced by another while requests are served: the
 * last one that mounts itself here answers.
 */
final class Switchboard implements Router, Handler {
  private volatile Handler current =
      (request, _) -> {
        throw new HttpProblem.NoRoute(request.path()).raise();
      };

  @Override
  public void mount(String prefix, Handler handler) {
    current = handler;
  }

  @Override
  public Reply handle(RawRequest request, Notes notes) {
    return current.handle(request, notes);
  }
}
