package dev.groundwork.cli;

import dev.groundwork.service.migrations.catalog.CatalogObject;
import dev.groundwork.service.migrations.diff.DiffProblem;
import dev.groundwork.service.migrations.write.Answers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What became of things that are not desired any more: by options, else by asking. */
final class DiffAnswers implements Answers {
  private final Terminal terminal;
  private final Set<String> drops;
  private final Map<String, String> renames;
  private final Set<String> unused;

  /**
   * Answers.
   *
   * @param drops names with commas between them, or {@code all}
   * @param renames pairs of names with a colon in each
   */
  DiffAnswers(Terminal terminal, String drops, String renames) {
    this.terminal = terminal;
    this.drops = new HashSet<>(parts(drops));
    this.renames = new HashMap<>();
    for (String pair : parts(renames)) {
      int colon = pair.indexOf(':');
      if (colon < 1) {
        throw new UsageException(
            "--rename takes OLD:NEW, not " + pair, "groundwork migrate diff --help");
      }
      this.renames.put(pair.substring(0, colon), pair.substring(colon + 1));
    }
    this.unused = new HashSet<>(this.drops);
    this.unused.addAll(this.renames.keySet());
    this.unused.remove("all");
  }

  private static List<String> parts(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"));
  }

  @Override
  public Optional<Answer> to(Question question) {
    String name = question.object().name();
    unused.remove(name);
    if (renames.containsKey(name)) {
      return Optional.of(new Answer.Rename(candidate(question, renames.get(name))));
    }
    if (drops.contains(name) || drops.contains("all")) {
      return Optional.of(new Answer.Drop());
    }
    return terminal.isInteractive() ? ask(question) : Optional.empty();
  }

  private static CatalogObject candidate(Question question, String name) {
    return question.candidates().stream()
        .filter(each -> each.name().equals(name) || each.name().endsWith("." + name))
        .findFirst()
        .orElseThrow(() -> new DiffProblem.UnknownAnswer(name).raise());
  }

  private Optional<Answer> ask(Question question) {
    CatalogObject object = question.object();
    terminal
        .err()
        .println(object.kind().label() + " " + object.name() + " is not desired any more:");
    List<CatalogObject> candidates = question.candidates();
    for (int i = 0; i < candidates.size(); i++) {
      terminal.err().println("  " + (i + 1) + "  it is " + candidates.get(i).name() + " now");
    }
    String loss = object.kind().holdsData() ? ", with what it holds" : "";
    terminal.err().println("  d  drop it" + loss);
    String answer = terminal.answer("Number or d, anything else ends: ");
    if (answer.equals("d")) {
      return Optional.of(new Answer.Drop());
    }
    return number(answer, candidates.size()).map(i -> new Answer.Rename(candidates.get(i - 1)));
  }

  private static Optional<Integer> number(String answer, int highest) {
    return answer.matches("\\d{1,4}")
        ? Optional.of(Integer.parseInt(answer)).filter(i -> i >= 1 && i <= highest)
        : Optional.empty();
  }

  @Override
  public void complete() {
    unused.stream()
        .findFirst()
        .ifPresent(name -> {
          throw new DiffProblem.UnknownAnswer(name).raise();
        });
  }
}
