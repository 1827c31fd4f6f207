package dev.groundwork;

import dev.groundwork.base.pg.setup.Baseline.Script;
import dev.groundwork.service.Room;
import java.util.ArrayList;
import java.util.List;

/** What each room wants in every database, in the order in which it is put there. */
final class BaselineScripts {
  private static final List<String> ALL =
      List.of(
          "platform/sql/0001_roles.sql",
          "platform/sql/0002_schemas.sql",
          "auth/sql/0001_tables.sql",
          "auth/sql/0002_functions.sql",
          "auth/sql/0010_factors.sql",
          "auth/sql/0100_rate_limits.sql",
          "storage/sql/0001_tables.sql",
          "storage/sql/0002_functions.sql",
          "storage/sql/0010_pulled_schemas.sql",
          "realtime/sql/0001_messages.sql",
          "vault/sql/0001_vault.sql",
          "net/sql/0001_requests.sql",
          "net/sql/0002_webhooks.sql",
          "cron/sql/0001_jobs.sql",
          "queues/sql/0001_pgmq.sql",
          "queues/sql/0002_pgmq_public.sql",
          "rest/sql/0001_idempotency.sql");

  private static final String SUPABASE = "platform/sql/0003_supabase_project.sql";
  private static final String OPEN_DEFAULTS = "platform/sql/0004_open_defaults.sql";

  private BaselineScripts() {}

  /** For a project of our own: no right on anything of the project's. */
  static List<Script> ofProject() {
    return scripts(ALL);
  }

  /**
   * For a project that was written for Supabase.
   *
   * @param open whether what is made in {@code public} is open to the API's roles by itself
   */
  static List<Script> ofSupabaseProject(boolean open) {
    List<String> names = new ArrayList<>(ALL);
    names.add(SUPABASE);
    if (open) {
      names.add(OPEN_DEFAULTS);
    }
    return scripts(names);
  }

  private static List<Script> scripts(List<String> names) {
    return names.stream().map(name -> Script.resource(Room.class, name)).toList();
  }
}
