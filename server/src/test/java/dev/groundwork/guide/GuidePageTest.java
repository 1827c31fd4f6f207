package dev.groundwork.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuidePageTest {
  @TempDir Path folder;

  @Test
  void aBlockIsARequestAndItsAnswer() throws IOException {
    GuidePage page =
        read(
            """
            # Title

            ```http
            POST /rest/v1/a?b=c d
            Prefer: return=minimal

            {"a": 1}

            HTTP/1.1 201
            Location: /a?id=eq.1

            [1,
             2]
            ```
            ```sql
            select 1
            ```
            """);
    assertThat(page.exchanges())
        .containsExactly(
            new GuideExchange(
                4,
                "POST",
                "/rest/v1/a?b=c d",
                List.of(Map.entry("Prefer", "return=minimal")),
                "{\"a\": 1}",
                201,
                List.of(Map.entry("Location", "/a?id=eq.1")),
                "[1,\n 2]"));
  }

  @Test
  void headersAndBodiesMayBeMissing() throws IOException {
    GuidePage page =
        read(
            """
            ```http
            GET /a

            HTTP/1.1 204
            ```
            """);
    assertThat(page.exchanges())
        .containsExactly(new GuideExchange(2, "GET", "/a", List.of(), "", 204, List.of(), ""));
  }

  @Test
  void aRequestWithoutAnAnswerIsAFault() {
    assertThatThrownBy(() -> read("```http\nGET /a\n```\n")).hasMessageContaining("no answer");
  }

  private GuidePage read(String text) throws IOException {
    Path file = folder.resolve("page.md");
    Files.writeString(file, text);
    return GuidePage.read(file);
  }
}
