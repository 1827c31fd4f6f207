package dev.groundwork.service.rest.reply;

import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.plan.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The {@code Link} header of a page (<a href="https://www.rfc-editor.org/rfc/rfc8288">RFC
 * 8288</a>): URLs relative to that of the request, so that they hold behind any proxy.
 */
final class PageLinks {
  private final String query;
  private final Function<Position, Optional<String>> seal;

  /** Links to pages of a request; {@code seal} makes the cursor of a position. */
  PageLinks(Request request, Function<Position, Optional<String>> seal) {
    String others = request.queryWithout(Set.of("cursor"));
    this.query = others.isEmpty() ? "?cursor=" : "?" + others + "&cursor=";
    this.seal = seal;
  }

  /** The header's value. */
  String of(Page page) {
    List<String> links = new ArrayList<>();
    links.add(link("", "first"));
    page.previous().ifPresent(position -> links.add(link(cursor(position), "prev")));
    page.next().ifPresent(position -> links.add(link(cursor(position), "next")));
    links.add(link(cursor(Position.LAST), "last"));
    return String.join(", ", links);
  }

  private String cursor(Position position) {
    return seal.apply(position).orElseThrow(() -> new ReplyProblem.LongCursor().raise());
  }

  private String link(String cursor, String relation) {
    return "<" + query + cursor + ">; rel=\"" + relation + "\"";
  }
}
