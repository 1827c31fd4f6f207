package dev.groundwork.service.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.http.Handler;
import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Notes;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesRoomTest {
  @TempDir Path project;
  private final Map<String, Handler> mounted = new HashMap<>();

  @BeforeEach
  void project() throws IOException {
    write("web/index.html", "<h1>Home</h1>");
    write("web/app.js", "export {}");
    write("web/a b+c.txt", "odd");
    write("web/help/index.html", "<h1>Help</h1>");
    write("web/.hidden", "hidden");
    write("secret.txt", "secret");
    Files.createSymbolicLink(project.resolve("web/link.txt"), project.resolve("secret.txt"));
    new PagesRoom(PagesConfig.ofProject(project)).mount(mounted::put);
  }

  @ParameterizedTest
  @CsvSource({
    "/, <h1>Home</h1>, text/html; charset=utf-8",
    "/index.html, <h1>Home</h1>, text/html; charset=utf-8",
    "/app.js, export {}, text/javascript; charset=utf-8",
    "/help, <h1>Help</h1>, text/html; charset=utf-8",
    "/help/, <h1>Help</h1>, text/html; charset=utf-8",
    "/a%20b+c.txt, odd, text/plain; charset=utf-8",
  })
  void filesOfTheFolderAreServed(String path, String body, String type) {
    Reply reply = ask("GET", path, Headers.NONE);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo(body);
    assertThat(reply.headers().first("Content-Type")).contains(type);
    assertThat(reply.headers().first("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'self'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/none.html",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/help/../../secret.txt",
        "/link.txt",
        "/.hidden",
        "/%00",
        "/%zz",
        "/app.js/x",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/..%5csecret.txt",
      })
  void nothingElseIs(String path) {
    assertThatThrownBy(() -> ask("GET", path, Headers.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("There is no page");
  }

  @Test
  void aKnownCopyIsNotSentAgain() throws IOException {
    String tag = ask("GET", "/app.js", Headers.NONE).headers().first("ETag").orElseThrow();
    Reply again = ask("GET", "/app.js", Headers.of("If-None-Match", tag));
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    write("web/app.js", "export const changed = true");
    assertThat(ask("GET", "/app.js", Headers.of("If-None-Match", tag)).status()).isEqualTo(200);
  }

  @Test
  void pagesCannotBeWritten() {
    assertThatThrownBy(() -> ask("POST", "/", Headers.NONE)).hasMessageContaining("'POST'");
  }

  @Test
  void aProjectWithoutPagesLeavesTheRootFree(@TempDir Path empty) {
    Map<String, Handler> none = new HashMap<>();
    new PagesRoom(PagesConfig.ofProject(empty)).mount(none::put);
    assertThat(none).isEmpty();
  }

  private Reply ask(String method, String path, Headers headers) {
    RawRequest request = new RawRequest(method, path, "", headers, new byte[0]);
    return Objects.requireNonNull(mounted.get("")).handle(request, new Notes());
  }

  private void write(String name, String text) throws IOException {
    Path file = project.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
