package dev.groundwork.base.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.problem.Details;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RaisedReplyTest {
  private static final String MESSAGE = "{\"code\":\"123\",\"message\":\"ABC\"}";
  private static final String DETAIL = "{\"status\":332,\"headers\":{\"X-Header\":\"str\"}}";

  @Test
  void wholeReplyIsTakenFromMessageAndDetail() {
    PgProblem problem =
        RaisedReply.parse(
            "{\"code\":\"123\",\"message\":\"ABC\",\"details\":\"DEF\",\"hint\":\"XYZ\"}",
            Optional.of(
                "{\"status\":332,\"status_text\":\"My\",\"headers\":{\"X-Header\":\"s\"}}"));
    assertThat(problem)
        .isEqualTo(
            new PgProblem.Raised(
                "123",
                332,
                Optional.of("My"),
                "ABC",
                Optional.of("DEF"),
                Optional.of("XYZ"),
                List.of(Map.entry("X-Header", "s"))));
    assertThat(problem.details()).contains(new Details.Text("DEF"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"INVALID", "[]", "{\"code\":\"1\"}", "{\"code\":1,\"message\":\"m\"}", "{} {}"})
  void unreadableMessageIsTold(String message) {
    PgProblem problem = RaisedReply.parse(message, Optional.of(DETAIL));
    assertThat(problem.code()).isEqualTo("PGRST121");
    assertThat(problem.status()).isEqualTo(500);
    assertThat(problem.details())
        .contains(new Details.Text("Invalid JSON value for MESSAGE: '" + message + "'"));
  }

  @Test
  void missingDetailIsTold() {
    PgProblem problem = RaisedReply.parse(MESSAGE, Optional.empty());
    assertThat(problem.details())
        .contains(new Details.Text("DETAIL is missing in the RAISE statement"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INVALID",
        "{\"status\":332}",
        "{\"headers\":{}}",
        "{\"status\":\"332\",\"headers\":{}}",
        "{\"status\":99999,\"headers\":{}}",
        "{\"status\":332,\"headers\":{\"X\":1}}"
      })
  void unreadableDetailIsTold(String detail) {
    PgProblem problem = RaisedReply.parse(MESSAGE, Optional.of(detail));
    assertThat(problem.details())
        .contains(new Details.Text("Invalid JSON value for DETAIL: '" + detail + "'"));
  }
}
