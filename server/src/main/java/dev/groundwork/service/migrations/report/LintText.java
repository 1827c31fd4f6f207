package dev.groundwork.service.migrations.report;

import dev.groundwork.service.migrations.review.Step;
import dev.groundwork.service.migrations.rules.Checkup;
import dev.groundwork.service.migrations.rules.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the rules say about files, for people: what is refused first. */
public final class LintText {
  private static final String INDENT = "    ";

  private final Checkup checkup;
  private final Style style;
  private final StringBuilder text = new StringBuilder();

  private LintText(Checkup checkup, Style style) {
    this.checkup = checkup;
    this.style = style;
  }

  public static String of(Checkup checkup, Style style) {
    return new LintText(checkup, style).text();
  }

  private String text() {
    Map<String, List<Finding>> groups = new LinkedHashMap<>();
    checkup.findings().stream()
        .filter(each -> each.allowed().isEmpty())
        .sorted((left, right) -> Boolean.compare(right.refuses(), left.refuses()))
        .forEach(each ->
            groups.computeIfAbsent(place(each), _ -> new java.util.ArrayList<>()).add(each));
    groups.values().forEach(this::group);
    checkup.findings().stream().filter(each -> each.allowed().isPresent()).forEach(this::allowed);
    line(summary());
    return text.toString();
  }

  private static String place(Finding finding) {
    return at(finding.step()) + " " + finding.rule().code();
  }

  private static String at(Step step) {
    return step.file() + ":" + step.statement().line();
  }

  /** Findings of one rule in one statement. */
  private void group(List<Finding> findings) {
    Finding first = findings.getFirst();
    String severity = first.rule().isError() ? style.bad("refused") : style.bold("warning");
    line(
        style.bold(at(first.step()))
            + "  "
            + severity
            + "  "
            + first.rule().code()
            + " "
            + first.rule().name());
    line(INDENT + style.faint(Text.oneLine(first.step().statement().sql())));
    findings.forEach(each -> line(INDENT + "-> " + each.subject()));
    wrap(first.rule().title() + " " + first.rule().why());
    wrap(style.good("Instead: ") + first.rule().recipe());
    line("");
  }

  private void allowed(Finding finding) {
    line(
        style.faint(
            at(finding.step())
                + "  allowed  "
                + finding.rule().code()
                + " "
                + finding.subject()
                + ": "
                + finding.allowed().orElse("")));
  }

  private String summary() {
    long refused = checkup.findings().stream().filter(Finding::refuses).count();
    long warnings =
        checkup.findings().stream()
            .filter(each -> !each.rule().isError() && each.allowed().isEmpty())
            .count();
    int files = checkup.files().size();
    String of = Text.count(files, "file", "files");
    if (files == 0) {
      return style.good("Nothing to check.");
    }
    if (refused == 0 && warnings == 0) {
      return style.good(of + ", nothing to say against.");
    }
    return of
        + ": "
        + (refused == 0 ? style.good("0 refused") : style.bad(refused + " refused"))
        + ", "
        + Text.count(warnings, "warning", "warnings")
        + ". Every rule: docs/reference/lint-rules.md";
  }

  private void wrap(String words) {
    Text.wrapped(words, INDENT).forEach(this::line);
  }

  private void line(String words) {
    text.append(words).append('\n');
  }
}
