package dev.groundwork.service.rest.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.schema.RoleSettings;
import dev.groundwork.base.sql.Identifier;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.query.Binder.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What comes before a request's own statement: who calls, what SQL may know of the request, what
 * else holds for the transaction. The SQL is written once for the same names, as it is compared and
 * hashed often; each request adds its values.
 */
final class Prologue {
  /** Names differ by schemas, roles and functions and by what a request asks for: a few. */
  private static final int KEPT = 1_000;

  private final RestConfig config;
  private final String searchPathTail;
  private final Optional<Statement> preRequest;
  private final Cache<Occasion, Written> kept = Caffeine.newBuilder().maximumSize(KEPT).build();

  Prologue(RestConfig config) {
    this.config = config;
    this.searchPathTail =
        config.extraSearchPath().stream()
            .map(name -> ", " + Identifier.quote(name))
            .collect(Collectors.joining());
    this.preRequest =
        config
            .preRequest()
            .map(function -> Statement.of("select " + Identifier.quotePath(function) + "()"));
  }

  /**
   * What decides which settings are made.
   *
   * @param special settings of a function that is called, or for a statement of its kind
   * @param timezone whether the request asks for one
   */
  record Occasion(
      String schema, RoleSettings role, Map<String, String> special, boolean timezone) {}

  /** The statement that makes settings, and where the value of each comes from. */
  private record Written(String sql, List<Source> sources) {}

  /** Where the value of a setting comes from. */
  private sealed interface Source {
    record Fixed(String value) implements Source {}

    enum Told implements Source {
      TIMEZONE,
      ROLE,
      CLAIMS,
      METHOD,
      PATH,
      HEADERS,
      COOKIES
    }
  }

  /** The statements; more may be added. */
  List<Statement> statements(
      Occasion occasion, Caller caller, Context context, Optional<String> timezone) {
    Written written = kept.get(occasion, this::write);
    @Nullable Object[] values = new @Nullable Object[written.sources.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(written.sources.get(i), caller, context, timezone);
    }
    List<Statement> statements = new ArrayList<>(4);
    statements.add(new Statement(written.sql, Arrays.asList(values)));
    preRequest.ifPresent(statements::add);
    return statements;
  }

  private static String value(
      Source source, Caller caller, Context context, Optional<String> timezone) {
    return switch (source) {
      case Source.Fixed(String value) -> value;
      case Source.Told.TIMEZONE -> timezone.orElseThrow();
      case Source.Told.ROLE -> caller.role();
      case Source.Told.CLAIMS -> caller.claims();
      case Source.Told.METHOD -> context.method();
      case Source.Told.PATH -> context.path();
      case Source.Told.HEADERS -> context.headers();
      case Source.Told.COOKIES -> context.cookies();
    };
  }

  /** Of settings with one name the last counts, in the place of the first. */
  private Written write(Occasion occasion) {
    Map<String, Source> all = new LinkedHashMap<>();
    all.put("search_path", new Source.Fixed(Identifier.quote(occasion.schema) + searchPathTail));
    all.putAll(fixed(occasion.role.settings()));
    if (occasion.timezone) {
      all.put("timezone", Source.Told.TIMEZONE);
    }
    all.putAll(fixed(occasion.special));
    all.put("role", Source.Told.ROLE);
    all.put("request.jwt.claims", Source.Told.CLAIMS);
    all.put("request.method", Source.Told.METHOD);
    all.put("request.path", Source.Told.PATH);
    all.put("request.headers", Source.Told.HEADERS);
    all.put("request.cookies", Source.Told.COOKIES);
    all.putAll(fixed(config.appSettings()));
    String sql =
        all.keySet().stream()
            .map(name -> "set_config(" + Identifier.literal(name) + ", ?, true)")
            .collect(Collectors.joining(", ", "select ", ""));
    return new Written(sql, List.copyOf(all.values()));
  }

  private static Map<String, Source> fixed(Map<String, String> settings) {
    Map<String, Source> sorted = new TreeMap<>();
    settings.forEach((name, value) -> sorted.put(name, new Source.Fixed(value)));
    return sorted;
  }
}
