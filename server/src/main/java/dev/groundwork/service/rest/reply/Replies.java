package dev.groundwork.service.rest.reply;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.rest.parse.MediaType;
import dev.groundwork.service.rest.parse.ParseProblem;
import dev.groundwork.service.rest.parse.Preferences;
import dev.groundwork.service.rest.parse.Preferences.Count;
import dev.groundwork.service.rest.parse.Preferences.Resolution;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.plan.Mutation;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.plan.Position;
import dev.groundwork.service.rest.plan.ReadNode;
import dev.groundwork.service.rest.query.Template.Trailer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Makes the answer to a request out of its plan and what the database gave. Pure. */
public final class Replies {
  private static final byte[] NOTHING = new byte[0];

  private final Request request;
  private final boolean profiled;

  private Replies(Request request, boolean profiled) {
    this.request = request;
    this.profiled = profiled;
  }

  /**
   * The answer.
   *
   * @param results the rows of the main statement, then those of the estimate, if there is one
   * @param profiled whether the answer names its schema
   * @throws dev.groundwork.base.problem.ProblemException with a {@link ReplyProblem} when the
   *     result is not what was asked for; a change must then be undone
   */
  public static Reply of(
      Plan.Execution plan, Request request, List<Rows> results, boolean profiled) {
    Replies replies = new Replies(request, profiled);
    if (plan.media() instanceof MediaType.ExecutionPlan) {
      return replies.explained(plan, results.getFirst());
    }
    Outcome outcome = Outcome.of(results.getFirst());
    return switch (plan) {
      case Plan.Read read -> replies.read(read, outcome, total(read, outcome, results));
      case Plan.Write write -> replies.written(write, outcome);
      case Plan.Call call -> replies.called(call, outcome);
    };
  }

  /**
   * The answer to a list whose rows have all come.
   *
   * @param rows of the list
   * @param trailer the rows of {@link Trailer}
   * @throws UncoveredValue when PostgreSQL has to write the JSON
   */
  public static Reply list(
      Plan.Read plan,
      Request request,
      ListFormat format,
      Rows rows,
      Rows trailer,
      boolean profiled) {
    Outcome outcome = Outcome.ofList(rows.size(), format.body().whole(rows), trailer);
    return new Replies(request, profiled).read(plan, outcome, OptionalLong.empty());
  }

  /**
   * The beginning of an answer that is sent while its rows come; how many there are is not known
   * yet, so it has no range.
   *
   * @param body its first bytes
   */
  public static Reply beginning(
      Plan.Read plan, Request request, byte[] body, Rows trailer, boolean profiled) {
    Outcome outcome = Outcome.ofList(0, body, trailer);
    Replies replies = new Replies(request, profiled);
    return finish(outcome, 200, replies.readHeaders(plan), body);
  }

  /**
   * The answer that is a page of a list.
   *
   * @param seal makes the cursor of a position
   * @param results the page's rows, their number and its estimate as far as these are asked for, and
   *     the rows of {@link Trailer}
   * @throws UncoveredValue when PostgreSQL has to write the JSON
   * @throws dev.groundwork.base.problem.ProblemException with a {@link ReplyProblem} when no cursor
   *     could lead on
   */
  public static Reply page(
      Plan.Read plan,
      Request request,
      ListFormat format,
      Page page,
      Function<Position, Optional<String>> seal,
      List<Rows> results,
      boolean profiled) {
    if (!plan.keyset().orElseThrow().certain() && page.endsBetweenEquals()) {
      throw new ReplyProblem.EqualRows().raise();
    }
    Rows shown = page.shown();
    byte[] body = format.body().whole(shown);
    Outcome outcome = Outcome.ofList(shown.size(), body, results.getLast());
    OptionalLong total = pageTotal(plan, outcome, results);
    Replies replies = new Replies(request, profiled);
    boolean some = total.isPresent() && shown.size() < total.getAsLong();
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Content-Range", new ContentRange(1, 0, total).value()));
    headers.add(Map.entry("Link", new PageLinks(request, seal).of(page)));
    headers.addAll(replies.readHeaders(plan));
    return finish(outcome, some ? 206 : 200, headers, plan.bodyWanted() ? body : NOTHING);
  }

  /**
   * Refuses what would cost more than it may.
   *
   * @param explained the execution plan
   * @throws dev.groundwork.base.problem.ProblemException with {@link ReplyProblem.TooCostly}
   */
  public static void checkCost(Rows explained, long limit) {
    long cost = Outcome.cost(explained).orElse(0);
    if (cost > limit) {
      throw new ReplyProblem.TooCostly(cost, limit).raise();
    }
  }

  /** The methods of a resource. */
  public static Reply allow(Plan.Allow allow) {
    Headers headers =
        Headers.of("Access-Control-Allow-Origin", "*", "Allow", String.join(",", allow.methods()));
    return new Reply(200, headers, NOTHING);
  }

