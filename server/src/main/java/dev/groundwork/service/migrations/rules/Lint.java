package dev.groundwork.service.migrations.rules;

import dev.groundwork.service.migrations.review.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds what was seen of files against the rules. */
public final class Lint {
  private final Scene scene;
  private final List<Finding> findings = new ArrayList<>();

  private Lint(Scene scene) {
    this.scene = scene;
  }

  /** What the rules say, in the order of the statements. */
  public static List<Finding> of(Scene scene) {
    Lint lint = new Lint(scene);
    scene.review().steps().forEach(lint::look);
    return lint.findings;
  }

  private void look(Step step) {
    Exceptions exceptions = Exceptions.of(step.statement());
    Set<String> used = new LinkedHashSet<>();
    for (Rule rule : Rules.all()) {
      List<String> subjects = rule.check().subjects(step, scene).distinct().toList();
      Optional<String> reason = Optional.ofNullable(exceptions.reasons().get(rule.code()));
      subjects.forEach(subject -> findings.add(new Finding(rule, step, subject, reason)));
      if (!subjects.isEmpty()) {
        used.add(rule.code());
      }
    }
    exceptions.faults().forEach(fault -> add(FileRules.WRONG_EXCEPTION, step, fault));
    exceptions.reasons().keySet().stream()
        .filter(code -> !used.contains(code))
        .forEach(code -> add(FileRules.IDLE_EXCEPTION, step, code));
  }

  private void add(String code, Step step, String subject) {
    Rule rule = Rules.find(code).orElseThrow();
    findings.add(new Finding(rule, step, subject, Optional.empty()));
  }
}
