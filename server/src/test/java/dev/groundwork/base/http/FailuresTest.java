package dev.groundwork.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.identity.IdentityProblem;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private final List<Event> events = new ArrayList<>();

  /** A problem with every field. */
  private record Odd(String message, Optional<Details> details, Optional<String> hint)
      implements Problem {
    @Override
    public String code() {
      return "PGRST125";
    }

    @Override
    public int status() {
      return 404;
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return List.of(Map.entry("X-A", "b"));
    }
  }

  @Test
  void absentFieldsAreNull() {
    assertThat(body(Failures.Verbosity.VERBOSE, odd("no such path")))
        .isEqualTo(
            "{\"code\":\"PGRST125\",\"details\":null,\"hint\":null,\"message\":\"no such path\"}");
  }

  @Test
  void textIsEscapedAsLittleAsJsonAllows() {
    Problem problem =
        new Odd(
            "a\"b\\c\n\t\r\u0001\u001f/é€\u007f",
            Optional.of(new Details.Text("x")),
            Optional.of("y"));
    assertThat(body(Failures.Verbosity.VERBOSE, problem))
        .isEqualTo(
            "{\"code\":\"PGRST125\",\"details\":\"x\",\"hint\":\"y\","
                + "\"message\":\"a\\\"b\\\\c\\n\\t\\r\\u0001\\u001f/é€\u007f\"}");
  }

  @Test
  void detailsMayBeJson() {
    Problem problem = new Odd("m", Optional.of(new Details.Json("[{\"a\":1}]")), Optional.empty());
    assertThat(body(Failures.Verbosity.VERBOSE, problem)).contains("\"details\":[{\"a\":1}],");
  }

  @Test
  void minimalBodiesHaveCodeAndMessage() {
    Problem problem = new Odd("m", Optional.of(new Details.Text("d")), Optional.of("h"));
    assertThat(body(Failures.Verbosity.MINIMAL, problem))
        .isEqualTo("{\"code\":\"PGRST125\",\"message\":\"m\"}");
  }

  @Test
  void headersAreThoseOfTheProblemAndProxyStatusWhenAskedFor() {
    assertThat(failures(Failures.Verbosity.VERBOSE, true).reply(odd("m")).headers().lines())
        .containsExactly(
            Map.entry("Content-Type", "application/json; charset=utf-8"),
            Map.entry("Proxy-Status", "PostgREST; error=PGRST125"),
            Map.entry("X-A", "b"));
    assertThat(failures(Failures.Verbosity.VERBOSE, false).reply(odd("m")).headers().lines())
        .extracting(Map.Entry::getKey)
        .containsExactly("Content-Type", "X-A");
  }

  @Test
  void onlyTheUnexpectedIsReported() {
    Failures failures = failures(Failures.Verbosity.VERBOSE, false);
    assertThat(failures.reply(odd("m").raise(), "r").status()).isEqualTo(404);
    assertThat(events).isEmpty();
    assertThat(failures.reply(new IllegalStateException("secret"), "r").status()).isEqualTo(500);
    assertThat(events).hasSize(1);
    ProblemException caused =
        new ProblemException(new HttpProblem.Unexpected(""), new IllegalStateException("why"));
    assertThat(failures.reply(caused, "r").status()).isEqualTo(500);
    assertThat(events).hasSize(2);
  }

  @Test
  void codesOfProblemsAreTheirOwn() {
    List<Problem> all =
        Stream.<Problem>of(
                new HttpProblem.BadRequest("x"),
                new HttpProblem.NoRoute("/x"),
                new HttpProblem.NoMethod("X", "GET"),
                new HttpProblem.TooSlow(1),
                new HttpProblem.BodyTooLarge(1),
                new HttpProblem.UrlTooLong(1),
                new HttpProblem.HeadersTooLarge(1),
                new HttpProblem.Unexpected(""),
                new HttpProblem.Unsupported("x"),
                new HttpProblem.Busy(),
                new HttpProblem.Version(),
                new HttpProblem.CannotListen("x"),
                new IdentityProblem.SecretMissing(),
                new IdentityProblem.Undecodable("x", Optional.empty()),
                new IdentityProblem.TokenRequired(),
                new IdentityProblem.BadClaims("x"),
                new IdentityProblem.UnknownApiKey())
            .toList();
    assertThat(all).extracting(Object::getClass).containsAll(permitted(HttpProblem.class));
    assertThat(all).extracting(Object::getClass).containsAll(permitted(IdentityProblem.class));
    assertThat(all).extracting(Problem::code).doesNotHaveDuplicates();
    assertThat(all).extracting(Problem::status).allMatch(status -> status >= 400 && status < 600);
    assertThat(all).extracting(Problem::message).noneMatch(String::isBlank);
  }

  private static List<Class<?>> permitted(Class<?> family) {
    return List.of(family.getPermittedSubclasses());
  }

  private static Problem odd(String message) {
    return new Odd(message, Optional.empty(), Optional.empty());
  }

  private Failures failures(Failures.Verbosity verbosity, boolean proxyStatus) {
    return new Failures(verbosity, proxyStatus, events::add);
  }

  private String body(Failures.Verbosity verbosity, Problem problem) {
    return new String(failures(verbosity, true).reply(problem).body(), StandardCharsets.UTF_8);
  }
}
