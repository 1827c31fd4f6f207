package dev.groundwork.service.rest.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.schema.SchemaLoader;
import dev.groundwork.base.schema.SchemaScope;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.parse.Parser;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.plan.Planner;
import dev.groundwork.testing.TestPostgres;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests and the whole SQL that they become, in {@code golden.txt}; PostgreSQL accepts all of it.
 */
class QueryWriterTest {
  private static final String FILE = "/dev/groundwork/service/rest/golden.txt";
  private static final SchemaScope SCOPE =
      new SchemaScope(List.of("api", "other"), List.of(), List.of("statement_timeout"));

  @RegisterExtension
  static final TestPostgres POSTGRES =
      TestPostgres.withResources("/dev/groundwork/service/rest/board.sql");

  private static SchemaCache schema;

  @BeforeAll
  static void load() {
    schema = new SchemaLoader(POSTGRES.database(), SCOPE).load(1);
  }

  /** A request and its SQL, as blocks of a file: name, request, SQL, slots. */
  record Golden(String name, String request, String sql, String slots) {
    static List<Golden> read() throws Exception {
      try (InputStream in =
          Objects.requireNonNull(QueryWriterTest.class.getResourceAsStream(FILE))) {
        List<Golden> all = new ArrayList<>();
        for (String block :
            new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n\n+", -1)) {
          if (!block.isBlank()) {
            all.add(of(block.strip()));
          }
        }
        return all;
      }
    }

    /** A block without SQL and slots is one that is to be filled. */
    static Golden of(String block) {
      List<String> lines = List.of(block.split("\n", -1));
      return new Golden(
          lines.getFirst().substring(2),
          lines.get(1),
          String.join("\n", lines.subList(2, Math.max(2, lines.size() - 1))),
          lines.getLast());
    }
  }

  /** What is written: the SQL, a line for each clause, and its slots. */
  static List<String> written(String request) {
    Template template = template(request);
    StringBuilder sql = new StringBuilder(lines(template.main().sql()));
    template.estimate().ifPresent(piece -> sql.append("\n;\n").append(lines(piece.sql())));
    return List.of(sql.toString(), slots(template));
  }

  private static String lines(String sql) {
    return sql.replaceAll(
        "(?<!distinct) (?=from |where |left join |inner join |order by |group by |limit |on"
            + " conflict |returning )",
        "\n");
  }

  private static String slots(Template template) {
    List<Template.Slot> slots = new ArrayList<>(template.main().slots());
    template.estimate().ifPresent(piece -> slots.addAll(piece.slots()));
    return slots.stream()
        .map(slot ->
            switch (slot) {
              case Template.Slot.Value(int index) -> Integer.toString(index);
              case Template.Slot.Limit(int index, OptionalLong max) ->
                  index + (max.isPresent() ? " at most " + max.getAsLong() : "");
              case Template.Slot.Position(int index) -> "position " + index;
              case Template.Slot.PageAndOne(OptionalLong max) ->
                  "a page and one" + (max.isPresent() ? " at most " + max.getAsLong() : "");
              case Template.Slot.Body _ -> "body";
              case Template.Slot.Documents(int place) -> "documents " + place;
              case Template.Slot.Parents(int place) -> "parents " + place;
              case Template.Slot.Forms(int place) -> "forms " + place;
              case Template.Slot.Within(int place) -> "within " + place;
              case Template.Slot.Column(String name, boolean json) -> name + (json ? " json" : "");
            })
        .toList()
        .toString();
  }

  private static Template template(String line) {
    if (Planner.plan(request(line).shape(), schema, config(line)) instanceof Plan.Execution plan) {
      return QueryWriter.write(plan);
    }
    throw new AssertionError(line + " runs nothing");
  }

