package dev.groundwork.service.rest.query;

import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.schema.RoleSettings;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Script.Access;
import dev.groundwork.base.sql.Script.Ending;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.parse.BodyColumns;
import dev.groundwork.service.rest.parse.Documents;
import dev.groundwork.service.rest.parse.Preferences;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.plan.Keyset;
import dev.groundwork.service.rest.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the script of one request: who calls and what SQL may know of the request, then the
 * template with values.
 */
public final class Binder {
  private static final Statement TRAILER = Statement.of(Template.Trailer.SQL);

  /**
   * One row by its key is found in one way, whatever the key; PostgreSQL may take planning anew
   * each time for a bargain, where the planning costs more than the rest.
   */
  private static final Map<String, String> PLANNED_ONCE =
      Map.of("plan_cache_mode", "force_generic_plan");

  private final RestConfig config;
  private final Prologue prologue;

  public Binder(RestConfig config) {
    this.config = config;
    this.prologue = new Prologue(config);
  }

  /**
   * What SQL may know of a request.
   *
   * @param role what else holds for the caller's role
   */
  public record Context(
      String method, String path, String headers, String cookies, RoleSettings role) {}

  /**
   * The script of a planned request; its results are, at the end, those of the main statement and
   * of the estimate, or of a list and its trailer.
   */
  public Script bind(
      Plan.Execution plan, Template template, Request request, Caller caller, Context context) {
    return bind(plan, template, template.main(), request, caller, context);
  }

  /**
   * The same for a body by columns, when it and the statement allow that. Rows and failures are the
   * same, but of several values that cannot be read another one may be told.
   */
  public Optional<Script> bindByColumns(
      Plan.Execution plan, Template template, Request request, Caller caller, Context context) {
    return template
        .byColumns()
        .filter(piece -> piece.slots().stream().allMatch(slot -> isCovered(slot, request)))
        .map(piece -> bind(plan, template, piece, request, caller, context));
  }

  private static boolean isCovered(Template.Slot slot, Request request) {
    return !(slot instanceof Template.Slot.Column(String name, boolean json))
        || column(request, name).filter(column -> !json || !column.strings()).isPresent();
  }

  /** The script of a page; its results are, at the end, those of the pieces and the trailer. */
  public Script page(
      Plan.Read plan,
      List<Template.Piece> pieces,
      Request request,
      Caller caller,
      Context context) {
    List<Statement> own = new ArrayList<>();
    pieces.forEach(piece -> own.add(fill(piece, request)));
    own.add(TRAILER);
    return script(plan, own, request, caller, context);
  }

  private Script bind(
      Plan.Execution plan,
      Template template,
      Template.Piece main,
      Request request,
      Caller caller,
      Context context) {
    List<Statement> own = new ArrayList<>(3);
    template.before().forEach(piece -> own.add(fill(piece, request)));
    own.add(fill(main, request));
    if (template.layout() != Template.Layout.ONE_ROW) {
      own.add(TRAILER);
    }
    template.estimate().ifPresent(estimate -> own.add(fill(estimate, request)));
    return script(plan, own, request, caller, context);
  }

  private Script script(
      Plan.Execution plan, List<Statement> own, Request request, Caller caller, Context context) {
    Map<String, String> settings = Map.of();
    Optional<String> isolation = context.role().isolation();
    if (plan instanceof Plan.Read read && read.byKey() && !read.read().embeds().isEmpty()) {
      settings = PLANNED_ONCE;
    }
    if (plan instanceof Plan.Call call) {
      settings = call.routine().settings();
      isolation = call.routine().isolation().or(context.role()::isolation);
    }
    Optional<String> timezone = request.timezone();
    Prologue.Occasion occasion =
        new Prologue.Occasion(plan.schema(), context.role(), settings, timezone.isPresent());
    List<Statement> statements = prologue.statements(occasion, caller, context, timezone);
    statements.addAll(own);
    return new Script(
        statements,
        plan.reads() ? Access.READ_ONLY : Access.READ_WRITE,
        isolation,
        ending(plan.preferences()));
  }

  /** A read-only script of other statements, run as the caller. */
  public Script reading(String schema, Caller caller, Context context, List<Statement> queries) {
    Prologue.Occasion occasion = new Prologue.Occasion(schema, context.role(), Map.of(), false);
    List<Statement> statements = prologue.statements(occasion, caller, context, Optional.empty());
    statements.addAll(queries);
    return new Script(statements, Access.READ_ONLY, context.role().isolation(), Ending.COMMIT);
  }

  /** The statement of a piece. */
  public static Statement statement(Template.Piece piece, Request request) {
    return fill(piece, request);
  }

  /** How the transaction ends: as the server has it, or as the client wishes where it may. */
  public Ending ending(Preferences preferences) {
    boolean rollback =
        switch (config.txEnd()) {
          case COMMIT -> false;
          case ROLLBACK -> true;
          case COMMIT_ALLOW_OVERRIDE -> is(preferences, Preferences.Transaction.ROLLBACK);
          case ROLLBACK_ALLOW_OVERRIDE -> !is(preferences, Preferences.Transaction.COMMIT);
        };
    return rollback ? Ending.ROLLBACK : Ending.COMMIT;
  }

  private static boolean is(Preferences preferences, Preferences.Transaction transaction) {
    return preferences.transaction().equals(Optional.of(transaction));
  }

  private static Statement fill(Template.Piece piece, Request request) {
    List<Template.Slot> slots = piece.slots();
    @Nullable Object[] values = new @Nullable Object[slots.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(slots.get(i), request);
    }
    return new Statement(piece.sql(), Arrays.asList(values));
  }

  private static @Nullable Object value(Template.Slot slot, Request request) {
    return switch (slot) {
      case Template.Slot.Value(int index) -> request.values().get(index);
      case Template.Slot.Limit(int index, var max) ->
          Long.toString(
              Math.min(Long.parseLong(request.values().get(index)), max.orElse(Long.MAX_VALUE)));
      case Template.Slot.Position(int index) -> request.position().get(index);
      case Template.Slot.PageAndOne(var max) -> Integer.toString(Keyset.pageSize(request, max) + 1);
      case Template.Slot.Body _ ->
          switch (request.body()) {
            case Request.Body.None _ -> null;
            case Request.Body.Text(String text) -> text;
            case Request.Body.Rows(var json, _) -> json.get();
            case Request.Body.Bytes(byte[] bytes) -> bytes;
            case Request.Body.Places _ ->
                throw new IllegalStateException("nested rows are read place by place");
          };
      case Template.Slot.Documents(int place) -> place(request, place).json();
      case Template.Slot.Parents(int place) -> place(request, place).parents();
      case Template.Slot.Forms(int place) -> place(request, place).forms();
      case Template.Slot.Within(int place) -> place(request, place).within();
      case Template.Slot.Column(String name, boolean _) ->
          column(request, name).orElseThrow().array();
    };
  }

  private static Documents.Rows place(Request request, int number) {
    if (request.body() instanceof Request.Body.Places(List<Documents.Rows> places)) {
      return places.get(number);
    }
    throw new IllegalStateException("the body has no nested rows");
  }

  private static Optional<BodyColumns.Column> column(Request request, String name) {
    return request.body() instanceof Request.Body.Rows(_, BodyColumns columns)
        ? columns.column(name)
        : Optional.empty();
  }
}
