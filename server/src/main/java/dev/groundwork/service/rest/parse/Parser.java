package dev.groundwork.service.rest.parse;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.service.rest.parse.Shape.Argument;
import dev.groundwork.service.rest.parse.Shape.Located;
import dev.groundwork.service.rest.parse.Shape.Match;
import dev.groundwork.service.rest.parse.Shape.Tagging;
import dev.groundwork.service.rest.parse.Shape.WindowSlots;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Turns a raw request into words. Pure: the same request always gives the same words. */
public final class Parser {
  private static final List<String> OPENAPI_31 = List.of("openapi", "3.1");
  private static final Readings<List<MediaType>> ACCEPTS = new Readings<>(MediaType::parseAccept);
  private static final Readings<MediaType> TYPES = new Readings<>(MediaType::parse);
  private static final List<SelectItem> EVERYTHING = List.of(new SelectItem.Star());

  /** More opening brackets are refused: the stack that PostgreSQL reads JSON on ends there. */
  private static final int MAX_BRACKETS = 3_000;

  private final RawRequest raw;
  private final Method method;
  private final Target target;
  private final List<String> values = new ArrayList<>();
  private List<Located<Filter>> filters = List.of();
  private List<Located<Logic>> logic = List.of();
  private List<Located<List<OrderTerm>>> orders = List.of();
  private List<Argument> arguments = List.of();
  private Map<List<String>, OptionalLong> limits = Map.of();
  private Map<List<String>, OptionalLong> offsets = Map.of();
  private Optional<String> select = Optional.empty();
  private Optional<String> columns = Optional.empty();
  private Optional<String> onConflict = Optional.empty();
  private Optional<String> cursor = Optional.empty();
  private List<Located<Distinct>> distincts = List.of();
  private Optional<List<Nested>> nested = Optional.empty();
  private Optional<Documents> documents = Optional.empty();

  private Parser(RawRequest raw) {
    this.raw = raw;
    this.target = target(raw.path());
    this.method = method(raw.method(), target);
  }

  /**
   * Reads a request.
   *
   * @throws dev.groundwork.base.problem.ProblemException with a {@link ParseProblem} when a word is
   *     not in the grammar
   */
  public static Request parse(RawRequest raw) {
    return new Parser(raw).parse();
  }

  /** What a client prefers, of a request that is none for a table or function. */
  public static Preferences preferences(Headers headers) {
    return new PreferenceParser(headers.all("Prefer")).preferences();
  }

