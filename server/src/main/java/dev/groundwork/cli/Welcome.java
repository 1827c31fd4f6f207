package dev.groundwork.cli;

import java.net.URI;
import java.util.Optional;

/** What a person sees when a project serves: where it is, the keys, and two requests to try. */
final class Welcome {
  private final Terminal terminal;
  private final Running running;
  private final Keys keys;

  Welcome(Terminal terminal, Running running, Keys keys) {
    this.terminal = terminal;
    this.running = running;
    this.keys = keys;
  }

  String text() {
    StringBuilder text = new StringBuilder("\n");
    line(text, "API", running.api().toString());
    running.socket().ifPresent(socket -> line(text, "socket", socket.toString()));
    running.page().ifPresent(page -> line(text, "page", page.toString()));
    running.admin().ifPresent(admin -> line(text, "health", admin + "/health/ready"));
    running.admin().ifPresent(admin -> line(text, "metrics", admin + "/metrics"));
    running.operatorPages().forEach(page -> line(text, name(page), page.toString()));
    text.append('\n');
    keys.anon().ifPresent(key -> line(text, "anon key", key));
    keys.serviceRole().ifPresent(key -> line(text, "service key", key));
    text.append("\nTry it:\n\n");
    text.append("  ").append(curl(Optional.empty())).append('\n');
    keys.serviceRole()
        .ifPresent(key -> text.append("  ").append(curl(Optional.of(key))).append('\n'));
    return text.append('\n').toString();
  }

  private static String name(URI page) {
    return page.getPath().substring(1);
  }

  private void line(StringBuilder text, String label, String value) {
    text.append("  %s %s%n".formatted(terminal.bold("%-12s".formatted(label)), value));
  }

  private String curl(Optional<String> key) {
    String way = running.socket().map(file -> "--unix-socket '" + file + "' ").orElse("");
    String url = running.api() + running.example().orElse("/");
    String header = key.map(each -> " -H 'apikey: " + each + "'").orElse("");
    return "curl " + way + "'" + url + "'" + header;
  }
}
