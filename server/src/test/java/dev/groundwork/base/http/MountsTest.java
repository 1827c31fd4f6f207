package dev.groundwork.base.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountsTest {
  private static final Edge EDGE =
      new Edge(new Failures(Failures.Verbosity.VERBOSE, false, event -> {}), Optional.empty());
  private final Mounts mounts = new Mounts();

  @ParameterizedTest
  @CsvSource({
    "/rest/v1, rest, /",
    "/rest/v1/, rest, /",
    "/rest/v1/a%2Fb/../c, rest, /a%2Fb/../c",
    "/r%65st/v%31/a, rest, /a",
    "/rest/v1//a, rest, //a",
    "/rest/v11, all, /rest/v11",
    "/rest, all, /rest",
    "/rest%2Fv1/a, all, /rest%2Fv1/a",
    "//rest/v1, all, //rest/v1",
    "/Rest/v1, all, /Rest/v1",
    "/, all, /",
  })
  void theLongestPrefixTakesAPath(String path, String taker, String rest) {
    Handler all = (request, notes) -> Reply.empty(200);
    Handler restRoom = (request, notes) -> Reply.empty(200);
    mounts.add("", all, () -> EDGE);
    mounts.add("/rest/v1", restRoom, () -> EDGE);
    Mounts.Match match = mounts.match(path).orElseThrow();
    assertThat(match.handler()).isSameAs(taker.equals("rest") ? restRoom : all);
    assertThat(match.path()).isEqualTo(rest);
  }

  @Test
  void apathThatNothingTakesHasNoMatch() {
    mounts.add("/a", (request, notes) -> Reply.empty(200), () -> EDGE);
    assertThat(mounts.match("/b")).isEmpty();
  }

  @Test
  void aPrefixIsMountedOnceAndStartsWithASlash() {
    mounts.add("/a", (request, notes) -> Reply.empty(200), () -> EDGE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mounts.add("/a", (request, notes) -> Reply.empty(200), () -> EDGE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mounts.add("b", (request, notes) -> Reply.empty(200), () -> EDGE));
  }
}