  private static Target target(String path) {
    if (path.length() <= 1) {
      return new Target.Root();
    }
    if (path.indexOf('/', 1) < 0) {
      return new Target.Table(QueryString.decodeSegment(path.substring(1)));
    }
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(1).split("/", -1)) {
      segments.add(QueryString.decodeSegment(segment));
    }
    if (segments.size() == 2 && segments.getFirst().equals("rpc")) {
      return new Target.Function(segments.get(1));
    }
    if (segments.equals(OPENAPI_31)) {
      return new Target.OpenApi31();
    }
    throw new ParseProblem.UnknownPath().raise();
  }

  private static Method method(String name, Target target) {
    Method method = Method.of(name).orElseThrow(() -> new ParseProblem.UnknownMethod(name).raise());
    return switch (target) {
      case Target.Table _ -> method;
      case Target.Function _ ->
          switch (method) {
            case GET, HEAD, POST, OPTIONS -> method;
            case PATCH, PUT, DELETE -> throw new ParseProblem.BadFunctionMethod(name).raise();
          };
      case Target.Root _, Target.OpenApi31 _ ->
          switch (method) {
            case GET, HEAD, OPTIONS -> method;
            case POST, PATCH, PUT, DELETE -> throw new ParseProblem.UnknownMethod(name).raise();
          };
    };
  }

  private Request parse() {
    QueryString.read(raw.query(), this::read);
    PreferenceParser preferences = new PreferenceParser(raw.headers().all("Prefer"));
    nested = nested();
    PayloadParser.Parsed payload = nested.isPresent() ? nestedPayload() : payload();
    Window window = window();
    values.forEach(Parser::requireShallow);
    Optional<EntityTags> known = method.reads() ? tags("If-None-Match") : Optional.empty();
    Optional<EntityTags> match = method.changesRows() ? tags("If-Match") : Optional.empty();
    boolean tagged = target instanceof Target.Table && preferences.tagged();
    Tagging tagging = tagging(tagged || known.isPresent(), match);
    Shape shape = shape(preferences.preferences(), payload.payload(), window, tagging);
    return new Request(
        shape,
        values,
        payload.body(),
        window,
        preferences.timezone(),
        preferences.maxAffected(),
        preferences.unknown(),
        raw.query(),
        known,
        match,
        cursor,
        List.of());
  }

  /** What the header says; it says nothing where no rows of a table are written. */
  private Optional<List<Nested>> nested() {
    if (!(target instanceof Target.Table) || !method.sendsContent()) {
      return Optional.empty();
    }
    Optional<List<Nested>> named = Nested.of(raw.headers());
    if (named.isPresent()) {
      requireNestable();
    }
    return named;
  }

  private void requireNestable() {
    if (method == Method.PUT || method == Method.DELETE) {
      throw new ParseProblem.NotNested(method.name()).raise();
    }
    if (!contentType().equals(MediaType.Plain.JSON)) {
      throw new ParseProblem.NotNested("the Content-Type " + contentType().mime()).raise();
    }
    if (!raw.headers().all("If-Match").isEmpty()) {
      throw new ParseProblem.NotNested("`If-Match`").raise();
    }
  }

  private PayloadParser.Parsed nestedPayload() {
    Optional<List<String>> counting = columns.map(text -> names("columns", text));
    NestedBody.Read read = NestedBody.read(raw.body(), nested.orElseThrow(), counting);
    if (method == Method.PATCH && read.array()) {
      throw new ParseProblem.BadNesting("a PATCH has one object").raise();
    }
    documents = Optional.of(read.shape());
    return new PayloadParser.Parsed(
        new Payload.Json(MediaType.Plain.JSON, read.array(), List.of()),
        new Request.Body.Places(read.rows()));
  }

  private List<SelectItem> everything() {
    return nested.map(Nested::everything).orElse(EVERYTHING);
  }

  private static void requireShallow(String value) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < value.length() && value.length() > MAX_BRACKETS; i++) {
      switch (value.charAt(i)) {
        case '[', '{', '(' -> depth++;
        case ']', '}', ')' -> depth--;
        default -> {}
      }
      deepest = Math.max(deepest, depth);
    }
    if (deepest > MAX_BRACKETS) {
      String reason = "a value is nested deeper than " + MAX_BRACKETS + " levels";
      throw new ParseProblem.BadParameter("failed to parse a value", reason).raise();
    }
  }

  private Optional<EntityTags> tags(String header) {
    List<String> lines = target instanceof Target.Table ? raw.headers().all(header) : List.of();
    return lines.isEmpty() ? Optional.empty() : Optional.of(EntityTags.parse(header, lines));
  }

  private Tagging tagging(boolean wanted, Optional<EntityTags> match) {
    return new Tagging(wanted || match.isPresent(), match.map(this::match));
  }

  private Match match(EntityTags tags) {
    return new Match(tags.any() ? Optional.empty() : Optional.of(slot(tags.versions())));
  }

  private Shape shape(Preferences preferences, Payload payload, Window window, Tagging tagging) {
    List<SelectItem> selected = select.map(SelectParser::parse).orElseGet(this::everything);
    Optional<String> accept = raw.headers().first("Accept");
    return new Shape(
        method,
        target,
        raw.headers().first(method.sendsContent() ? "Content-Profile" : "Accept-Profile"),
        accept.map(ACCEPTS::of).orElse(List.of(MediaType.Plain.ANY)),
        preferences,
        payload,
        selected,
        CountedEmbeds.settled(filters, selected),
        logic,
        orders,
        windows(window),
        columns.map(text -> names("columns", text)),
        onConflict.map(text -> names("on_conflict", text)),
        arguments,
        tagging,
        refinement());
  }

  private Shape.Refinement refinement() {
    return cursor.isPresent() || documents.isPresent() || !distincts.isEmpty()
        ? new Shape.Refinement(cursor.isPresent(), distincts, documents)
        : Shape.Refinement.NONE;
  }

  private static List<String> names(String parameter, String text) {
    return Names.names(new Scanner(parameter + " parameter", text));
  }

  private void read(String key, String value, boolean given) {
    if (!given) {
      return;
    }
    switch (key.substring(key.lastIndexOf('.') + 1)) {
      case "order" ->
          orders = with(orders, new Located<>(embedPath(key), OrderParser.parse(value)));
      case "limit" -> limits = with(limits, embedPath(key), RangeParser.number(value));
      case "offset" -> offsets = with(offsets, embedPath(key), RangeParser.number(value));
      case "and", "or" -> logic = with(logic, FilterParser.parseTree(key, value, values));
      default -> readPlain(key, value);
    }
  }

  /** The list with one more; few requests have something in each list. */
  private static <T> List<T> with(List<T> list, T more) {
    List<T> longer = list.isEmpty() ? new ArrayList<>(4) : list;
    longer.add(more);
    return longer;
  }

  /** The numbers with one more; of several for one path the first counts. */
  private static Map<List<String>, OptionalLong> with(
      Map<List<String>, OptionalLong> numbers, List<String> path, OptionalLong number) {
    if (numbers.isEmpty()) {
      return Map.of(path, number);
    }
    Map<List<String>, OptionalLong> more =
        numbers.size() == 1 ? new LinkedHashMap<>(numbers) : numbers;
    more.putIfAbsent(path, number);
    return more;
  }

  private void readPlain(String key, String value) {
    switch (key) {
      case "select" -> select = Optional.of(select.orElse(value));
      case "columns" -> columns = Optional.of(columns.orElse(value));
      case "on_conflict" -> onConflict = Optional.of(onConflict.orElse(value));
      default -> {
        if (isRefinement(value) && key.equals("cursor")) {
          cursor = Optional.of(cursor.orElse(value));
        } else if (isRefinement(value) && isDistinct(key)) {
          distincts = with(distincts, new Located<>(embedPath(key), Distinct.parse(value)));
        } else if (isArgument(key, value)) {
          arguments = with(arguments, new Argument(key, slot(value)));
        } else {
          filters = with(filters, FilterParser.parse(key, value, values));
        }
      }
    }
  }

  /**
   * Whether a parameter may be one of ours: a filter has an operator, so that columns of any name
   * can be filtered by, and calls have arguments of any name.
   */
  private boolean isRefinement(String value) {
    return target instanceof Target.Table
        && (method == Method.GET || method == Method.HEAD)
        && !FilterParser.looksLikeFilter(value);
  }

  private static boolean isDistinct(String key) {
    return key.equals("distinct") || key.endsWith(".distinct");
  }

  /** A call by POST has its arguments in the body. */
  private boolean isArgument(String key, String value) {
    return target instanceof Target.Function
        && method != Method.POST
        && key.indexOf('.') < 0
        && !FilterParser.looksLikeFilter(value);
  }

  private int slot(String value) {
    values.add(value);
    return values.size() - 1;
  }

  /** The embeds that {@code a.b.order} leads through: {@code [a, b]}. */
  private static List<String> embedPath(String key) {
    if (key.indexOf('.') < 0) {
      return List.of();
    }
    Scanner in = new Scanner("tree path", key);
    List<String> names = FilterParser.dottedNames(in);
    in.requireEnd();
    return List.copyOf(names.subList(0, names.size() - 1));
  }

  private Window window() {
    OptionalLong limit = limits.getOrDefault(List.of(), OptionalLong.empty());
    OptionalLong offset = offsets.getOrDefault(List.of(), OptionalLong.empty());
    if (method == Method.PUT && (limit.isPresent() || offset.isPresent())) {
      throw new ParseProblem.LimitedPut().raise();
    }
    Optional<Headers> headers =
        method == Method.GET ? Optional.of(raw.headers()) : Optional.empty();
    Window window = RangeParser.window(headers, limit, offset);
    if (cursor.isPresent()) {
      requirePage(window, headers.flatMap(each -> each.first("Range")).isPresent());
    }
    return window;
  }

  private void requirePage(Window window, boolean range) {
    if (range || offsets.containsKey(List.of())) {
      throw new ParseProblem.NoPage("A page by `cursor` has no `offset` and no `Range`").raise();
    }
    if (window.limit().equals(OptionalLong.of(0))) {
      throw new ParseProblem.NoPage("A page by `cursor` needs a `limit` above 0").raise();
    }
  }

  private List<Located<WindowSlots>> windows(Window top) {
    List<Located<WindowSlots>> windows = new ArrayList<>();
    if (!top.isAll()) {
      windows.add(new Located<>(List.of(), slots(top)));
    }
    limits.keySet().forEach(path -> addWindow(windows, path));
    for (List<String> path : offsets.keySet()) {
      if (!limits.containsKey(path)) {
        addWindow(windows, path);
      }
    }
    return windows;
  }

  /** Adds the window of an embed; that of the top level is there already. */
  private void addWindow(List<Located<WindowSlots>> windows, List<String> path) {
    if (!path.isEmpty()) {
      OptionalLong limit = limits.getOrDefault(path, OptionalLong.empty());
      OptionalLong offset = offsets.getOrDefault(path, OptionalLong.empty());
      Window window = RangeParser.window(Optional.empty(), limit, offset);
      windows.add(new Located<>(path, slots(window)));
    }
  }

  private WindowSlots slots(Window window) {
    Optional<Integer> limit =
        window.limit().isPresent()
            ? Optional.of(slot(Long.toString(window.limit().getAsLong())))
            : Optional.empty();
    Optional<Integer> offset =
        window.offset() > 0 ? Optional.of(slot(Long.toString(window.offset()))) : Optional.empty();
    return new WindowSlots(limit, offset);
  }

  private PayloadParser.Parsed payload() {
    boolean declared = columns.isPresent();
    return switch (target) {
      case Target.Table _ when method == Method.PATCH && isPatch() -> patch();
      case Target.Table _ when method == Method.POST || method == Method.PATCH ->
          PayloadParser.forTable(raw.body(), contentType(), declared);
      case Target.Table _ when method == Method.PUT ->
          PayloadParser.forTable(raw.body(), contentType(), false);
      case Target.Function _ when method == Method.POST -> functionPayload(declared);
      default -> new PayloadParser.Parsed(new Payload.None(), new Request.Body.None());
    };
  }

  private boolean isPatch() {
    MediaType type = contentType();
    return type.equals(MediaType.Plain.JSON_PATCH) || type.equals(MediaType.Plain.MERGE_PATCH);
  }

  /** Its values are among those of the request, each in a slot. */
  private PayloadParser.Parsed patch() {
    if (columns.isPresent()) {
      String reason = "`columns` is for rows: a patch names what it changes by itself";
      throw new ParseProblem.BadPatch(reason).raise();
    }
    PatchParser parser = new PatchParser(this::slot);
    Payload payload =
        contentType().equals(MediaType.Plain.JSON_PATCH)
            ? new Payload.Patch(parser.patch(raw.body()))
            : new Payload.Merge(parser.merge(raw.body()));
    return new PayloadParser.Parsed(payload, new Request.Body.None());
  }

  private PayloadParser.Parsed functionPayload(boolean declared) {
    PayloadParser.Parsed parsed = PayloadParser.forFunction(raw.body(), contentType(), declared);
    if (parsed.payload() instanceof Payload.Form) {
      QueryString form = QueryString.parse(new String(raw.body(), StandardCharsets.UTF_8));
      for (QueryString.Parameter parameter : form.parameters()) {
        arguments = with(arguments, new Argument(parameter.key(), slot(parameter.value())));
      }
    }
    return parsed;
  }

  private MediaType contentType() {
    return raw.headers().first("Content-Type").map(TYPES::of).orElse(MediaType.Plain.JSON);
  }
}
