package dev.groundwork.base.pg.setup;

import dev.groundwork.base.text.Hashes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An SQL file of a project.
 *
 * @param text what it does
 * @param checksum SHA-256 of the text; the same whether lines end with LF or CRLF
 * @param way what undoes it, with as many lines before it as it has in its file; the name is that
 *     of the file it stands in
 */
record MigrationFile(String name, String text, String checksum, Optional<WayBack> way) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final String SQL = ".sql";
  private static final String DOWN = ".down.sql";

  /** Below this line a file says how it is undone. */
  private static final Pattern MARK =
      Pattern.compile("^--[ \\t]*groundwork:[ \\t]*down[ \\t]*\\r?$", Pattern.MULTILINE);

  /** What undoes a file, and the name of the file in which it stands. */
  record WayBack(String name, String text) {
    MigrationFile file() {
      return new MigrationFile(name, text, MigrationFile.checksum(text), Optional.empty());
    }
  }

  /** The files of a folder in the order in which they are applied; none when it does not exist. */
  static List<MigrationFile> in(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<MigrationFile> all =
          entries
              .filter(entry -> entry.toString().endsWith(SQL) && Files.isRegularFile(entry))
              .map(MigrationFile::read)
              .sorted(Comparator.comparing(MigrationFile::name, MigrationFile::compareBytes))
              .toList();
      return withWaysBack(all);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new MigrationProblem.Unreadable(folder, String.valueOf(e.getMessage())).raise();
    }
  }

  /** A file {@code x.down.sql} beside {@code x.sql} is no migration: it undoes that one. */
  private static List<MigrationFile> withWaysBack(List<MigrationFile> all) {
    Map<String, MigrationFile> byName = new LinkedHashMap<>();
    all.forEach(file -> byName.put(file.name(), file));
    for (MigrationFile file : all) {
      Optional<MigrationFile> undone = file.undoes().map(byName::get);
      if (undone.isPresent()) {
        WayBack way = new WayBack(file.name(), file.text());
        byName.put(undone.get().name(), undone.get().with(way));
        byName.remove(file.name());
      }
    }
    return List.copyOf(byName.values());
  }

  /** The name of the file that this one undoes by its own name. */
  Optional<String> undoes() {
    return name.endsWith(DOWN)
        ? Optional.of(name.substring(0, name.length() - DOWN.length()) + SQL)
        : Optional.empty();
  }

  private MigrationFile with(WayBack other) {
    return new MigrationFile(name, text, checksum, Optional.of(other));
  }

  /**
   * Whether it does what a file of this checksum did. A way back that was added at its end later,
   * after an empty line perhaps, is no change.
   */
  boolean does(String otherChecksum) {
    String bare = text.stripTrailing();
    return checksum.equals(otherChecksum)
        || (way.isPresent()
            && (checksum(bare).equals(otherChecksum)
                || checksum(bare + "\n").equals(otherChecksum)));
  }

  static MigrationFile read(Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      String name = file.getFileName().toString();
      String text = decode(file, content);
      return of(name, text);
    } catch (IOException e) {
      throw new MigrationProblem.Unreadable(file, String.valueOf(e.getMessage())).raise();
    }
  }

  static MigrationFile of(String name, String text) {
    Matcher mark = MARK.matcher(text);
    if (!mark.find()) {
      return new MigrationFile(name, text, checksum(text), Optional.empty());
    }
    String up = text.substring(0, mark.start());
    String before = "\n".repeat((int) text.substring(0, mark.end()).lines().count() - 1);
    WayBack way = new WayBack(name, before + text.substring(mark.end()));
    return new MigrationFile(name, up, checksum(up), Optional.of(way));
  }

  /** Names compare by their bytes in UTF-8, so that every machine has the same order. */
  static int compareBytes(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(Path file, byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(bytes)
              .toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < bytes.position(); i++) {
        line += content[i] == '\n' ? 1 : 0;
      }
      throw new MigrationProblem.NotUtf8(file.getFileName().toString(), line).raise();
    }
  }

  private static String checksum(String text) {
    return Hashes.sha256Hex(text.replace("\r\n", "\n"));
  }
}
