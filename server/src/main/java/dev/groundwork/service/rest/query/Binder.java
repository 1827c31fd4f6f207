package dev.groundwork.service.rest.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.schema.RoleSettings;
import dev.groundwork.base.schema.Routine;
import dev.groundwork.base.sql.Identifier;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Script.Access;
import dev.groundwork.base.sql.Script.Ending;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.parse.Preferences;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the script of one request: who calls and what SQL may know of the request, then the
 * template with values.
 */
public final class Binder {
  /** Names differ by the settings of functions and by what a request asks for: a few. */
  private static final int KEPT_CALLS = 1_000;

  private final RestConfig config;
  private final String searchPathTail;
  private final Cache<List<String>, String> settingCalls =
      Caffeine.newBuilder().maximumSize(KEPT_CALLS).build();

  public Binder(RestConfig config) {
    this.config = config;
    this.searchPathTail =
        config.extraSearchPath().stream()
            .map(name -> ", " + Identifier.quote(name))
            .collect(Collectors.joining());
  }

  /**
   * What SQL may know of a request.
   *
   * @param role what else holds for the caller's role
   */
  public record Context(
      String method, String path, String headers, String cookies, RoleSettings role) {}

  /**
   * The script of a planned request; its results are those of the main statement and of the
   * estimate, at the end.
   */
  public Script bind(
      Plan.Execution plan, Template template, Request request, Caller caller, Context context) {
    Map<String, String> settings = new LinkedHashMap<>();
    request.timezone().ifPresent(zone -> settings.put("timezone", zone));
    Optional<String> isolation = context.role().isolation();
    boolean reads = plan instanceof Plan.Read;
    if (plan instanceof Plan.Call call) {
      settings.putAll(hoisted(call.routine()));
      isolation = call.routine().isolation().or(context.role()::isolation);
      reads = call.readOnly();
    }
    List<Statement> statements = prologue(plan.schema(), caller, context, settings);
    statements.add(fill(template.main(), request));
    template.estimate().ifPresent(estimate -> statements.add(fill(estimate, request)));
    return new Script(
        statements,
        reads ? Access.READ_ONLY : Access.READ_WRITE,
        isolation,
        ending(plan.preferences()));
  }

  /** A read-only script of other statements, run as the caller. */
  public Script reading(String schema, Caller caller, Context context, List<Statement> queries) {
    List<Statement> statements = prologue(schema, caller, context, Map.of());
    statements.addAll(queries);
    return new Script(statements, Access.READ_ONLY, context.role().isolation(), Ending.COMMIT);
  }

  /** The statement of a piece. */
  public static Statement statement(Template.Piece piece, Request request) {
    return fill(piece, request);
  }

  private Map<String, String> hoisted(Routine routine) {
    return new TreeMap<>(routine.settings());
  }

  private Ending ending(Preferences preferences) {
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

  private List<Statement> prologue(
      String schema, Caller caller, Context context, Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("search_path", Identifier.quote(schema) + searchPathTail);
    all.putAll(new TreeMap<>(context.role().settings()));
    all.putAll(settings);
    all.put("role", caller.role());
    all.put("request.jwt.claims", caller.claims());
    all.put("request.method", context.method());
    all.put("request.path", context.path());
    all.put("request.headers", context.headers());
    all.put("request.cookies", context.cookies());
    all.putAll(new TreeMap<>(config.appSettings()));
    List<Statement> statements = new ArrayList<>();
    statements.add(settings(all));
    config
        .preRequest()
        .ifPresent(function ->
            statements.add(Statement.of("select " + Identifier.quotePath(function) + "()")));
    return statements;
  }

  /** One SQL text for the same names: it is compared and hashed often. */
  private Statement settings(Map<String, String> settings) {
    List<String> names = List.copyOf(settings.keySet());
    String calls = settingCalls.get(names, Binder::calls);
    return new Statement(calls, new ArrayList<>(settings.values()));
  }

  private static String calls(List<String> names) {
    return names.stream()
        .map(name -> "set_config(" + Identifier.literal(name) + ", ?, true)")
        .collect(Collectors.joining(", ", "select ", ""));
  }

  private static Statement fill(Template.Piece piece, Request request) {
    List<@Nullable Object> values = new ArrayList<>(piece.slots().size());
    for (Template.Slot slot : piece.slots()) {
      values.add(value(slot, request));
    }
    return new Statement(piece.sql(), values);
  }

  private static @Nullable Object value(Template.Slot slot, Request request) {
    return switch (slot) {
      case Template.Slot.Value(int index) -> request.values().get(index);
      case Template.Slot.Limit(int index, var max) ->
          Long.toString(
              Math.min(Long.parseLong(request.values().get(index)), max.orElse(Long.MAX_VALUE)));
      case Template.Slot.Body _ ->
          switch (request.body()) {
            case Request.Body.None _ -> null;
            case Request.Body.Text(String text) -> text;
            case Request.Body.Bytes(byte[] bytes) -> bytes;
          };
    };
  }
}
