package dev.groundwork.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The help of a command, in lines of at most 80 characters. */
final class HelpText {
  private static final int WIDTH = 80;
  private static final int GAP = 3;

  private final Terminal terminal;
  private final Command command;
  private final String path;
  private final StringBuilder text = new StringBuilder();

  HelpText(Terminal terminal, Command command, String path) {
    this.terminal = terminal;
    this.command = command;
    this.path = path;
  }

  String text() {
    synopsis();
    description();
    table(argumentRows());
    if (!command.commands().isEmpty()) {
      line("Commands:");
      table(command.commands().stream().map(HelpText::row).toList());
    }
    if (!command.footer().isEmpty()) {
      line("");
      command.footer().forEach(this::line);
    }
    return text.toString();
  }

  private void synopsis() {
    String start = "Usage: " + path + " ";
    List<String> words = new ArrayList<>();
    words.add("[-" + letters() + "]");
    command.options().stream()
        .filter(each -> each.letter().isEmpty())
        .map(Option::usage)
        .forEach(words::add);
    command.parameters().stream().map(Parameter::usage).forEach(words::add);
    if (!command.commands().isEmpty()) {
      words.add(command.parameters().isEmpty() ? "COMMAND" : "[COMMAND]");
    }
    List<String> lines = wrapped(words, WIDTH - start.length());
    line("Usage: " + terminal.bold(path) + " " + lines.getFirst());
    String indent = " ".repeat(start.length());
    lines.stream().skip(1).forEach(each -> line(indent + each));
  }

  private String letters() {
    StringBuilder letters = new StringBuilder();
    command.allOptions().forEach(each -> letters.append(each.letter()));
    return letters.toString();
  }

  private void description() {
    for (String paragraph : command.description()) {
      wrapped(List.of(paragraph.split(" ", -1)), WIDTH).forEach(this::line);
      line("");
    }
  }

  private List<Row> argumentRows() {
    Stream<Row> parameters =
        command.parameters().stream()
            .map(each -> new Row("    " + each.usage(), each.description()));
    return Stream.concat(parameters, command.allOptions().stream().map(HelpText::row)).toList();
  }

  private static Row row(Option option) {
    String letter = option.letter().isEmpty() ? "    " : "-" + option.letter() + ", ";
    return new Row(letter + option.withValue(), option.description());
  }

  private static Row row(Command command) {
    return new Row(command.name(), command.description().getFirst());
  }

  private void table(List<Row> rows) {
    int left = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
    int indent = 2 + left + GAP;
    for (Row row : rows) {
      List<String> lines = wrapped(List.of(row.meaning().split(" ", -1)), WIDTH - indent);
      String space = " ".repeat(left - row.name().length() + GAP);
      line("  " + terminal.bold(row.name()) + space + lines.getFirst());
      lines.stream().skip(1).forEach(each -> line(" ".repeat(indent) + each));
    }
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  /** Words in lines; a word that is longer than a line has one of its own. */
  private static List<String> wrapped(List<String> words, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** A line of a table: what it is called, and what it means. */
  private record Row(String name, String meaning) {}
}
