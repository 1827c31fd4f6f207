package dev.groundwork.house;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The house format: google-java-format, over every source of the project. Run as a program, it
 * writes.
 */
final class SourceFormat {
  private static final Formatter FORMATTER = new Formatter(JavaFormatterOptions.defaultOptions());

  private SourceFormat() {}

  public static void main(String[] arguments) throws Exception {
    for (Path file : Sources.java()) {
      String source = Files.readString(file);
      String formatted = format(source);
      if (!formatted.equals(source)) {
        Files.writeString(file, formatted);
        System.out.println("formatted " + file);
      }
    }
  }

  /** Sources that differ from the house format. */
  static List<Path> unformatted() throws IOException, FormatterException {
    List<Path> found = new ArrayList<>();
    for (Path file : Sources.java()) {
      String source = Files.readString(file);
      if (!format(source).equals(source)) {
        found.add(file);
      }
    }
    return found;
  }

  private static String format(String source) throws FormatterException {
    return FORMATTER.formatSourceAndFixImports(RemoveUnusedImports.removeUnusedImports(source));
  }
}
