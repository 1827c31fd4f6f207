package dev.groundwork.base.pg;

import java.nio.charset.StandardCharsets;
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
 * @param socketFolder where to put a Unix socket as well, by which this process then reaches the
 *     server; none when empty
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

  private static final String SOCKET = ".s.PGSQL.";

  /** The shortest limit of the systems that have Unix sockets: a path in 104 bytes with an end. */
  private static final int LONGEST_SOCKET = 103;

  public EmbeddedConfig {
    home = home.toAbsolutePath().normalize();
    binaries = binaries.toAbsolutePath().normalize();
    socketFolder = socketFolder.map(folder -> folder.toAbsolutePath().normalize());
    settings = Map.copyOf(settings);
  }

  /**
   * The usual configuration: everything below one folder, a free port and a socket in the folder,
   * durable writes.
   */
  public static EmbeddedConfig in(Path home) {
    return new EmbeddedConfig(
        home,
        home,
        Optional.empty(),
        Optional.of(home).filter(EmbeddedConfig::holdsSocket),
        Map.of(),
        Durability.DURABLE,
        Duration.ofSeconds(60));
  }

  private static boolean holdsSocket(Path folder) {
    String longest = folder.toAbsolutePath().normalize().resolve(SOCKET + "65535.lock").toString();
    return longest.getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET
        && !longest.contains(",")
        && !System.getProperty("os.name", "").startsWith("Windows");
  }

  /** The socket of a server at a port. */
  Optional<Path> socket(int port) {
    return socketFolder.map(folder -> folder.resolve(SOCKET + port));
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
