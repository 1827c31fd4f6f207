package dev.groundwork.base.pg;

import dev.groundwork.base.text.RandomText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The data of an embedded server: made once, whole or not at all. */
final class DataFolder {
  static final String SUPERUSER = "postgres";
  private static final int PASSWORD_BYTES = 24;

  private DataFolder() {}

  /** Makes the data folder unless it is there; gives the superuser's password. */
  static String prepare(EmbeddedConfig config, PgPrograms programs) {
    try {
      if (!Files.exists(config.data().resolve("PG_VERSION"))) {
        create(config, programs);
      } else if (!Files.exists(config.passwordFile())) {
        throw new PgStartProblem.PasswordMissing(config.passwordFile()).raise();
      }
      return Files.readString(config.passwordFile()).strip();
    } catch (FileSystemException e) {
      throw new PgStartProblem.NotWritable(config.home(), Folders.reason(e)).raise();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The superuser's password of a folder that was prepared. */
  static String password(EmbeddedConfig config) {
    try {
      return Files.readString(config.passwordFile()).strip();
    } catch (IOException e) {
      throw new PgStartProblem.PasswordMissing(config.passwordFile()).raise();
    }
  }

  private static void create(EmbeddedConfig config, PgPrograms programs) throws IOException {
    String password = RandomText.base64(PASSWORD_BYTES);
    Folders.writeSecret(config.passwordFile(), password);
    Path workshop = config.home().resolve("data.unfinished");
    try {
      PgPrograms.Outcome outcome = initdb(config, programs, workshop, "C.UTF-8");
      if (outcome.exitCode() != 0 && outcome.output().contains("invalid locale name")) {
        outcome = initdb(config, programs, workshop, "C");
      }
      if (outcome.exitCode() != 0) {
        throw new PgStartProblem.ProgramFailed("initdb", complaint(outcome), config.logFile())
            .raise();
      }
      Files.move(workshop.resolve("data"), config.data(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Folders.delete(workshop);
    }
  }

  /**
   * The collation is the same on every system (PostgreSQL's own), only the classes of characters
   * that full-text search uses come from the system.
   */
  private static PgPrograms.Outcome initdb(
      EmbeddedConfig config, PgPrograms programs, Path workshop, String characterClasses)
      throws IOException {
    Folders.delete(workshop);
    Files.createDirectory(workshop);
    Path password = workshop.resolve("password");
    Folders.writeSecret(password, Files.readString(config.passwordFile()));
    programs.unprivileged().hand(password);
    programs.unprivileged().hand(workshop);
    Path data = workshop.resolve("data");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--pgdata", data.toString(), "--username", SUPERUSER));
    arguments.addAll(List.of("--pwfile", password.toString()));
    arguments.addAll(List.of("--auth", "scram-sha-256", "--encoding", "UTF8"));
    arguments.addAll(List.of("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"));
    arguments.addAll(List.of("--locale", "C", "--lc-ctype", characterClasses));
    arguments.addAll(List.of("--set", "timezone=UTC", "--set", "log_timezone=UTC"));
    if (config.durability() == EmbeddedConfig.Durability.TESTS_ONLY) {
      arguments.add("--no-sync");
    }
    return programs.run("initdb", arguments);
  }

  private static String complaint(PgPrograms.Outcome outcome) {
    return outcome
        .output()
        .lines()
        .filter(line -> line.contains("error:") || line.contains("FATAL:"))
        .findFirst()
        .or(() -> outcome.output().lines().reduce((first, second) -> second))
        .orElse("exit code " + outcome.exitCode());
  }
}
