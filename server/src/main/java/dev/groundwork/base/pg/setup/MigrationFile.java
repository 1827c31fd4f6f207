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
import java.util.List;
import java.util.stream.Stream;

/**
 * An SQL file of a project.
 *
 * @param checksum SHA-256 of the text; the same whether lines end with LF or CRLF
 */
record MigrationFile(String name, String text, String checksum) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** The files of a folder in the order in which they are applied; none when it does not exist. */
  static List<MigrationFile> in(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.toString().endsWith(".sql") && Files.isRegularFile(entry))
          .map(MigrationFile::read)
          .sorted(Comparator.comparing(MigrationFile::name, MigrationFile::compareBytes))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new MigrationProblem.Unreadable(folder, String.valueOf(e.getMessage())).raise();
    }
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
    return new MigrationFile(name, text, checksum(text));
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
