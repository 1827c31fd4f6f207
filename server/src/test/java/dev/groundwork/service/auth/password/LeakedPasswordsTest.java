package dev.groundwork.service.auth.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.problem.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakedPasswordsTest {
  /** SHA-1 of {@code password}: 5BAA6 and the rest. */
  private static final String REST = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile String answer = "";
  private volatile int status = 200;
  private volatile long delay;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theServiceLearnsFiveDigitsOnly() {
    answer = "0018A45C4D1DEF81644B54AB7F969B88D65:1\r\n" + REST + ":9659365\r\n";
    assertThat(contains("password", true)).isTrue();
    assertThat(asked).containsExactly("/range/5BAA6");
    assertThat(contains("passwore", true)).isFalse();
    assertThat(events).isEmpty();
  }

  @Test
  void paddingIsNoLeak() {
    answer = REST + ":0\r\n";
    assertThat(contains("password", false)).isFalse();
  }

  @Test
  void aFailureCountsAsGoodOrIsToldBySetting() {
    status = 500;
    assertThat(contains("password", true)).isFalse();
    assertUnknown();
    assertThat(events).hasSize(2).allMatch(event -> !event.toString().contains("5BAA6"));
  }

  @Test
  void aSlowServiceIsGivenUpAfterASecond() {
    delay = 3000;
    long start = System.nanoTime();
    assertThat(contains("password", true)).isFalse();
    assertThat(System.nanoTime() - start).isLessThan(2_500_000_000L);
  }

  @Test
  void anEndlessAnswerIsGivenUp() {
    answer = "x".repeat(2 << 20);
    assertUnknown();
  }

  @Test
  void aFileHasHashesWithAndWithoutCounts(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("leaked.txt");
    Files.writeString(file, "# list\n5baa61e4c9b93f3f\n\n" + fingerprint("qwerty") + ":12\n");
    LeakedPasswordFile leaked = LeakedPasswordFile.read(file);
    assertThat(leaked.contains("password")).isTrue();
    assertThat(leaked.contains("qwerty")).isTrue();
    assertThat(leaked.contains("correct horse")).isFalse();
  }

  @Test
  void aBrokenFileIsToldWithItsLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("leaked.txt");
    Files.writeString(file, "5baa61e4c9b93f3f\nqwerty\n");
    assertThatThrownBy(() -> LeakedPasswordFile.read(file)).hasMessageContaining("leaked.txt:2");
    Path missing = folder.resolve("missing.txt");
    assertThatThrownBy(() -> LeakedPasswordFile.read(missing))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("missing.txt");
  }

  private static String fingerprint(String password) {
    return LeakedPasswords.fingerprint(password);
  }

  private void assertUnknown() {
    assertThatThrownBy(() -> contains("password", false))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isEqualTo(new PasswordProblem.LeakUnknown()));
  }

  private boolean contains(String password, boolean lenient) {
    URI prefix = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/range/");
    try (LeakedPasswordService service = new LeakedPasswordService(prefix, lenient, events::add)) {
      return service.contains(password);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().getPath());
    try (exchange) {
      Thread.sleep(delay);
      byte[] body = answer.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
