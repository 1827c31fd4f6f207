package dev.groundwork.service.migrations.review;

import java.util.Arrays;
import java.util.List;

/**
 * A lock on a table, from the weakest to the strongest.
 *
 * @see <a href="https://www.postgresql.org/docs/18/explicit-locking.html">Explicit locking</a>
 */
public enum LockMode {
  ACCESS_SHARE("AccessShareLock", ""),
  ROW_SHARE("RowShareLock", ""),
  ROW_EXCLUSIVE("RowExclusiveLock", ""),
  SHARE_UPDATE_EXCLUSIVE("ShareUpdateExclusiveLock", "vacuum,DDL"),
  SHARE("ShareLock", "writes,vacuum,DDL"),
  SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock", "writes,vacuum,DDL"),
  EXCLUSIVE("ExclusiveLock", "writes,row locks,vacuum,DDL"),
  ACCESS_EXCLUSIVE("AccessExclusiveLock", "reads,writes,vacuum,DDL");

  private final String catalogName;
  private final String blocks;

  LockMode(String catalogName, String blocks) {
    this.catalogName = catalogName;
    this.blocks = blocks;
  }

  /** The mode that {@code pg_locks} names. */
  static LockMode named(String catalogName) {
    return Arrays.stream(values())
        .filter(mode -> mode.catalogName.equals(catalogName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(catalogName));
  }

  /** As the manual writes it. */
  public String words() {
    return name().replace('_', ' ');
  }

  /** What others cannot do meanwhile. */
  public List<String> blocks() {
    return blocks.isEmpty() ? List.of() : Arrays.asList(blocks.split(",", -1));
  }

  public boolean blocksReads() {
    return this == ACCESS_EXCLUSIVE;
  }

  public boolean blocksWrites() {
    return compareTo(SHARE) >= 0;
  }

  /** Whether only other changes of the schema wait for it. */
  public boolean isMild() {
    return compareTo(SHARE) < 0;
  }
}
