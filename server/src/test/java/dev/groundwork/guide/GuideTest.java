package dev.groundwork.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwork.testing.HiringBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the guide says, happens; each page has a board of its own. */
class GuideTest {
  private static final Path GUIDE = Path.of("../docs/guide");
  private static final Pattern PERSON = Pattern.compile("\\$([A-Z]+)");

  /** Stands for the tag of the last answer that had one: it is another each time. */
  private static final String TAG = "$TAG";

  private static final ObjectMapper JSON = new ObjectMapper();

  static List<GuidePage> pages() throws IOException {
    List<GuidePage> pages = new ArrayList<>();
    try (Stream<Path> files = Files.list(GUIDE)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".md")).sorted().toList()) {
        pages.add(GuidePage.read(file));
      }
    }
    return pages.stream().filter(page -> !page.exchanges().isEmpty()).toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyRequestGetsTheAnswerThatThePageTells(GuidePage page) throws Exception {
    try (HiringBoard board = HiringBoard.open()) {
      SoftAssertions all = new SoftAssertions();
      String tag = "";
      for (GuideExchange exchange : page.exchanges()) {
        String last = tag;
        HiringBoard.Answer answer =
            board.ask(
                exchange.method(),
                exchange.target(),
                exchange.headers().stream().map(header -> filled(header, last)).toList(),
                exchange.body());
        tag = answer.headers().firstValue("ETag").orElse(last);
        check(exchange, answer, all);
      }
      all.assertAll();
    }
  }

  @Test
  void linksBetweenPagesLeadSomewhere() throws IOException {
    Pattern link = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
    try (Stream<Path> files = Files.list(GUIDE)) {
      for (Path file : files.toList()) {
        assertThat(link.matcher(Files.readString(file)).results())
            .as(file.toString())
            .allSatisfy(found -> assertThat(GUIDE.resolve(found.group(1))).exists());
      }
    }
  }

  private static void check(GuideExchange exchange, HiringBoard.Answer answer, SoftAssertions all) {
    all.assertThat(answer.status())
        .as("%s%n%s", exchange, answer.body())
        .isEqualTo(exchange.status());
    exchange
        .answerHeaders()
        .forEach(header ->
            all.assertThat(answer.headers().allValues(header.getKey()))
                .as("%s: %s", exchange, header.getKey())
                .containsExactly(header.getValue()));
    if (!exchange.answerBody().isEmpty()) {
      all.assertThat(value(answer.body()))
          .as("%s", exchange)
          .isEqualTo(value(exchange.answerBody()));
    }
  }

  /** JSON compares by value, all else as text. */
  private static Object value(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      return body;
    }
  }

  private static Map.Entry<String, String> filled(Map.Entry<String, String> header, String tag) {
    if (header.getValue().equals(TAG)) {
      return Map.entry(header.getKey(), tag);
    }
    Matcher person = PERSON.matcher(header.getValue());
    return Map.entry(
        header.getKey(), person.replaceAll(found -> HiringBoard.token(found.group(1))));
  }
}
