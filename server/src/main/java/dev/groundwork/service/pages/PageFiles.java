package dev.groundwork.service.pages;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the file that a path of a URL stands for; gives none that lies outside of the folder. */
final class PageFiles {
  private static final String INDEX = "index.html";

  private final Path folder;

  PageFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * The file for a path.
   *
   * @param path still percent-encoded, starting with a slash; of a folder it gives the index
   */
  Optional<Path> find(String path) {
    try {
      Path root = folder.toRealPath();
      Path file = root;
      for (String segment : List.of(path.substring(1).split("/"))) {
        Optional<String> name = name(segment);
        if (name.isEmpty()) {
          return Optional.empty();
        }
        file = file.resolve(name.get());
      }
      Path real = (Files.isDirectory(file) ? file.resolve(INDEX) : file).toRealPath();
      return Files.isRegularFile(real) && real.startsWith(root)
          ? Optional.of(real)
          : Optional.empty();
    } catch (IOException | IllegalArgumentException absent) {
      return Optional.empty();
    }
  }

  /** The file name in a segment; none when it is hidden or could lead elsewhere. */
  private static Optional<String> name(String segment) {
    String name = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    boolean leadsElsewhere = name.indexOf('/') >= 0 || name.indexOf('\\') >= 0;
    return name.startsWith(".") || leadsElsewhere ? Optional.empty() : Optional.of(name);
  }
}
