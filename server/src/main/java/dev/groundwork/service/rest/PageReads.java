package dev.groundwork.service.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.schema.TextTypes;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.plan.CursorSeal;
import dev.groundwork.service.rest.plan.Keyset;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.plan.Plan.BodyForm;
import dev.groundwork.service.rest.plan.PlanProblem;
import dev.groundwork.service.rest.plan.Position;
import dev.groundwork.service.rest.query.Binder;
import dev.groundwork.service.rest.query.Binder.Context;
import dev.groundwork.service.rest.query.PageTemplate;
import dev.groundwork.service.rest.query.Template;
import dev.groundwork.service.rest.reply.ListFormat;
import dev.groundwork.service.rest.reply.Page;
import dev.groundwork.service.rest.reply.Replies;
import dev.groundwork.service.rest.reply.UncoveredValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads lists in pages, each from the position on that its cursor holds. */
final class PageReads {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database database;
  private final Binder binder;
  private final CursorSeal seal;

  PageReads(Database database, Binder binder, CursorSeal seal) {
    this.database = database;
    this.binder = binder;
    this.seal = seal;
  }

  /**
   * One request.
   *
   * @param maxCost highest estimated cost of a statement
   * @param made types that somebody has made
   */
  record Asked(
      Request request,
      OptionalLong maxCost,
      Caller caller,
      Context context,
      boolean profiled,
      TextTypes made,
      Timings timings) {}

  Reply read(PageShape shape, Asked asked) {
    String purpose = purpose(shape.plan(), asked);
    Position position = position(shape.plan(), asked.request(), purpose);
    return new Try(shape, asked, purpose, position, shape.json())
        .reply()
        .or(() -> new Try(shape, asked, purpose, position, true).reply())
        .orElseThrow(() -> new IllegalStateException("rows of JSON cannot be written as a list"));
  }

  /**
   * What a cursor is for: the caller, what is read, and all that is asked but where and how much.
   */
  private static String purpose(Plan.Read plan, Asked asked) {
    String subject = subject(asked.caller().claims());
    String query = asked.request().queryWithout(Set.of("cursor", "limit"));
    return Stream.of(
            asked.caller().role(),
            subject,
            plan.relation().toString(),
            plan.keyset().orElseThrow().toString(),
            query)
        .map(part -> part.length() + ":" + part)
        .collect(Collectors.joining());
  }

  private static String subject(String claims) {
    try {
      return JSON.readTree(claims).path("sub").asText("");
    } catch (JsonProcessingException notJson) {
      return claims;
    }
  }

  private Position position(Plan.Read plan, Request request, String purpose) {
    String cursor = request.cursor().orElse("");
    return cursor.isEmpty()
        ? Position.FIRST
        : seal.open(cursor, purpose)
            .filter(opened -> opened.fits(plan.keyset().orElseThrow()))
            .orElseThrow(() -> new PlanProblem.ForeignCursor().raise());
  }

  /** A try to answer; it fails where PostgreSQL has to write the JSON, and leaves that known. */
  private final class Try {
    private final PageShape shape;
    private final Plan.Read plan;
    private final Asked asked;
    private final Request request;
    private final String purpose;
    private final Position position;
    private final boolean json;
    private final PageTemplate template;
    private final int size;

    Try(PageShape shape, Asked asked, String purpose, Position position, boolean json) {
      this.shape = shape;
      this.plan = shape.plan();
      this.asked = asked;
      this.purpose = purpose;
      this.position = position;
      this.request =
          asked.request().at(position.values().stream().map(value -> value.orElse("")).toList());
      this.json = json;
      this.template = shape.template(position.stance(), json);
      this.size = Keyset.pageSize(request, plan.maxRows());
    }

    Optional<Reply> reply() {
      List<Rows> results = asked.timings().during("transaction", this::results);
      return asked.timings().during("response", () -> replyOf(results));
    }

    /** The rows of the page and perhaps one more, then what else was asked for. */
    private List<Rows> results() {
      List<Rows> results = new ArrayList<>(run(template.first()));
      if (results.getFirst().size() <= size && template.zones().size() > 1) {
        Rows more = run(List.of(template.zones().get(1))).getFirst();
        Rows all = results.getFirst().and(more);
        results.set(0, all.part(0, Math.min(all.size(), size + 1)));
      }
      return results;
    }

    private List<Rows> run(List<Template.Piece> pieces) {
      Script script = binder.page(plan, pieces, request, asked.caller(), asked.context());
      int own = pieces.size() + 1;
      List<Rows> results =
          asked.maxCost().isPresent() ? runWithin(script, own) : database.run(script);
      return results.subList(results.size() - own, results.size());
    }

    private List<Rows> runWithin(Script script, int own) {
      List<Statement> statements = new ArrayList<>(script.statements());
      int before = statements.size() - own;
      Statement main = statements.get(before);
      statements.add(before, new Statement("explain (format json) " + main.sql(), main.values()));
      return database.run(
          new Script(statements, script.access(), script.isolation(), script.ending()),
          before + 1,
          rows -> Replies.checkCost(rows.getLast(), asked.maxCost().getAsLong()));
    }

    private Optional<Reply> replyOf(List<Rows> results) {
      Rows all = results.getFirst();
      int shown = all.columns().count() - plan.keyset().orElseThrow().keys().size();
      Page page =
          new Page(
              all.columns(0, shown), all.columns(shown, all.columns().count()), position, size);
      try {
        return format(page).map(format -> replyOf(format, page, results));
      } catch (UncoveredValue found) {
        shape.leaveJsonToDatabase();
        return Optional.empty();
      }
    }

    private Optional<ListFormat> format(Page page) {
      BodyForm form = plan.bodyWanted() ? plan.body() : new BodyForm.Json(false);
      Template.Layout layout = json ? Template.Layout.JSON_ROWS : Template.Layout.ROWS;
      Optional<ListFormat> format =
          ListFormat.of(form, layout, page.rows().columns(), asked.made());
      if (format.isEmpty()) {
        shape.leaveJsonToDatabase();
      }
      return format;
    }

    private Reply replyOf(ListFormat format, Page page, List<Rows> results) {
      return Replies.page(
          plan, request, format, page, to -> seal.seal(to, purpose), results, asked.profiled());
    }
  }
}