  private Reply explained(Plan.Execution plan, Rows rows) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    content(headers, plan);
    return new Reply(200, new Headers(headers), Outcome.lines(rows));
  }

  private Reply read(Plan.Read plan, Outcome outcome, OptionalLong total) {
    requireSingular(plan, outcome);
    ContentRange range = range(outcome, total);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Content-Range", range.value()));
    headers.addAll(readHeaders(plan));
    return finish(outcome, range.status(), headers, plan.bodyWanted() ? outcome.body() : NOTHING);
  }

  private List<Map.Entry<String, String>> readHeaders(Plan.Read plan) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Content-Location", contentLocation(plan)));
    content(headers, plan);
    Preferences p = plan.preferences();
    applied(headers, List.of(p.count(), p.transaction(), p.handling()), false);
    return headers;
  }

  private ContentRange range(Outcome outcome, OptionalLong total) {
    long offset = request.window().offset();
    ContentRange range = new ContentRange(offset, offset + outcome.page() - 1, total);
    if (range.beyond()) {
      throw outOfRange(offset, total.getAsLong());
    }
    return range;
  }

  private static ProblemException outOfRange(long offset, long total) {
    String reason =
        "An offset of " + offset + " was requested, but there are only " + total + " rows.";
    return new ParseProblem.BadRange(reason, Optional.of("*/" + total)).raise();
  }

  private static OptionalLong total(Plan.Read plan, Outcome outcome, List<Rows> results) {
    if (results.size() < 2) {
      return outcome.total();
    }
    OptionalLong guess = Outcome.estimate(results.get(1));
    if (plan.preferences().count().equals(Optional.of(Count.PLANNED))) {
      return guess;
    }
    boolean exact = outcome.total().orElse(0) <= plan.maxRows().orElse(-1);
    return exact
        ? outcome.total()
        : OptionalLong.of(Math.max(guess.orElse(0), outcome.total().orElse(0)));
  }

  /** Between the page's rows and the trailer stand the count and its estimate, where asked for. */
  private static OptionalLong pageTotal(Plan.Read plan, Outcome outcome, List<Rows> results) {
    List<Rows> numbers = results.subList(1, results.size() - 1);
    if (numbers.isEmpty()) {
      return OptionalLong.empty();
    }
    if (plan.preferences().count().equals(Optional.of(Count.PLANNED))) {
      return Outcome.estimate(numbers.getFirst());
    }
    return total(plan, outcome.of(Outcome.count(numbers.getFirst())), numbers);
  }

  private String contentLocation(Plan.Read plan) {
    String query = request.canonicalQuery();
    return "/" + encode(plan.relation().name()) + (query.isEmpty() ? "" : "?" + query);
  }

  private Reply written(Plan.Write plan, Outcome outcome) {
    return switch (plan.mutation()) {
      case Mutation.Insert insert when insert.put() -> put(plan, outcome);
      case Mutation.Insert insert -> inserted(plan, insert, outcome);
      case Mutation.Update _ ->
          changed(plan, outcome, new ContentRange(0, outcome.page() - 1, counted(plan, outcome)));
      case Mutation.Delete _ ->
          changed(plan, outcome, new ContentRange(1, 0, counted(plan, outcome)));
    };
  }

  private static OptionalLong counted(Plan.Write plan, Outcome outcome) {
    boolean wanted = plan.preferences().count().filter(count -> count != Count.PLANNED).isPresent();
    return wanted ? OptionalLong.of(outcome.page()) : OptionalLong.empty();
  }

  private Reply inserted(Plan.Write plan, Mutation.Insert insert, Outcome outcome) {
    requireSingular(plan, outcome);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    location(plan, insert, outcome)
        .ifPresent(location -> headers.add(Map.entry("Location", location)));
    headers.add(Map.entry("Content-Range", new ContentRange(1, 0, counted(plan, outcome)).value()));
    Preferences p = plan.preferences();
    Optional<Resolution> resolution =
        insert.conflict().isPresent() ? p.resolution() : Optional.empty();
    applied(
        headers,
        List.of(resolution, p.missing(), p.returned(), p.count(), p.transaction(), p.handling()),
        false);
    boolean merged =
        resolution.equals(Optional.of(Resolution.MERGE_DUPLICATES))
            && outcome.inserted().orElse(0) <= 0;
    return withRepresentation(plan, outcome, merged ? 200 : 201, merged ? 200 : 201, headers);
  }

  private static Optional<String> location(
      Plan.Write plan, Mutation.Insert insert, Outcome outcome) {
    List<Optional<String>> key = outcome.key();
    if (key.isEmpty()) {
      return Optional.empty();
    }
    List<String> filters = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      String value = key.get(i).map(v -> "eq." + v).orElse("is.null");
      filters.add(encode(insert.location().get(i)) + "=" + encode(value));
    }
    return Optional.of("/" + encode(plan.relation().name()) + "?" + String.join("&", filters));
  }

  private Reply put(Plan.Write plan, Outcome outcome) {
    if (outcome.page() != 1) {
      throw new ReplyProblem.OtherKey().raise();
    }
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    Preferences p = plan.preferences();
    applied(headers, List.of(p.returned(), p.count(), p.transaction(), p.handling()), false);
    return withRepresentation(
        plan, outcome, outcome.inserted().orElse(0) > 0 ? 201 : 200, 204, headers);
  }

  private Reply changed(Plan.Write plan, Outcome outcome, ContentRange range) {
    requireSingular(plan, outcome);
    requireWithinAffected(plan, outcome);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Content-Range", range.value()));
    Preferences p = plan.preferences();
    Optional<Preferences.Missing> missing =
        plan.mutation() instanceof Mutation.Update ? p.missing() : Optional.empty();
    applied(
        headers, List.of(missing, p.returned(), p.count(), p.transaction(), p.handling()), true);
    return withRepresentation(plan, outcome, 200, 204, headers);
  }

  private Reply withRepresentation(
      Plan.Write plan,
      Outcome outcome,
      int statusWith,
      int statusWithout,
      List<Map.Entry<String, String>> headers) {
    if (!plan.preferences().representation()) {
      return finish(outcome, statusWithout, headers, NOTHING);
    }
    content(headers, plan);
    return finish(outcome, statusWith, headers, outcome.body());
  }

  private Reply called(Plan.Call plan, Outcome outcome) {
    requireSingular(plan, outcome);
    requireWithinAffected(plan, outcome);
    ContentRange range = range(outcome, outcome.total());
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Content-Range", range.value()));
    Preferences p = plan.preferences();
    applied(headers, List.of(p.count(), p.transaction(), p.handling()), true);
    if (plan.routine().returnsVoid()) {
      return finish(outcome, 204, headers, NOTHING);
    }
    content(headers, plan);
    return finish(outcome, range.status(), headers, plan.bodyWanted() ? outcome.body() : NOTHING);
  }

  private static void requireSingular(Plan.Execution plan, Outcome outcome) {
    if (plan.media() instanceof MediaType.SingleObject && outcome.page() != 1) {
      throw new ReplyProblem.NotSingular(outcome.page()).raise();
    }
  }

  private void requireWithinAffected(Plan.Execution plan, Outcome outcome) {
    boolean exceeded = request.maxAffected().filter(max -> outcome.page() > max).isPresent();
    if (plan.preferences().strict() && exceeded) {
      throw new ReplyProblem.TooManyAffected(outcome.page()).raise();
    }
  }

  private void content(List<Map.Entry<String, String>> headers, Plan.Execution plan) {
    oldName(plan.read()).ifPresent(warning -> headers.add(Map.entry("Warning", warning)));
    headers.add(Map.entry("Content-Type", plan.media().contentType()));
    if (profiled) {
      headers.add(Map.entry("Content-Profile", plan.schema()));
    }
  }

  /** The first embed that is addressed by a name that its alias hides. */
  private static Optional<String> oldName(ReadNode node) {
    for (ReadNode.Embed embed : node.embeds()) {
      Optional<String> warning =
          embed.oldName().map(old -> warning(old, embed.name())).or(() -> oldName(embed.node()));
      if (warning.isPresent()) {
        return warning;
      }
    }
    return Optional.empty();
  }

  private static String warning(String oldName, String alias) {
    return "299 Groundwork \"Embedded resource was referenced by relation name even though it has"
        + " an alias. This is deprecated and will stop working in a future release. Update `"
        + plain(oldName)
        + "` to `"
        + plain(alias)
        + "` in query string filters, orders or limits.\"";
  }

  /** A name as far as it can stand in a quoted text of a header. */
  private static String plain(String name) {
    StringBuilder plain = new StringBuilder();
    name.chars().forEach(c -> plain.append(c < ' ' || c > '~' || c == '"' ? '?' : (char) c));
    return plain.toString();
  }

  private void applied(
      List<Map.Entry<String, String>> headers,
      List<Optional<? extends Preferences.Spelled>> preferences,
      boolean bounded) {
    List<String> applied = new ArrayList<>();
    preferences.forEach(preference -> preference.ifPresent(p -> applied.add(p.spelling())));
    request.timezone().ifPresent(zone -> applied.add("timezone=" + zone));
    if (bounded && applied.contains(Preferences.Handling.STRICT.spelling())) {
      request.maxAffected().ifPresent(max -> applied.add("max-affected=" + max));
    }
    if (!applied.isEmpty()) {
      headers.add(Map.entry("Preference-Applied", String.join(", ", applied)));
    }
  }

  /** What SQL set takes the place of what would be answered otherwise. */
  private static Reply finish(
      Outcome outcome, int status, List<Map.Entry<String, String>> headers, byte[] body) {
    List<Map.Entry<String, String>> sqlHeaders = outcome.sqlHeaders();
    List<Map.Entry<String, String>> all = new ArrayList<>();
    for (Map.Entry<String, String> line : headers) {
      if (sqlHeaders.stream().noneMatch(set -> set.getKey().equalsIgnoreCase(line.getKey()))) {
        all.add(line);
      }
    }
    all.addAll(sqlHeaders);
    return new Reply(outcome.statusOr(status), new Headers(all), body);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
