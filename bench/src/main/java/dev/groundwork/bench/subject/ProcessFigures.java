package dev.groundwork.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What Linux tells about a process; elsewhere there are no figures.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
 */
public record ProcessFigures(long pid) {

  /** Kilobytes of memory that are resident. */
  public OptionalLong resident() {
    return figure("status", "VmRSS:");
  }

  /** Kilobytes that are resident and belong to no file and no shared memory. */
  public OptionalLong own() {
    return figure("status", "RssAnon:");
  }

  /** Kilobytes that are resident, where what several processes share counts in parts. */
  public OptionalLong proportional() {
    return figure("smaps_rollup", "Pss:");
  }

  public OptionalLong threads() {
    return figure("status", "Threads:");
  }

  /** Open files and sockets. */
  public OptionalLong openFiles() {
    try (Stream<Path> files = Files.list(folder().resolve("fd"))) {
      return OptionalLong.of(files.count());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private Path folder() {
    return Path.of("/proc", Long.toString(pid));
  }

  private OptionalLong figure(String file, String name) {
    try {
      for (String line : Files.readAllLines(folder().resolve(file))) {
        if (line.startsWith(name)) {
          String number = line.substring(name.length()).replace("kB", "").strip();
          return OptionalLong.of(Long.parseLong(number));
        }
      }
    } catch (IOException e) {
      // the process has ended, or this is not Linux
    }
    return OptionalLong.empty();
  }
}
