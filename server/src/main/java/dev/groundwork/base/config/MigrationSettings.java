package dev.groundwork.base.config;

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

  private MigrationSettings() {}

  static List<Setting<?>> all() {
    return List.of(SCRATCH_URL);
  }
}
