package dev.groundwork.base.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class LogsTest {

  @Test
  void requestsAreLinesForPeople() {
    assertThat(logged(LogConfig.Level.INFO, LogConfig.Format.TEXT, served("/a", 200)))
        .containsPattern(
            "^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z info  GET /a 200 us=1500 bytes=7 role=anon"
                + " remote=10.0.0.1 id=r-1\n$");
  }

  @Test
  void requestsAreObjectsForPrograms() throws Exception {
    String line = logged(LogConfig.Level.INFO, LogConfig.Format.JSON, served("/\"\\\u0007", 404));
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.get("level").asText()).isEqualTo("warn");
    assertThat(json.get("event").asText()).isEqualTo("request");
    assertThat(json.get("method").asText()).isEqualTo("GET");
    assertThat(json.get("path").asText()).isEqualTo("/\"\\\u0007");
    assertThat(json.get("status").asText()).isEqualTo("404");
    assertThat(json.get("us").asLong()).isEqualTo(1500);
    assertThat(json.get("role").asText()).isEqualTo("anon");
    assertThat(json.get("id").asText()).isEqualTo("r-1");
  }

  @Test
  void aPathCannotForgeALine() {
    String line =
        logged(
            LogConfig.Level.INFO, LogConfig.Format.TEXT, served("/\n2026 error x\u001b[2J", 200));
    assertThat(line.lines()).hasSize(1);
    assertThat(line).doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource({
    "CRIT, 0",
    "ERROR, 1",
    "WARN, 2",
    "INFO, 3",
    "DEBUG, 3",
  })
  void theLevelDecidesWhichAnswersAreShown(LogConfig.Level level, int lines) {
    String text =
        logged(
            level, LogConfig.Format.TEXT, served("/a", 200), served("/b", 404), served("/c", 500));
    assertThat(text.lines()).hasSize(lines);
  }

  @Test
  void everyEventHasALine() {
    Event[] events = {
      new Event.Lifecycle("ready"),
      new Event.Warning("careful", Optional.of(new IllegalStateException("why"))),
      new Event.RequestFailed("r-2", new IllegalStateException("broken")),
      new Event.SchemaLoaded(1, 2, 3, 4, Duration.ofMillis(5)),
      new Event.SchemaLoadFailed(new IllegalStateException("gone")),
      new Event.DatabaseReachable(false, "no answer"),
      new Event.DatabaseReachable(true, "back"),
    };
    String text = logged(LogConfig.Level.INFO, LogConfig.Format.TEXT, events);
    assertThat(text)
        .contains(
            "info  ready",
            "warn  careful cause=java.lang.IllegalStateException: why",
            "error id=r-2 message=broken\njava.lang.IllegalStateException: broken\n\tat ",
            "schema loaded: relations=2 relationships=3 routines=4 ms=5",
            "cause=java.lang.IllegalStateException: gone",
            "error no answer",
            "info  back");
  }

  @Test
  void whatLibrariesLogIsTakenOverFromWarningsUpwards() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Logs logs = Logs.start(config(LogConfig.Level.INFO, LogConfig.Format.TEXT), out)) {
      assertThat(logs).isNotNull();
      org.slf4j.Logger library = LoggerFactory.getLogger("some.library");
      library.info("chatter");
      library.warn("careful");
      java.util.logging.Logger.getLogger("other.library").severe("broken");
      java.util.logging.Logger.getLogger("other.library").info("chatter");
      System.getLogger("third.library").log(System.Logger.Level.WARNING, "odd");
    }
    assertThat(text(out))
        .contains("warn  careful logger=some.library")
        .contains("error broken logger=other.library")
        .contains("warn  odd logger=third.library")
        .doesNotContain("chatter");
  }

  @Test
  void statementsAreShownWhenAskedFor() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LogConfig config = new LogConfig(LogConfig.Level.INFO, LogConfig.Format.TEXT, true);
    try (Logs logs = Logs.start(config, out)) {
      logs.report(served("/a", 200));
    }
    assertThat(text(out)).endsWith(" id=r-1 sql=select 1\n");
  }

  @Test
  void manyRefusalsAreOneLine() {
    Event[] refusals = new Event[500];
    java.util.Arrays.fill(refusals, new Event.RequestRefused(refused()));
    assertThat(logged(LogConfig.Level.INFO, LogConfig.Format.TEXT, refusals).lines())
        .singleElement()
        .satisfies(line ->
            assertThat(line)
                .endsWith("warn  requests refused, for there is too much to do: count=1"));
  }

  private static Event.RequestServed refused() {
    return new Event.RequestServed(
        "r", "GET", "/x", "/a", 503, Duration.ZERO, 7, "", "10.0.0.1", "");
  }

  @Test
  void manyObserversAreAllTold() {
    List<Event> one = new java.util.ArrayList<>();
    List<Event> two = new java.util.ArrayList<>();
    Observers.of(one::add, two::add).report(new Event.Lifecycle("x"));
    assertThat(one).isEqualTo(two).hasSize(1);
  }

  private static Event served(String path, int status) {
    return new Event.RequestServed(
        "r-1",
        "GET",
        "/x",
        path,
        status,
        Duration.ofNanos(1_500_000),
        7,
        "anon",
        "10.0.0.1",
        "select 1");
  }

  private static LogConfig config(LogConfig.Level level, LogConfig.Format format) {
    return new LogConfig(level, format, false);
  }

  private static String logged(LogConfig.Level level, LogConfig.Format format, Event... events) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Logs logs = Logs.start(config(level, format), out)) {
      List.of(events).forEach(logs::report);
    }
    return text(out);
  }

  private static String text(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.UTF_8);
  }
}
