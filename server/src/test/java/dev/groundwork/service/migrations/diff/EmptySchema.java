package dev.groundwork.service.migrations.diff;

import dev.groundwork.service.migrations.catalog.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A new database: the schema {@code public} and nothing in it. */
final class EmptySchema {
  private EmptySchema() {}

  static Snapshot of(Snapshot like) {
    String id = "schema public";
    return new Snapshot(
        Map.of(id, like.object(id)), Map.of(id, Set.of()), List.of(), like.version());
  }
}
