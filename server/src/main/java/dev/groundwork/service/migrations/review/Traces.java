package dev.groundwork.service.migrations.review;

import dev.groundwork.base.pg.PlainSession;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session has left behind in its transaction so far.
 *
 * @param locks by relation
 * @param scans how often it has read each table from one end to the other
 * @param hasLockTimeout whether it gives up waiting for a lock
 */
record Traces(Map<String, Set<LockMode>> locks, Map<String, Long> scans, boolean hasLockTimeout) {

  static Traces read(PlainSession session) {
    Map<String, Set<LockMode>> locks = new HashMap<>();
    Map<String, Long> scans = new HashMap<>();
    boolean timeout = false;
    for (List<@Nullable String> row : session.rows(SnapshotQuery.TRACES)) {
      String relation = Objects.requireNonNull(row.get(1));
      String value = Objects.requireNonNull(row.get(2));
      switch (Objects.requireNonNull(row.get(0))) {
        case "lock" ->
            locks
                .computeIfAbsent(relation, _ -> EnumSet.noneOf(LockMode.class))
                .add(LockMode.named(value));
        case "scan" -> scans.put(relation, Long.parseLong(value));
        default -> timeout = !value.equals("0");
      }
    }
    return new Traces(locks, scans, timeout);
  }

  boolean hasLock(String relation, LockMode mode) {
    return locks.getOrDefault(relation, Set.of()).contains(mode);
  }

  long scans(String relation) {
    return scans.getOrDefault(relation, 0L);
  }
}
