package dev.groundwork.base.pg.setup;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The SQL files of a Supabase project, chosen by the rules of its command line. */
final class ProjectFiles {
  private static final Pattern MIGRATION = Pattern.compile("([0-9]+)_(.*)\\.sql");

  private ProjectFiles() {}

  /**
   * A migration.
   *
   * @param version digits, usually a time; not always different from those of other files
   * @param name what follows
   */
  record Versioned(String version, String name, MigrationFile file) {}

  /** The migrations of a folder in the order of their names' bytes; others are told. */
  static List<Versioned> migrations(Path folder, Observer observer) {
    List<MigrationFile> files = MigrationFile.in(folder);
    for (MigrationFile file : files) {
      if (!MIGRATION.matcher(file.name()).matches()) {
        String message = file.name() + " is not applied: its name does not begin with digits and _";
        observer.report(new Event.Warning(message, Optional.empty()));
      }
    }
    return files.stream().flatMap(file -> versioned(file).stream()).toList();
  }

  static Optional<Versioned> versioned(MigrationFile file) {
    Matcher name = MIGRATION.matcher(file.name());
    return name.matches()
        ? Optional.of(new Versioned(name.group(1), name.group(2), file))
        : Optional.empty();
  }

  /** The files that patterns mean, each once, those of a pattern in the order of their names. */
  static Set<Path> matching(Path folder, List<String> patterns, Observer observer) {
    Set<Path> found = new LinkedHashSet<>();
    for (String pattern : patterns) {
      List<Path> files = matching(folder, pattern);
      if (files.isEmpty() && !pattern.equals("./seed.sql")) {
        String message = "no file of seed data is meant by " + pattern;
        observer.report(new Event.Warning(message, Optional.empty()));
      }
      found.addAll(files);
    }
    return found;
  }

  private static List<Path> matching(Path folder, String pattern) {
    Path exact = folder.resolve(pattern.replaceAll("[*?\\[{].*", "")).normalize();
    if (Files.isRegularFile(exact)) {
      return List.of(exact);
    }
    Path start = folder;
    String rest = pattern.replaceFirst("^(\\./)+", "");
    while (rest.startsWith("../")) {
      rest = rest.substring(3);
      start = start.resolve("..").normalize();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
    Path base = start;
    try (Stream<Path> tree = Files.walk(base(start, rest))) {
      return tree.filter(Files::isRegularFile)
          .filter(file -> matcher.matches(base.relativize(file)))
          .sorted()
          .toList();
    } catch (java.nio.file.NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look for " + pattern, e);
    }
  }

  /** The folder that everything meant lies in, so that the rest of a large project is not read. */
  private static Path base(Path start, String pattern) {
    String fixed = pattern.replaceAll("[*?\\[{].*", "");
    int slash = fixed.lastIndexOf('/');
    return slash < 0 ? start : start.resolve(fixed.substring(0, slash));
  }
}
