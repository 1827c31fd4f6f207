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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the answer to a request out of its plan and what the database gave. Pure. */
public final class Replies {
  /** The outcome, as it is kept, of what the database gave no rows of its own for. */
  public static final String WITHOUT_ROWS = "[]";

  /** Types of bodies that change rows (RFC 5789). */
  private static final String PATCHES =
      Stream.of(
              MediaType.Plain.JSON,
              MediaType.Plain.MERGE_PATCH,
              MediaType.Plain.JSON_PATCH,
              MediaType.Plain.CSV,
              MediaType.Plain.FORM)
          .map(MediaType::mime)
          .collect(Collectors.joining(", "));

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
    Outcome outcome = Outcome.of(results.getFirst(), plan.tagging().wanted());
    return switch (plan) {
      case Plan.Read read -> replies.read(read, outcome, total(read, outcome, results));
      case Plan.Write write -> replies.form(write).with(outcome);
      case Plan.Call call -> replies.form(call).with(outcome);
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
   * @param results the page's rows, their number and its estimate as far as these are asked for,
   *     and the rows of {@link Trailer}
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
    boolean patched = allow.methods().contains("PATCH");
    return new Reply(200, patched ? headers.and("Accept-Patch", PATCHES) : headers, NOTHING);
  }

  private Reply explained(Plan.Execution plan, Rows rows) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    content(headers, plan);
    return new Reply(200, new Headers(headers), Outcome.lines(rows));
  }

  private Reply read(Plan.Read plan, Outcome outcome, OptionalLong total) {
    requireSingular(plan, outcome);
    ContentRange range = range(request.window().offset(), outcome, total);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Content-Range", range.value()));
    headers.addAll(readHeaders(plan));
    Reply reply =
        finish(outcome, range.status(), headers, plan.bodyWanted() ? outcome.body() : NOTHING);
    return plan.tagging().wanted() && isGood(reply.status()) ? tagged(reply, outcome) : reply;
  }

  private static boolean isGood(int status) {
    return status == 200 || status == 206;
  }

  /** Who has the same already is told no more than that. */
  private Reply tagged(Reply reply, Outcome outcome) {
    if (reply.headers().first("ETag").isPresent()) {
      return reply; // SQL knows better
    }
    String tag = Tags.opaque(outcome.version().orElse(""), outcome.body());
    Reply whole = reply.with("ETag", Tags.quoted(tag));
    return request.known().filter(known -> known.include(tag)).isPresent()
        ? new Reply(304, whole.headers().without("Content-Type", "Content-Range"), NOTHING)
        : whole;
  }

  /** The version of a row as it is, if there is one. */
  public static Optional<String> version(Rows versions) {
    return versions.size() == 0 ? Optional.empty() : versions.text(0, 0);
  }

  /**
   * Why a change that depends on a state was not made.
   *
   * @param current version of the row, if its caller may see one
   */
  public static ReplyProblem unmatched(Request request, Optional<String> current) {
    return request.match().isPresent()
            && current.filter(request.match().get()::includeVersion).isPresent()
        ? new ReplyProblem.KeptAsItIs()
        : new ReplyProblem.OtherState(
            current.map(version -> Tags.quoted(Tags.opaque(version, NOTHING))));
  }

  private List<Map.Entry<String, String>> readHeaders(Plan.Read plan) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Content-Location", contentLocation(plan)));
    content(headers, plan);
    Preferences p = plan.preferences();
    applied(headers, List.of(p.count(), p.transaction(), p.handling()), false);
    return headers;
  }

  static ContentRange range(long offset, Outcome outcome, OptionalLong total) {
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

  private ReplyForm form(Plan.Write plan) {
    Preferences p = plan.preferences();
    Optional<Preferences.Missing> missing = p.missing();
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    switch (plan.mutation()) {
      case Mutation.Insert insert when insert.put() ->
          applied(lines, List.of(p.returned(), p.count(), p.transaction(), p.handling()), false);
      case Mutation.Insert insert -> {
        Optional<Resolution> resolution = p.resolution().filter(_ -> insert.conflict().isPresent());
        applied(
            lines,
            List.of(resolution, missing, p.returned(), p.count(), p.transaction(), p.handling()),
            false);
      }
      case Mutation.Nest nest ->
          applied(
              lines,
              List.of(
                  p.resolution().filter(_ -> nest.merges()),
                  p.returned(),
                  p.count(),
                  p.transaction(),
                  p.handling()),
              nest.isChange());
      case Mutation.Update _, Mutation.Patch _ ->
          applied(
              lines,
              List.of(missing, p.returned(), p.count(), p.transaction(), p.handling()),
              true);
      case Mutation.Delete _ ->
          applied(lines, List.of(p.returned(), p.count(), p.transaction(), p.handling()), true);
    }
    if (p.representation()) {
      content(lines, plan);
    }
    return ReplyForm.of(plan, request, new Headers(lines));
  }

  private ReplyForm form(Plan.Call plan) {
    Preferences p = plan.preferences();
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    applied(lines, List.of(p.count(), p.transaction(), p.handling()), true);
    if (!plan.routine().returnsVoid()) {
      content(lines, plan);
    }
    return ReplyForm.of(plan, request, new Headers(lines));
  }

  /**
   * What an answer will look like, as text that can be kept.
   *
   * @throws IllegalArgumentException for a plan that changes nothing
   */
  public static String formOf(Plan.Execution plan, Request request, boolean profiled) {
    Replies replies = new Replies(request, profiled);
    return switch (plan) {
      case Plan.Write write -> replies.form(write).text();
      case Plan.Call call -> replies.form(call).text();
      case Plan.Read _ -> throw new IllegalArgumentException("a read has no form");
    };
  }

  /** What an answer looks like that is made whole before it is kept, as text to keep. */
  public static String formOf(Reply whole) {
    return ReplyForm.of(whole).text();
  }

  /**
   * An answer once more.
   *
   * @param form that was kept
   * @param outcome what the database gave, as it was kept
   */
  public static Reply again(String form, String outcome, byte[] body) {
    return ReplyForm.read(form).with(Outcome.kept(outcome, body));
  }

  private static void requireSingular(Plan.Execution plan, Outcome outcome) {
    if (plan.media() instanceof MediaType.SingleObject && outcome.page() != 1) {
      throw new ReplyProblem.NotSingular(outcome.page()).raise();
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
  static Reply finish(
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
