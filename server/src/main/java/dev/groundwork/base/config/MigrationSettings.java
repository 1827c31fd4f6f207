package dev.groundwork.base.config;

import java.time.Duration;
import java.util.List;

/** The settings of changes to the schema. */
public final class MigrationSettings {
  public static final Setting<String> SCRATCH_URL =
      Setting.of(
              "migrations.scratch-url",
              Kind.text()
                  .described("a PostgreSQL connection string of a superuser, or `@file`")
                  .checked(Complaints::connection),
              "A server on which migrations are tried in databases that are made for it and dropped"
                  + " again; nothing else should be on it. Not set: an embedded one. Set it when"
                  + " the project needs extensions that the embedded PostgreSQL lacks.")
          .asSecret();

  public static final Setting<Duration> LOCK_TIMEOUT =
      Setting.of(
              "migrations.lock-timeout",
              Kind.duration(),
              "How long a migration's transaction waits for locks, and so how long others wait"
                  + " behind it. What did not get one is undone and tried again after a pause. More"
                  + " than PostgreSQL's `deadlock_timeout` (1 s), so that an autovacuum gives way;"
                  + " `0` is without end. A file that sets `lock_timeout` has its own.")
          .standard("2s");

  public static final Setting<Long> LOCK_RETRIES =
      Setting.of(
              "migrations.lock-retries",
              Kind.number(0, 10_000),
              "How often a migration that did not get a lock is tried again, in about 15 s each.")
          .standard("20");

  private MigrationSettings() {}

  static List<Setting<?>> all() {
    return List.of(SCRATCH_URL, LOCK_TIMEOUT, LOCK_RETRIES);
  }
}
