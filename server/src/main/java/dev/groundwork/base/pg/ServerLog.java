package dev.groundwork.base.pg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Keeps what a server writes in a file of limited size; the file before it is kept as {@code .1}.
 * Remembers the last lines, to say why a start failed.
 */
final class ServerLog {
  private static final long MAX_CHARS = 10_000_000;
  private static final int REMEMBERED = 50;
  private static final Pattern COMPLAINT = Pattern.compile("(FATAL|PANIC|error):\\s+(.*)");

  private final Path file;
  private final Deque<String> last = new ArrayDeque<>();

  ServerLog(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** Copies a stream to the file until it ends. */
  void copy(InputStream output) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      String next = lines.readLine();
      while (next != null) {
        next = fill(next, lines);
      }
    } catch (IOException e) {
      remember("cannot write " + file + ": " + e.getMessage());
    }
  }

  /** Fills one file, from a line on; gives the line that belongs to the next file. */
  private @org.jspecify.annotations.Nullable String fill(String first, BufferedReader lines)
      throws IOException {
    makeRoom();
    long room = MAX_CHARS - (Files.exists(file) ? Files.size(file) : 0);
    String line = first;
    try (Writer writer =
        Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (line != null && room > 0) {
        remember(line);
        writer.write(line);
        writer.write('\n');
        room -= line.length() + 1L;
        if (!lines.ready()) {
          writer.flush();
        }
        line = lines.readLine();
      }
    }
    return line;
  }

  private void makeRoom() throws IOException {
    if (Files.exists(file) && Files.size(file) >= MAX_CHARS) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private synchronized void remember(String line) {
    last.addLast(line);
    if (last.size() > REMEMBERED) {
      last.removeFirst();
    }
  }

  synchronized void forget() {
    last.clear();
  }

  /** The first complaint among the remembered lines, or the last line. */
  synchronized String complaint() {
    return last.stream()
        .map(COMPLAINT::matcher)
        .filter(java.util.regex.Matcher::find)
        .map(found -> found.group(2))
        .findFirst()
        .orElseGet(() -> last.isEmpty() ? "it said nothing" : last.getLast());
  }

  synchronized boolean mentions(String words) {
    return List.copyOf(last).stream().anyMatch(line -> line.contains(words));
  }
}
