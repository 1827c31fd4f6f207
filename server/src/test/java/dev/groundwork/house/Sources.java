package dev.groundwork.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The project's own files. */
final class Sources {
  private Sources() {}

  /** The top folder; Maven runs with it or with a module's folder as the working folder. */
  static Path project() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("server")) ? here : here.getParent();
  }

  /** All Java sources. */
  static List<Path> java() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("server/src", "bench/src")) {
      if (Files.exists(project().resolve(folder))) {
        try (Stream<Path> tree = Files.walk(project().resolve(folder))) {
          tree.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
        }
      }
    }
    return files;
  }
}
