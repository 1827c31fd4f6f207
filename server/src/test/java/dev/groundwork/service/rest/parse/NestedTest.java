package dev.groundwork.service.rest.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.rest.parse.Nested.Strategy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NestedTest {
  private static Nested nested(
      String name, String target, String hint, Strategy strategy, Nested... members) {
    return new Nested(
        name,
        target,
        hint.isEmpty() ? Optional.empty() : Optional.of(hint),
        strategy,
        List.of(members));
  }

  @Test
  void headerNamesATree() {
    assertThat(
            NestedParser.parse(
                List.of("a, b : people ! leader = merge", "c=replace( d!x(e) ),\"f,(\"")))
        .containsExactly(
            nested("a", "a", "", Strategy.INSERT),
            nested("b", "people", "leader", Strategy.MERGE),
            nested(
                "c",
                "c",
                "",
                Strategy.REPLACE,
                nested("d", "d", "x", Strategy.INSERT, nested("e", "e", "", Strategy.INSERT))),
            nested("f,(", "f,(", "", Strategy.INSERT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", ",", "a,", "a,a", "a(", "a()", "a)", "a=", "a=take", "a!", "a b;c"})
  void whatIsNoTreeIsRefused(String header) {
    assertThatThrownBy(() -> NestedParser.parse(List.of(header)))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void bodyIsTakenApartByPlaces() {
    String body =
        """
        [{"x": 1.50, "kids": [{"y": "\\u00e9\\""}, {"y": {"kids": [null]}}], "top": {"z": 1e400}},
         {"kids": [], "top": null}, {"x": null}]
        """;
    NestedBody.Read read =
        NestedBody.read(
            body.getBytes(StandardCharsets.UTF_8),
            NestedParser.parse(List.of("kids,top")),
            Optional.empty());
    assertThat(read.rows())
        .containsExactly(
            new Documents.Rows(0, 3, "[{\"x\":1.50},{},{\"x\":null}]", "{0,0,0}", "{0,1,2}", "{}"),
            new Documents.Rows(
                1, 2, "[{\"y\":\"é\\\"\"},{\"y\":{\"kids\":[null]}}]", "{1,1}", "{0,0}", "{1,2}"),
            new Documents.Rows(2, 1, "[{\"z\":1e400}]", "{1}", "{0}", "{1,2}"));
    assertThat(read.shape().forms())
        .containsExactly(
            new Documents.Form(List.of("x"), List.of("top")),
            new Documents.Form(List.of(), List.of("top")),
            new Documents.Form(List.of("x"), List.of()));
  }
}
