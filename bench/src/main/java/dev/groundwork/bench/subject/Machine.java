package dev.groundwork.bench.subject;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** What a run was measured on. */
public final class Machine {
  private Machine() {}

  /** A few words each about processors, memory, system, Java and PostgreSQL, a line each. */
  public static String description(Target target) throws IOException, SQLException {
    return hardware() + "\n" + software(target);
  }

  private static String hardware() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return String.format(
        Locale.ROOT,
        "%d processors (%s), %.0f GB",
        Runtime.getRuntime().availableProcessors(),
        processor(),
        system.getTotalMemorySize() / 1e9);
  }

  private static String processor() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException e) {
      // not Linux
    }
    return System.getProperty("os.arch", "unknown");
  }

  private static String software(Target target) throws IOException, SQLException {
    return String.format(
        Locale.ROOT,
        "%s %s, JDK %s (%s), PostgreSQL %s, %s",
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.version(),
        System.getProperty("java.vendor"),
        postgres(target),
        pgbench());
  }

  private static String postgres(Target target) throws IOException, SQLException {
    try (Connection connection = target.postgres().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("show server_version")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static String pgbench() throws IOException {
    Process process = new ProcessBuilder("pgbench", "--version").start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
