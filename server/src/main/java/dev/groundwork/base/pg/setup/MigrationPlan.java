package dev.groundwork.base.pg.setup;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which files are still to be applied: what stands in the folder against what was applied. */
final class MigrationPlan {
  private MigrationPlan() {}

  /**
   * The files to apply, in order.
   *
   * @param files in the order of their names
   * @param applied names and checksums
   * @param half names of files that were applied in part
   * @param anyOrder whether a file may be applied after one that sorts behind it
   * @throws dev.groundwork.base.problem.ProblemException when the past is not as it was
   */
  static List<MigrationFile> pending(
      List<MigrationFile> files, Map<String, String> applied, Set<String> half, boolean anyOrder) {
    NavigableMap<String, String> past = new TreeMap<>(MigrationFile::compareBytes);
    past.putAll(applied);
    Set<String> names = files.stream().map(MigrationFile::name).collect(Collectors.toSet());
    Stream.concat(past.keySet().stream(), half.stream())
        .filter(name -> !names.contains(name))
        .findFirst()
        .ifPresent(MigrationPlan::missing);
    files.forEach(file -> check(file, past, anyOrder || half.contains(file.name())));
    return files.stream().filter(file -> !past.containsKey(file.name())).toList();
  }

  private static void missing(String name) {
    throw new MigrationProblem.Missing(name).raise();
  }

  private static void check(
      MigrationFile file, NavigableMap<String, String> past, boolean anyOrder) {
    String checksum = past.get(file.name());
    if (checksum != null && !file.does(checksum)) {
      throw new MigrationProblem.Changed(file.name()).raise();
    }
    if (checksum == null && !anyOrder && past.higherKey(file.name()) != null) {
      throw new MigrationProblem.OutOfOrder(file.name(), past.lastKey()).raise();
    }
  }
}
