package dev.groundwork.service.rest.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What is read out of select, filters, trees and order, and where bad ones go wrong. */
class GrammarTest {
  private static final String FILE = "/dev/groundwork/service/rest/grammar.txt";

  @Test
  void select() {
    check("select", text -> Words.select(Words.get("/t", "select", text).shape().select()));
  }

  @Test
  void filters() {
    check("filters", GrammarTest::conditions);
  }

  @Test
  void arguments() {
    check("arguments", text -> conditions("/rpc/f", text));
  }

  private static String conditions(String text) {
    return conditions("/t", text);
  }

  private static String conditions(String path, String text) {
    int equals = text.indexOf('=');
    return Words.conditions(Words.get(path, text.substring(0, equals), text.substring(equals + 1)));
  }

  @Test
  void orders() {
    check(
        "orders",
        text -> Words.orders(Words.get("/t", "order", text).shape().orders().getFirst().what()));
  }

  /** Reads one side of a table. */
  private interface Reading {
    String of(String text);
  }

  /** The lines of a section: an input, two or more spaces, its words; {@code ␣} is nothing. */
  private static void check(String section, Reading reading) {
    SoftAssertions all = new SoftAssertions();
    List<String> lines = lines(section);
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      int gap = line.indexOf("  ");
      String input = line.substring(0, gap).replace("␣", "");
      String expected = line.substring(gap).strip().replace("␣", "");
      String words = Words.orProblem(() -> reading.of(input));
      all.assertThat(words).as(input).isEqualTo(expected);
    }
    all.assertAll();
  }

  private static List<String> lines(String section) {
    try (InputStream in = Objects.requireNonNull(GrammarTest.class.getResourceAsStream(FILE))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .dropWhile(line -> !line.equals("== " + section))
          .skip(1)
          .takeWhile(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
