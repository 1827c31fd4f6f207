package dev.groundwork.service.auth;

import dev.groundwork.base.http.HttpProblem;
import dev.groundwork.base.http.Notes;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.http.Router;
import dev.groundwork.service.Room;
import dev.groundwork.service.auth.mail.Mailbox;
import dev.groundwork.service.auth.mail.MailboxRoutes;
import java.util.Optional;

/**
 * Shows the mails that were not sent, in development. Only to programs of this machine, and pages
 * of no other origin: who reads them can sign in as anybody. Not beside the API either, because a
 * proxy before it makes all of its clients programs of this machine.
 */
public final class MailboxRoom implements Room {
  private static final String PREFIX = "/mailbox";

  private final MailboxRoutes routes;

  public MailboxRoom(Mailbox mailbox) {
    this.routes = new MailboxRoutes(mailbox, PREFIX, "mailbox@localhost");
  }

  @Override
  public Optional<String> operatorPage() {
    return Optional.of(PREFIX);
  }

  @Override
  public void mount(Router router) {
    router.mount(PREFIX, this::answer);
  }

  /** A page elsewhere may ask, and may have given this machine a name of its own. */
  private Reply answer(RawRequest request, Notes notes) {
    String host = request.headers().first("Host").orElse("");
    boolean local = host.matches("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]+)?");
    Optional<String> origin = request.headers().first("Origin");
    if (!local || origin.filter(page -> !page.equals("http://" + host)).isPresent()) {
      throw new HttpProblem.NoRoute(PREFIX + request.path()).raise();
    }
    return routes.handle(request, notes);
  }
}
