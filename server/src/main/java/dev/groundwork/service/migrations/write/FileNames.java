package dev.groundwork.service.migrations.write;

import dev.groundwork.service.migrations.diff.DiffProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names for new migrations, as the folder's other files have them: by number or by time. */
final class FileNames {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-]+");
  private static final Pattern PREFIX = Pattern.compile("(\\d+)_.*\\.sql");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

  private final Path folder;
  private final LocalDateTime now;

  /**
   * The names of a folder's files.
   *
   * @param now in UTC
   */
  FileNames(Path folder, LocalDateTime now) {
    this.folder = folder;
    this.now = now;
  }

  /**
   * Names for files that are applied one after the other, after all that are there.
   *
   * @param names what they are about, without numbers and endings
   * @throws dev.groundwork.base.problem.ProblemException with {@link DiffProblem.UnusableName}
   */
  List<Path> next(List<String> names) {
    names.forEach(FileNames::check);
    Optional<String> last = last();
    List<Path> files = new java.util.ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      files.add(folder.resolve(prefix(last, i) + "_" + names.get(i) + ".sql"));
    }
    return files;
  }

  private static void check(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new DiffProblem.UnusableName(name).raise();
    }
  }

  private String prefix(Optional<String> last, int offset) {
    int digits = last.map(String::length).orElse(timed() ? 14 : 4);
    String time = now.plusSeconds(offset).format(TIME);
    if (digits >= 14 && last.filter(each -> each.compareTo(time) >= 0).isEmpty()) {
      return time;
    }
    long number = last.map(Long::parseLong).orElse(0L) + 1 + offset;
    return ("%0" + digits + "d").formatted(number);
  }

  /** A Supabase project's files are named by time from the first on. */
  private boolean timed() {
    return folder.getParent() != null && Files.exists(folder.resolveSibling("config.toml"));
  }

  private Optional<String> last() {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(file -> PREFIX.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(match -> match.group(1))
          .max(java.util.Comparator.naturalOrder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