  /** {@code METHOD path?query | Header: value | body}. */
  private static Request request(String line) {
    String[] parts = line.split(" \\| ", -1);
    String[] first = parts[0].split(" ", 2);
    int question = first[1].indexOf('?');
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    String body = "";
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split(": ", 2);
      if (pair.length == 2 && Character.isUpperCase(pair[0].charAt(0))) {
        headers.add(Map.entry(pair[0], pair[1]));
      } else {
        body = parts[i];
      }
    }
    return Parser.parse(
        new RawRequest(
            first[0],
            encoded(question < 0 ? first[1] : first[1].substring(0, question)),
            question < 0 ? "" : first[1].substring(question + 1),
            new Headers(headers),
            body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String encoded(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8).replace("%2F", "/").replace("+", "%20");
  }

  private static RestConfig config(String line) {
    return new RestConfig(
        SCOPE.schemas(),
        SCOPE.extraSearchPath(),
        Optional.empty(),
        line.contains("Max-Rows") ? OptionalLong.of(7) : OptionalLong.empty(),
        RestConfig.TxEnd.COMMIT,
        true,
        true,
        Optional.empty(),
        SCOPE.hoistedSettings(),
        Map.of(),
        RestConfig.OpenApiMode.FOLLOW_PRIVILEGES,
        false,
        Optional.empty(),
        false,
        Optional.empty(),
        RestConfig.ErrorVerbosity.VERBOSE,
        true,
        Optional.empty(),
        RestConfig.Nesting.STANDARD);
  }

  @Test
  void requestsBecomeExactlyThisSql() throws Exception {
    SoftAssertions all = new SoftAssertions();
    for (Golden golden : Golden.read()) {
      all.assertThat(written(golden.request()))
          .as(golden.name())
          .isEqualTo(List.of(golden.sql(), golden.slots()));
    }
    all.assertAll();
  }

  @Test
  void postgresAcceptsAllOfIt() throws Exception {
    try (Connection connection = POSTGRES.connect()) {
      connection.createStatement().execute("set search_path to api");
      for (Golden golden : Golden.read()) {
        Template template = template(golden.request());
        requireAccepted(connection, template.main().sql());
        if (template.estimate().isPresent()) {
          requireAccepted(connection, template.estimate().get().sql());
        }
      }
    }
  }

  /** Analysed and planned, but not run. */
  private static void requireAccepted(Connection connection, String sql) throws Exception {
    if (sql.startsWith("explain")) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      assertThat(statement.getParameterMetaData()).isNotNull();
      assertThat(statement.getMetaData()).as(sql).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/openings?id=eq.1 true",
        "/openings?id=eq.1&title=like.a true",
        "/openings?and=(id.eq.1) false",
        "/openings?id=not.eq.1 false",
        "/openings?id=gt.1 false",
        "/openings?title=eq.a false",
        "/applications?opening_id=eq.1 false",
        "/applications?opening_id=eq.1&person_id=eq.2 true"
      })
  void oneRowByItsKeyIsSeen(String target, boolean byKey) {
    assertThat(Planner.plan(request("GET " + target).shape(), schema, config("")))
        .isInstanceOfSatisfying(Plan.Read.class, read -> assertThat(read.byKey()).isEqualTo(byKey));
  }

  /** Requests that differ in values alone share their SQL. */
  @Test
  void valuesAreNotInTheSql() {
    for (String value : List.of("1", "2", "'; drop table x; --", "$$", "\"")) {
      assertThat(written("GET /people?id=eq." + value + "&or=(name.eq.\"" + value.length() + "\")"))
          .isEqualTo(written("GET /people?id=eq.9&or=(name.eq.x)"));
    }
    assertThat(request("GET /people?id=eq.1&limit=3").shape())
        .isEqualTo(request("GET /people?id=eq.2&limit=4").shape())
        .isNotEqualTo(request("GET /people?id=gt.2&limit=4").shape());
  }

  @Test
  void rowsByColumnsHaveAStatementOfTheirOwn() throws Exception {
    Template template =
        template("POST /companies | [{\"id\": 1, \"name\": \"a\", \"settings\": {}}]");
    Template.Piece piece = template.byColumns().orElseThrow();
    assertThat(piece.sql())
        .contains(
            " from (select unnest(?::integer[]) as \"id\", unnest(?::text[]) as \"name\","
                + " unnest(?::jsonb[]) as \"settings\") as \"pgrst_body\" ");
    assertThat(piece.slots())
        .containsExactly(
            new Template.Slot.Column("id", false),
            new Template.Slot.Column("name", false),
            new Template.Slot.Column("settings", true));
    try (Connection connection = POSTGRES.connect()) {
      requireAccepted(connection, piece.sql());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /companies | {\"id\": 1}",
        "POST /companies | [{}]",
        "POST /companies | Prefer: missing=default | [{\"id\": 1}]",
        "POST /companies | Accept: application/vnd.pgrst.plan | [{\"id\": 1}]",
        "PATCH /companies?id=eq.1 | [{\"id\": 1}]",
        "PUT /companies?id=eq.1 | [{\"id\": 1}]"
      })
  void othersHaveNone(String request) {
    assertThat(template(request).byColumns()).isEmpty();
  }
}
