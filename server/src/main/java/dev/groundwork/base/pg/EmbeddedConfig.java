package dev.groundwork.base.pg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where and how an embedded PostgreSQL runs.
 *
 * @param home the folder that holds the data, the password, the log and the lock; made when missing
 * @param binaries the folder into which PostgreSQL's programs are unpacked; may be shared between
 *     processes
 * @param port the TCP port on 127.0.0.1; a free one when empty
 * @param socketFolder where to put a unix socket as well; none when empty
 * @param settings further server settings, as in {@code postgresql.conf}; they win over the file
 * @param durability whether an acknowledged write survives a crash of the machine
 * @param stopTimeout how long a clean stop may take before it is forced
 */
public record EmbeddedConfig(
    Path home,
    Path binaries,
    Optional<Integer> port,
    Optional<Path> socketFolder,
    Map<String, String> settings,
    Durability durability,
    Duration stopTimeout) {

  public EmbeddedConfig {
    home = home.toAbsolutePath().normalize();
    binaries = binaries.toAbsolutePath().normalize();
    settings = Map.copyOf(settings);
  }

  /** The usual configuration: everything below one folder, a free port, durable writes. */
  public static EmbeddedConfig in(Path home) {
    return new EmbeddedConfig(
        home,
        home,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Durability.DURABLE,
        Duration.ofSeconds(60));
  }

  /** Whether an acknowledged write survives a crash of the machine. */
  public enum Durability {
    DURABLE,
    /** For tests only: nothing is flushed to disk, so a crash may destroy the database. */
    TESTS_ONLY
  }

  Path data() {
    return home.resolve("data");
  }

  Path passwordFile() {
    return home.resolve("postgres.password");
  }

  Path logFile() {
    return home.resolve("postgres.log");
  }
}
