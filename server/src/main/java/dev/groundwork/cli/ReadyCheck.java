package dev.groundwork.cli;

import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Asks a running server on this machine whether it is ready, for health checks of containers. */
final class ReadyCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Words for all addresses of the machine. */
  private static final Set<String> ANY = Set.of("*", "*4", "!4", "*6", "!6", "0.0.0.0", "::");

  private final Terminal terminal;

  private ReadyCheck(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Asks at the address that the settings give the admin server. */
  static ExitCode of(Settings settings, Terminal terminal) {
    Optional<Long> port = settings.find(SettingTable.ADMIN_PORT);
    if (port.isEmpty()) {
      terminal.error("admin-server-port is not set: without it there is nobody to ask");
      return ExitCode.FAILURE;
    }
    String host =
        settings.find(SettingTable.ADMIN_HOST).orElse(settings.value(SettingTable.HTTP_HOST));
    URI uri = URI.create("http://" + reachable(host) + ":" + port.get() + "/ready");
    return new ReadyCheck(terminal).ask(uri);
  }

  static String reachable(String host) {
    String name = ANY.contains(host) ? "localhost" : host;
    return name.indexOf(':') < 0 ? name : "[" + name + "]";
  }

  private ExitCode ask(URI uri) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status == 200) {
        terminal.line("OK: " + uri);
        return ExitCode.OK;
      }
      terminal.error("not ready: " + uri + " answers " + status);
    } catch (IOException e) {
      terminal.error("not ready: nobody answers at " + uri);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.FAILURE;
  }
}
