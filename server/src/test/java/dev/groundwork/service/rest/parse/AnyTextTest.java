package dev.groundwork.service.rest.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.problem.ProblemException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever stands wherever in a request becomes words or a problem of the client. */
class AnyTextTest {
  private static final List<String> PIECES =
      List.of(
          "a",
          "id",
          "1",
          "-",
          ">",
          "->",
          "->>",
          "::",
          ":",
          ".",
          ",",
          "(",
          ")",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "\\",
          "'",
          "*",
          "!",
          "...",
          "not",
          "and",
          "or",
          "eq",
          "in",
          "is",
          "null",
          "fts",
          "any",
          "sum()",
          "count()",
          "inner",
          "order",
          "limit",
          "select",
          "items=",
          "=",
          "&",
          ";",
          "%",
          "%00",
          " ",
          "\t",
          "\n",
          "\0",
          "\u00e9",
          "\uD83D\uDE00",
          "\uD83D",
          "99999999999999999999",
          "application/json",
          "application/vnd.pgrst.plan",
          "q=0.5",
          "for=",
          "options=",
          "tx=",
          "max-affected=",
          "timezone=",
          "true");

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieced =
        Arbitraries.of(PIECES).list().ofMaxSize(14).map(p -> String.join("", p));
    return Arbitraries.oneOf(pieced, Arbitraries.strings().ofMaxLength(20))
        .map(AnyTextTest::withoutHalves);
  }

  /** Half a surrogate pair cannot be sent. */
  private static String withoutHalves(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  @Provide
  Arbitrary<RawRequest> requests() {
    Arbitrary<String> text = texts();
    return Combinators.combine(
            Arbitraries.of("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "X"),
            Arbitraries.oneOf(Arbitraries.of("/t", "/rpc/f"), text.map(t -> "/" + t)),
            Arbitraries.of(
                    "select",
                    "order",
                    "limit",
                    "offset",
                    "and",
                    "not.or",
                    "columns",
                    "on_conflict",
                    "a",
                    "a.b->>c",
                    "")
                .flatMap(key -> text.map(value -> key + "=" + encoded(value))),
            Arbitraries.oneOf(text, text.map(t -> "x=" + encoded(t) + "&" + t)),
            Arbitraries.of("Accept", "Content-Type", "Prefer", "Range", "Accept-Profile"),
            text,
            text)
        .as((method, path, first, more, header, value, body) ->
            new RawRequest(
                method,
                path,
                first + "&" + more,
                new Headers(List.of(Map.entry(header, value))),
                body.getBytes(StandardCharsets.UTF_8)));
  }

  @Property(tries = 1_500, shrinking = ShrinkingMode.OFF)
  void becomesWordsOrAProblem(@ForAll("requests") RawRequest raw) {
    try {
      Request request = Parser.parse(raw);
      assertThat(Parser.parse(raw).shape()).isEqualTo(request.shape());
      assertThat(Parser.parse(raw).shape().hashCode()).isEqualTo(request.shape().hashCode());
    } catch (ProblemException e) {
      assertThat(e.problem()).isInstanceOf(ParseProblem.class);
      assertThat(e.problem().status()).isBetween(400, 499);
      assertThat(e.problem().message()).isNotEmpty();
    }
  }

  /** A name in quotes is that name, wherever names stand. */
  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void quotedNamesComeBack(@ForAll("texts") String name) {
    String quoted = quoted(name);
    assertThat(Words.get("/t", "select", quoted).shape().select())
        .containsExactly(column(new Field(name, List.of())));
    assertThat(Words.get("/t", "select", "a->" + quoted).shape().select())
        .containsExactly(column(new Field("a", List.of(new Field.JsonStep.Key(name, false)))));
    Filter filter = Words.get("/t", quoted, "eq.1").shape().filters().getFirst().what();
    assertThat(filter.field().name()).isEqualTo(name);
  }

  private static SelectItem column(Field field) {
    return new SelectItem.Column(
        field, java.util.Optional.empty(), java.util.Optional.empty(), java.util.Optional.empty());
  }

  /** A value is that value: bare in a filter, in quotes within a tree or a list. */
  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void valuesComeBack(@ForAll("texts") String value) {
    assertThat(Words.get("/t", "a", "eq." + value).values()).containsExactly(value);
    assertThat(Words.get("/t", "or", "(a.eq." + quoted(value) + ")").values())
        .containsExactly(value);
    assertThat(Words.get("/rpc/f", "a", "x" + value).values()).containsExactly("x" + value);
    String element = value.replace("\\", "\\\\").replace("\"", "\\\"");
    assertThat(Words.get("/t", "a", "in.(" + quoted(value) + ",b)").values())
        .containsExactly("{\"" + element + "\",\"b\"}");
  }

  /** Requests that differ in values alone are of one shape. */
  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void valuesDoNotShape(@ForAll("texts") String a, @ForAll("texts") String b) {
    assertThat(shape("a", "eq." + a)).isEqualTo(shape("a", "eq." + b));
    assertThat(shape("or", "(a.like." + quoted(a) + ")"))
        .isEqualTo(shape("or", "(a.like." + quoted(b) + ")"));
    assertThat(shape("a", "in.(" + quoted(a) + ")"))
        .isEqualTo(shape("a", "in.(" + quoted(b) + ")"));
    assertThat(posted("{\"k\": " + json(a) + "}")).isEqualTo(posted("{\"k\": " + json(b) + "}"));
  }

  private static Shape shape(String key, String value) {
    return Words.get("/t", key, value).shape();
  }

  private static Payload posted(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return Parser.parse(new RawRequest("POST", "/t", "", Headers.NONE, bytes)).shape().payload();
  }

  private static String json(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
