package dev.groundwork.service.migrations.review;

import dev.groundwork.base.sql.SqlStatementText;
import dev.groundwork.service.migrations.review.Thing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The locks of statements that stand in no transaction. They are gone before anybody can look, so
 * they are told by the manual; a test holds such statements up and compares.
 */
final class AloneLocks {
  private AloneLocks() {}

  static List<Lock> of(
      SqlStatementText statement, List<Change> changes, Snapshot before, Set<String> old) {
    LockMode mode = mode(statement);
    List<Lock> locks = new ArrayList<>();
    for (Change change : changes) {
      Thing thing = change.thing();
      boolean concerns =
          thing.kind() == Kind.INDEX
              || change.altered(Kind.RELATION, "file")
              || change.altered(Kind.RELATION, "partition");
      if (concerns) {
        add(locks, new Lock(thing.relation(), mode), old);
      }
      if (change.altered(Kind.RELATION, "partition")) {
        add(locks, new Lock(change.old("parent"), LockMode.SHARE_UPDATE_EXCLUSIVE), old);
      }
    }
    return locks.stream().filter(lock -> before.relation(lock.relation()).isPresent()).toList();
  }

  private static void add(List<Lock> locks, Lock lock, Set<String> old) {
    if (old.contains(lock.relation()) && !locks.contains(lock)) {
      locks.add(lock);
    }
  }

  /** A partition that is detached is shut at the end, when nobody reaches it by its parent. */
  private static LockMode mode(SqlStatementText statement) {
    if (statement.startsWith("vacuum")) {
      return statement.words().contains("full")
          ? LockMode.ACCESS_EXCLUSIVE
          : LockMode.SHARE_UPDATE_EXCLUSIVE;
    }
    return statement.startsWith("alter")
        ? LockMode.ACCESS_EXCLUSIVE
        : LockMode.SHARE_UPDATE_EXCLUSIVE;
  }
}
