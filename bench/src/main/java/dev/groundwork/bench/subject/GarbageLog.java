package dev.groundwork.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The garbage collections of a server, of which each tells the heap before and after it. */
public record GarbageLog(Path file) {
  private static final Pattern COLLECTION =
      Pattern.compile("(\\d+)M(?:\\(\\d+%\\))?->(\\d+)M(?:\\(|$| )");

  /**
   * The largest heaps of some collections.
   *
   * @param before megabytes in use when one began
   * @param after megabytes in use when one had ended
   */
  public record Heap(OptionalInt before, OptionalInt after) {}

  /** How many lines there are now: a mark for later. */
  public int lines() throws IOException {
    return Files.readAllLines(file).size();
  }

  /** The largest heaps since a mark. */
  public Heap since(int mark) throws IOException {
    List<String> lines = Files.readAllLines(file);
    OptionalInt before = OptionalInt.empty();
    OptionalInt after = OptionalInt.empty();
    for (String line : lines.subList(mark, lines.size())) {
      Matcher collection = COLLECTION.matcher(line);
      if (collection.find()) {
        before = most(before, collection.group(1));
        after = most(after, collection.group(2));
      }
    }
    return new Heap(before, after);
  }

  private static OptionalInt most(OptionalInt known, String megabytes) {
    return OptionalInt.of(Math.max(known.orElse(0), Integer.parseInt(megabytes)));
  }
}
