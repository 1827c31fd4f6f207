package dev.groundwork.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.schema.RoleSettings;
import dev.groundwork.service.rest.query.Binder.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The headers and cookies of a request, as SQL sees them. */
class RequestContextTest {
  private static Context context(String... namesAndValues) {
    return RequestContext.of(
        new RawRequest("GET", "/t", "", Headers.of(namesAndValues), new byte[0]),
        RoleSettings.NONE);
  }

  @Test
  void namesAreInLowerCaseAndInTheOrderOfTheRequest() {
    assertThat(
            context("Host", "h", "X-Own", "1", "ACCEPT", "*/*", "accept-language", "en").headers())
        .isEqualTo(
            "{\"host\":\"h\",\"x-own\":\"1\",\"accept\":\"*/*\",\"accept-language\":\"en\"}");
  }

  @Test
  void withoutHeadersTheObjectIsEmpty() {
    assertThat(context().headers()).isEqualTo("{}");
    assertThat(context("Cookie", "a=b").headers()).isEqualTo("{}");
    assertThat(context().cookies()).isEqualTo("{}");
  }

  @Test
  void theLastOfSeveralLinesCountsInThePlaceOfTheFirst() {
    assertThat(context("X-A", "1", "Host", "h", "x-a", "2").headers())
        .isEqualTo("{\"x-a\":\"2\",\"host\":\"h\"}");
  }

  @Test
  void manyLinesAreTreatedAlike() {
    List<String> lines = new ArrayList<>();
    StringBuilder expected = new StringBuilder("{\"x-0\":\"last\"");
    for (int i = 0; i < 100; i++) {
      lines.addAll(List.of("X-" + i, "v" + i));
      expected.append(i == 0 ? "" : ",\"x-" + i + "\":\"v" + i + '"');
    }
    lines.addAll(List.of("x-0", "last"));
    assertThat(context(lines.toArray(String[]::new)).headers()).isEqualTo(expected + "}");
  }

  @Test
  void whatJsonCannotHoldIsEscaped() {
    assertThat(context("X-\"A\\", "say \"a\\b\"\tnow\u0001", "\u00c4", "\u00e9").headers())
        .isEqualTo("{\"x-\\\"a\\\\\":\"say \\\"a\\\\b\\\"\\tnow\\u0001\",\"\u00e4\":\"\u00e9\"}");
  }

  @Test
  void cookiesAreNoHeaders() {
    Context context = context("Host", "h", "Cookie", "a=1; b = \"2\";c;=d", "cookie", "a=3");
    assertThat(context.headers()).isEqualTo("{\"host\":\"h\"}");
    assertThat(context.cookies()).isEqualTo("{\"a\":\"3\",\"b\":\"\\\"2\\\"\"}");
  }

  @Test
  void methodAndPathAreAsTheyCame() {
    Context context = context();
    assertThat(Map.of(context.method(), context.path())).isEqualTo(Map.of("GET", "/t"));
  }
}
