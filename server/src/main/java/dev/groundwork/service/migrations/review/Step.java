package dev.groundwork.service.migrations.review;

import dev.groundwork.base.sql.SqlStatementText;
import dev.groundwork.service.migrations.review.Thing.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one statement did.
 *
 * @param afterOthers whether the file has statements of a transaction before it
 * @param alone whether it ran outside of a transaction
 * @param skipped whether it was not run, as it is about the whole server
 * @param old the relations that others may use meanwhile, by identifier
 * @param locks that it took, the strongest for each relation
 * @param held locks that statements before it took in the same transaction
 * @param scanned old relations that it read from one end to the other
 * @param rewritten old relations that it wrote anew as a whole
 * @param writesAll old tables of which it changes or deletes every row
 * @param changes of the catalogs
 * @param failure SQLSTATE and message when it failed; there are no further steps then
 */
public record Step(
    String file,
    SqlStatementText statement,
    boolean afterOthers,
    boolean alone,
    boolean skipped,
    boolean hasLockTimeout,
    Set<String> old,
    List<Lock> locks,
    List<Lock> held,
    Set<String> scanned,
    Set<String> rewritten,
    Set<String> writesAll,
    List<Change> changes,
    Snapshot before,
    Snapshot after,
    Optional<Failure> failure) {

  /** Why PostgreSQL refused a statement. */
  public record Failure(String sqlState, String message, int line) {}

  public Step {
    old = Set.copyOf(old);
    locks = List.copyOf(locks);
    held = List.copyOf(held);
    scanned = Set.copyOf(scanned);
    rewritten = Set.copyOf(rewritten);
    writesAll = Set.copyOf(writesAll);
    changes = List.copyOf(changes);
  }

  public Stream<Thing> added(Kind kind) {
    return changes.stream().filter(each -> each.added(kind)).map(Change::thing);
  }

  public Stream<Thing> removed(Kind kind) {
    return changes.stream().filter(each -> each.removed(kind)).map(Change::thing);
  }

  public Stream<Change> altered(Kind kind, String fact) {
    return changes.stream().filter(each -> each.altered(kind, fact));
  }

  /** Whether others may use what something belongs to. */
  public boolean isOld(Thing thing) {
    return old.contains(thing.relation());
  }

  /** The name of something, as it is now or was at last. */
  public String name(Thing thing) {
    Snapshot known = after.find(thing.kind(), thing.id()).isPresent() ? after : before;
    return known.name(thing);
  }

  public String relationName(String id) {
    return (after.relation(id).isPresent() ? after : before).relationName(id);
  }

  /** Locks that others notice, from statements before, on what this one works at. */
  public Stream<Lock> heldOnItsOwn() {
    return held.stream()
        .filter(lock -> lock.mode().blocksWrites())
        .filter(lock ->
            scanned.contains(lock.relation())
                || rewritten.contains(lock.relation())
                || writesAll.contains(lock.relation())
                || changes.stream()
                    .anyMatch(each -> each.thing().relation().equals(lock.relation())));
  }

  /** Whether it took a lock that others notice. */
  public boolean blocks() {
    return locks.stream().anyMatch(lock -> lock.mode().blocksWrites());
  }
}
