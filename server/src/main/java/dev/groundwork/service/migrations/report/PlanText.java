package dev.groundwork.service.migrations.report;

import dev.groundwork.service.migrations.review.ContractChange;
import dev.groundwork.service.migrations.review.Lock;
import dev.groundwork.service.migrations.review.Sizes;
import dev.groundwork.service.migrations.review.Step;
import dev.groundwork.service.migrations.review.Work;
import dev.groundwork.service.migrations.rules.Checkup;
import dev.groundwork.service.migrations.rules.Finding;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What files will do, for people: the worst in the first lines, then statement by statement. */
public final class PlanText {
  private static final String INDENT = "        ";

  private final Checkup checkup;
  private final Sizes sizes;
  private final Style style;
  private final StringBuilder text = new StringBuilder();

  private PlanText(Checkup checkup, Sizes sizes, Style style) {
    this.checkup = checkup;
    this.sizes = sizes;
    this.style = style;
  }

  public static String of(Checkup checkup, Sizes sizes, Style style) {
    return new PlanText(checkup, sizes, style).text();
  }

  private String text() {
    if (checkup.files().isEmpty()) {
      return style.good("Nothing is pending.") + "\n";
    }
    summary();
    Map<String, List<Step>> files =
        checkup.review().steps().stream()
            .collect(Collectors.groupingBy(Step::file, LinkedHashMap::new, Collectors.toList()));
    files.forEach(this::file);
    return text.toString();
  }

  private void summary() {
    int statements = checkup.review().steps().size();
    line(
        style.bold(
            Text.count(checkup.files().size(), "file", "files")
                + ", "
                + Text.count(statements, "statement", "statements")));
    Map<String, Blocked> blocked = blocked();
    blocked.forEach(this::blocks);
    List<ContractChange> breaking =
        checkup.contract().stream().filter(ContractChange::breaking).toList();
    breaking.forEach(each -> line("  " + style.bad("breaks ") + what(each)));
    if (blocked.isEmpty() && breaking.isEmpty()) {
      line("  " + style.good("Nobody has to wait, and no client breaks."));
    }
    if (!sizes.known()) {
      line("  " + style.faint("The target cannot be asked: sizes and times are not known."));
    }
    line("");
  }

  /**
   * How a table is blocked.
   *
   * @param time how long, as far as the work is what takes time
   */
  private record Blocked(boolean reads, Duration time) {
    private Blocked and(Blocked other) {
      return new Blocked(reads || other.reads, time.plus(other.time));
    }
  }

  private void blocks(String table, Blocked blocked) {
    String time = sizes.known() ? ", " + Text.about(blocked.time()) : "";
    String what = blocked.reads() ? "reads and writes" : "writes";
    line("  " + style.bad("blocks ") + what + " of " + style.bold(table) + time);
  }

  private Map<String, Blocked> blocked() {
    Map<String, Blocked> tables = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (Step step : checkup.review().steps()) {
      for (Lock lock : step.locks()) {
        if (lock.mode().blocksWrites()) {
          String table = step.before().relationName(lock.relation());
          Duration time = seen.add(step.file() + " " + table) ? untilTheEnd(step) : Duration.ZERO;
          tables.merge(table, new Blocked(lock.mode().blocksReads(), time), Blocked::and);
        }
      }
    }
    return tables;
  }

  /** A lock is held until the end of the file, whatever is done there meanwhile. */
  private Duration untilTheEnd(Step step) {
    List<Step> steps = checkup.review().steps();
    return steps.subList(steps.indexOf(step), steps.size()).stream()
        .filter(each -> each.file().equals(step.file()))
        .filter(each -> each.equals(step) || !step.alone())
        .map(this::time)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private Duration time(Step step) {
    return Work.of(step, checkup.review(), sizes).stream()
        .flatMap(work -> work.estimate().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private void file(String name, List<Step> steps) {
    boolean alone = steps.stream().anyMatch(Step::alone);
    line(style.bold(name) + style.faint(alone ? "  outside of a transaction" : ""));
    steps.forEach(this::step);
    line("");
  }

  private void step(Step step) {
    line("%6d  %s".formatted(step.statement().line(), Text.oneLine(step.statement().sql())));
    step.heldOnItsOwn().forEach(lock -> row("held", held(step, lock)));
    step.locks().forEach(lock -> row("locks", lock(step, lock)));
    List<Work> work = Work.of(step, checkup.review(), sizes);
    work.forEach(each -> row(each.type().label(), work(each)));
    checkup.contract().stream()
        .filter(each -> each.step().filter(step::equals).isPresent())
        .forEach(each -> row(each.breaking() ? style.bad("breaks") : "changes", what(each)));
    Optional<Finding> finding =
        checkup.findings().stream()
            .filter(each -> each.step().equals(step) && each.refuses())
            .findFirst();
    finding.ifPresent(
        each -> row(style.good("safer"), each.rule().code() + ": " + each.rule().recipe()));
  }

  private String lock(Step step, Lock lock) {
    String blocks =
        lock.mode().blocksReads()
            ? style.bad("reads and writes wait")
            : lock.mode().blocksWrites() ? style.bad("writes wait") : "nobody waits but DDL";
    String table = step.before().relationName(lock.relation());
    return table + "  " + lock.mode().words() + ": " + (isWeak(lock) ? "nobody waits" : blocks);
  }

  private static String held(Step step, Lock lock) {
    String table = step.before().relationName(lock.relation());
    return table + "  " + lock.mode().words() + ": since an earlier statement";
  }

  private static boolean isWeak(Lock lock) {
    return lock.mode().blocks().isEmpty();
  }

  private static String work(Work work) {
    String size =
        work.size()
            .map(each ->
                " ("
                    + Text.bytes(each.allBytes())
                    + ", "
                    + Text.count(each.rows(), "row", "rows")
                    + ")")
            .orElse("");
    String time = work.estimate().map(each -> ", " + Text.about(each)).orElse("");
    return work.relation() + size + time;
  }

  private static String what(ContractChange change) {
    return change.subject() + ": " + change.text();
  }

  private void row(String label, String words) {
    int plain = label.replaceAll("\u001b\\[[0-9]*m", "").length();
    line(INDENT + label + " ".repeat(Math.max(1, 9 - plain)) + words);
  }

  private void line(String words) {
    text.append(words).append('\n');
  }
}
