package dev.groundwork.bench.subject;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * A project in a temporary folder, which can be started more than once.
 *
 * @param checkout where the launcher is
 * @param rows that the database is filled with, about; 0 for none
 */
public record Project(Path checkout, Path folder, int rows) implements AutoCloseable {
  private static final int ROWS = 2_000;

  /** Gives more than a thousand openings. */
  private static final int MANY_ROWS = 30_000;

  /** Everybody sees each opening, so that each key gives a row. */
  private static final String PUBLISH =
      """
      update openings
      set status = 'published', published_at = coalesce(published_at, now()), closed_at = null
      where status <> 'published';
      analyze;
      """;

  private static final List<String> SKIPPED = List.of(".groundwork", "test");

  /** The hiring example with some thousand rows. */
  public static Project example(Path checkout) throws IOException {
    return example(checkout, ROWS);
  }

  private static Project example(Path checkout, int rows) throws IOException {
    Project project = new Project(checkout, Files.createTempDirectory("groundwork-bench"), rows);
    copy(checkout.resolve("examples/hiring"), project.folder);
    return project;
  }

  /** The same with more rows and the tables of the benchmarks. */
  public static Project withTables(Path checkout) throws IOException {
    Project project = example(checkout, MANY_ROWS);
    Files.writeString(project.folder.resolve("fill.sql"), PUBLISH, StandardOpenOption.APPEND);
    try (InputStream tables = Project.class.getResourceAsStream("tables.sql")) {
      if (tables == null) {
        throw new IOException("tables.sql is missing");
      }
      Files.copy(tables, project.folder.resolve("migrations/9000_tables.sql"));
    }
    return project;
  }

  /** A project with nothing but one migration. */
  public static Project of(Path checkout, String migration) throws IOException {
    Project project = new Project(checkout, Files.createTempDirectory("groundwork-bench"), 0);
    Path folder = Files.createDirectory(project.folder.resolve("migrations"));
    Files.writeString(folder.resolve("0001_tables.sql"), migration);
    return project;
  }

  /** What the server keeps of the project. */
  Path state() {
    return folder.resolve(".groundwork");
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            boolean skipped = SKIPPED.contains(directory.getFileName().toString());
            if (!skipped) {
              Files.createDirectories(to.resolve(from.relativize(directory)));
            }
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() throws IOException {
    Folders.delete(folder);
  }
}
