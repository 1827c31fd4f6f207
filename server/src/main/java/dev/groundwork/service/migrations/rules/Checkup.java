package dev.groundwork.service.migrations.rules;

import dev.groundwork.base.pg.setup.SqlFile;
import dev.groundwork.service.migrations.Workbench;
import dev.groundwork.service.migrations.review.ContractChange;
import dev.groundwork.service.migrations.review.ContractDiff;
import dev.groundwork.service.migrations.review.Review;
import dev.groundwork.service.migrations.review.Reviewer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Everything that is known about files before they are applied. */
public record Checkup(
    List<SqlFile> files, Review review, List<Finding> findings, List<ContractChange> contract) {

  /**
   * Which files, and in which surroundings.
   *
   * @param exposed schemas that the API serves
   * @param fileByFile whether the tables of one file are in use when the next is applied
   * @param ownLockTimeout whether whoever applies them does not wait long for locks
   */
  public record Order(
      List<SqlFile> files, Set<String> exposed, boolean fileByFile, boolean ownLockTimeout) {
    public Order {
      files = List.copyOf(files);
      exposed = Set.copyOf(exposed);
    }
  }

  public Checkup {
    files = List.copyOf(files);
    findings = List.copyOf(findings);
    contract = List.copyOf(contract);
  }

  /**
   * Runs the files on a scratch database that holds the migrations before them.
   *
   * @throws dev.groundwork.base.problem.ProblemException when one of them fails
   */
  public static Checkup of(Workbench bench, Order order) {
    try (Workbench.Scratch scratch = bench.scratch()) {
      bench.replay(scratch.address(), isBefore(order.files()));
      Review review = new Reviewer(scratch.address(), order.fileByFile()).review(order.files());
      Scene scene = new Scene(review, order.exposed(), order.ownLockTimeout());
      return new Checkup(
          order.files(), review, Lint.of(scene), ContractDiff.of(review, order.exposed()));
    }
  }

  /** Migrations that are none of the files, and not named to come after the first of them. */
  private static Predicate<String> isBefore(List<SqlFile> files) {
    Set<String> names = new HashSet<>(files.stream().map(SqlFile::name).toList());
    if (names.isEmpty()) {
      return _ -> true;
    }
    String first = files.getFirst().name();
    return name -> !names.contains(name) && name.compareTo(first) < 0;
  }

  /** Whether a rule refuses them. */
  public boolean isRefused() {
    return findings.stream().anyMatch(Finding::refuses);
  }

  /** Whether clients of the API may fail afterwards. */
  public boolean breaksClients() {
    return contract.stream().anyMatch(ContractChange::breaking);
  }
}
