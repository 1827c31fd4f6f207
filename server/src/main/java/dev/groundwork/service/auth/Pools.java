package dev.groundwork.service.auth;

import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.sql.Statement;

/** Lets the same address stand in several pools of people: it is unique in each. */
final class Pools {
  /** The letters "pools" as a number: of several nodes that start at once one does it. */
  private static final long KEY = 0x706f6f6c73L;

  private Pools() {}

  static void separate(Database database) {
    database.transact(Pools::separate);
  }

  private static boolean separate(Transaction tx) {
    tx.run(Statement.of("select pg_advisory_xact_lock(" + KEY + ")"));
    String known =
        "select 1 from pg_indexes where schemaname = 'auth' and indexname = 'users_pool_email_key'";
    if (tx.run(Statement.of(known)).size() > 0) {
      return false;
    }
    tx.run(
        Statement.of(
            """
            create unique index users_pool_email_key on auth.users
              (coalesce(instance_id, '00000000-0000-0000-0000-000000000000'), email)
              where not is_sso_user
            """));
    tx.run(Statement.of("drop index auth.users_email_partial_key"));
    return true;
  }
}
