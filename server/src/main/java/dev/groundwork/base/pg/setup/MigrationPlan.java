package dev.groundwork.base.pg.setup;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which files are still to be applied: what stands in the folder against what was applied. */
final class MigrationPlan {
  private MigrationPlan() {}

  /**
   * The files to apply, in order.
   *
   * @param files in the order of their names
   * @param applied names and checksums
   * @throws dev.groundwork.base.problem.ProblemException when the past is not as it was
   */
  static List<MigrationFile> pending(List<MigrationFile> files, Map<String, String> applied) {
    NavigableMap<String, String> past = new TreeMap<>(MigrationFile::compareBytes);
    past.putAll(applied);
    Set<String> names = files.stream().map(MigrationFile::name).collect(Collectors.toSet());
    for (String name : past.keySet()) {
      if (!names.contains(name)) {
        throw new MigrationProblem.Missing(name).raise();
      }
    }
    files.forEach(file -> check(file, past));
    return files.stream().filter(file -> !past.containsKey(file.name())).toList();
  }

  private static void check(MigrationFile file, NavigableMap<String, String> past) {
    String checksum = past.get(file.name());
    if (checksum != null && !checksum.equals(file.checksum())) {
      throw new MigrationProblem.Changed(file.name()).raise();
    }
    if (checksum == null && past.higherKey(file.name()) != null) {
      throw new MigrationProblem.OutOfOrder(file.name(), past.lastKey()).raise();
    }
  }
}
