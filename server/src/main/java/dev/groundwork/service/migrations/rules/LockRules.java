package dev.groundwork.service.migrations.rules;

import dev.groundwork.service.migrations.review.Lock;
import dev.groundwork.service.migrations.review.Step;
import dev.groundwork.service.migrations.review.Thing;
import dev.groundwork.service.migrations.review.Thing.Kind;
import dev.groundwork.service.migrations.rules.Rule.Example;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Statements that keep a table locked for as long as it takes to read it. */
final class LockRules {
  private static final String PARTITIONS =
      """
      create table events (id bigint not null, at timestamptz not null, primary key (id, at))
        partition by range (at);
      create table events_2025 (id bigint not null, at timestamptz not null, primary key (id, at));
      """;

  private static final Pattern DOMAIN_NOT_NULL =
      Pattern.compile(
          "\\balter\\s+domain\\b.*\\bset\\s+not\\s+null\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  static final List<Rule> ALL =
      List.of(
          Rule.error(
              "GWML001",
              "index-not-concurrent",
              "An index is built while nobody can write to the table.",
              "CREATE INDEX takes a SHARE lock: every insert, update and delete waits until all"
                  + " rows are read and the index is written.",
              "Build it with CONCURRENTLY, in a file of its own. If that fails, drop the invalid"
                  + " index and try again.",
              Example.of(
                  "create index orders_placed_at_idx on orders (placed_at);",
                  "create index concurrently orders_placed_at_idx on orders (placed_at);"),
              LockRules::indexNotConcurrent),
          Rule.error(
              "GWML002",
              "foreign-key-not-valid-first",
              "A foreign key is checked while nobody can write to either table.",
              "ADD FOREIGN KEY takes SHARE ROW EXCLUSIVE locks on both tables and reads the"
                  + " referencing one before it lets go.",
              "Add it NOT VALID, which holds for new rows at once; validate it in a later file,"
                  + " which reads the table without keeping writers out.",
              Example.after(
                  "alter table orders add column seller_id bigint;"
                      + "create index on orders (seller_id);",
                  """
                  alter table orders add constraint orders_seller_id_fkey
                    foreign key (seller_id) references customers (id);
                  """,
                  """
                  alter table orders add constraint orders_seller_id_fkey
                    foreign key (seller_id) references customers (id) not valid;
                  """,
                  "alter table orders validate constraint orders_seller_id_fkey;"),
              (step, _) -> validConstraint(step, "f")),
          Rule.error(
              "GWML003",
              "check-not-valid-first",
              "A check is proven while nobody can read or write the table.",
              "ADD CHECK takes an ACCESS EXCLUSIVE lock and reads all rows under it.",
              "Add it NOT VALID and validate it in a later file.",
              Example.of(
                  "alter table orders add constraint orders_total_check check (total >= 0);",
                  """
                  alter table orders add constraint orders_total_check check (total >= 0)
                    not valid;
                  """,
                  "alter table orders validate constraint orders_total_check;"),
              (step, _) -> validConstraint(step, "c")),
          Rule.error(
              "GWML004",
              "not-null-without-check",
              "SET NOT NULL reads the table while nobody can use it.",
              "Without a validated check that says the same, PostgreSQL reads all rows under an"
                  + " ACCESS EXCLUSIVE lock.",
              "Add a check NOT VALID, validate it in a later file, then SET NOT NULL, which needs"
                  + " no look at the rows, and drop the check.",
              Example.of(
                  "alter table orders alter column note set not null;",
                  """
                  alter table orders add constraint orders_note_there check (note is not null)
                    not valid;
                  """,
                  """
                  alter table orders validate constraint orders_note_there;
                  alter table orders alter column note set not null;
                  alter table orders drop constraint orders_note_there;
                  """),
              LockRules::notNull),
          Rule.error(
              "GWML005",
              "unique-constraint-builds-index",
              "A unique constraint builds its index while nobody can use the table.",
              "ADD UNIQUE takes an ACCESS EXCLUSIVE lock until the index is written.",
              "Build a unique index CONCURRENTLY, then add the constraint USING INDEX.",
              Example.of(
                  "alter table customers add constraint customers_email_key unique (email);",
                  "create unique index concurrently customers_email_key on customers (email);",
                  """
                  alter table customers add constraint customers_email_key
                    unique using index customers_email_key;
                  """),
              (step, _) -> indexOfConstraint(step, "u")),
          Rule.error(
              "GWML006",
              "primary-key-builds-index",
              "A primary key builds its index while nobody can use the table.",
              "ADD PRIMARY KEY takes an ACCESS EXCLUSIVE lock until all rows are read for nulls"
                  + " and the index is written.",
              "Build a unique index CONCURRENTLY, then add the key USING INDEX; columns that may"
                  + " be null need GWML004 first.",
              Example.after(
                  "create table visits (id bigint not null);",
                  "alter table visits add primary key (id);",
                  "create unique index concurrently visits_pkey on visits (id);",
                  """
                  alter table visits add constraint visits_pkey
                    primary key using index visits_pkey;
                  """),
              (step, _) -> indexOfConstraint(step, "p")),
          Rule.error(
              "GWML007",
              "exclusion-constraint",
              "An exclusion constraint is added to a table in use.",
              "Its index cannot be built concurrently and nothing can be left for later: the table"
                  + " is shut until all rows are compared.",
              "Make a new table with the constraint and move the rows, or allow it for a time when"
                  + " nobody writes.",
              Example.after(
                  "create table stays (id bigint primary key, during tstzrange not null);",
                  """
                  alter table stays add constraint stays_apart
                    exclude using gist (during with &&);
                  """,
                  """
                  create table bookings (
                    id bigint generated always as identity primary key,
                    during tstzrange not null,
                    exclude using gist (during with &&)
                  );
                  alter table bookings enable row level security;
                  """),
              (step, _) -> indexOfConstraint(step, "x")),
          Rule.error(
              "GWML008",
              "long-work-under-a-lock",
              "A table is read or written as a whole while an earlier statement's lock is held.",
              "Locks last until the end of the file: what would keep nobody waiting by itself now"
                  + " does.",
              "Put the long statement into a file of its own.",
              Example.of(
                  """
                  alter table orders add constraint orders_total_check check (total >= 0)
                    not valid;
                  alter table orders validate constraint orders_total_check;
                  """,
                  """
                  alter table orders add constraint orders_total_check check (total >= 0)
                    not valid;
                  """,
                  "alter table orders validate constraint orders_total_check;"),
              LockRules::underLock),
          Rule.error(
              "GWML009",
              "drop-index-not-concurrent",
              "An index is dropped while nobody can use the table.",
              "DROP INDEX takes an ACCESS EXCLUSIVE lock on the table; it waits for every query"
                  + " that runs, and all new ones wait behind it.",
              "Drop it with CONCURRENTLY, in a file of its own.",
              Example.after(
                  "create index orders_note_idx on orders (note);",
                  "drop index orders_note_idx;",
                  "drop index concurrently orders_note_idx;"),
              LockRules::dropIndex),
          Rule.error(
              "GWML010",
              "reindex-not-concurrent",
              "An index is built anew while nobody can write, nor read by it.",
              "REINDEX takes a SHARE lock on the table and an ACCESS EXCLUSIVE one on the index.",
              "Use REINDEX ... CONCURRENTLY, in a file of its own.",
              Example.of(
                  "reindex index orders_customer_id_idx;",
                  "reindex index concurrently orders_customer_id_idx;"),
              (step, _) -> words(step, !step.alone(), "reindex")),
          Rule.error(
              "GWML011",
              "refresh-not-concurrent",
              "A materialised view is refreshed while nobody can read it.",
              "REFRESH MATERIALIZED VIEW takes an ACCESS EXCLUSIVE lock for as long as its query"
                  + " runs.",
              "Give the view a unique index and use REFRESH MATERIALIZED VIEW CONCURRENTLY.",
              Example.after(
                  """
                  create schema internal;
                  create materialized view internal.counts as
                    select customer_id, count(*) from orders group by 1;
                  create unique index on internal.counts (customer_id);
                  """,
                  "refresh materialized view internal.counts;",
                  "refresh materialized view concurrently internal.counts;"),
              (step, _) -> rewritten(step, "m")),
          Rule.error(
              "GWML012",
              "attach-partition-reads",
              "A partition is attached by reading all of it under a lock.",
              "Without a validated check that implies the bounds, ATTACH PARTITION reads the new"
                  + " partition under an ACCESS EXCLUSIVE lock on it.",
              "Add the bounds as a check NOT VALID, validate it, attach, drop the check.",
              Example.after(
                  PARTITIONS,
                  """
                  alter table events attach partition events_2025
                    for values from ('2025-01-01') to ('2026-01-01');
                  """,
                  """
                  alter table events_2025 add constraint events_2025_bounds
                    check (at >= '2025-01-01' and at < '2026-01-01') not valid;
                  """,
                  "alter table events_2025 validate constraint events_2025_bounds;",
                  """
                  alter table events attach partition events_2025
                    for values from ('2025-01-01') to ('2026-01-01');
                  alter table events_2025 drop constraint events_2025_bounds;
                  """),
              LockRules::attach),
          Rule.warning(
              "GWML013",
              "detach-partition-not-concurrent",
              "A partition is detached while nobody can use the table.",
              "DETACH PARTITION takes an ACCESS EXCLUSIVE lock on the whole partitioned table.",
              "Use DETACH PARTITION ... CONCURRENTLY, in a file of its own.",
              Example.after(
                  PARTITIONS
                      + """
                      alter table events attach partition events_2025
                        for values from ('2025-01-01') to ('2026-01-01');
                      """,
                  "alter table events detach partition events_2025;",
                  "alter table events detach partition events_2025 concurrently;"),
              LockRules::detach),
          Rule.warning(
              "GWML014",
              "lock-table",
              "A table is locked by hand.",
              "LOCK TABLE without a mode keeps readers out until the end of the file.",
              "Lock rows by FOR UPDATE, or take an advisory lock.",
              Example.of("lock table orders;", "select pg_advisory_xact_lock(1);"),
              (step, _) -> words(step, step.blocks(), "lock")),
          Rule.error(
              "GWML015",
              "no-lock-timeout",
              "A lock is waited for without end, and everybody else waits behind it.",
              "A statement that waits for a long query makes all later queries wait, too. Told only"
                  + " where the files are applied by something that sets no limit"
                  + " (--no-lock-timeout).",
              "Say at the top of the file how long it may wait, and try again when it fails.",
              Example.of(
                  "alter table orders add column gift boolean;",
                  """
                  set local lock_timeout = '2s';
                  alter table orders add column gift boolean;
                  """),
              LockRules::noTimeout),
          Rule.error(
              "GWML016",
              "domain-reads-tables",
              "A domain's new constraint is proven while nobody can write to any table of it.",
              "ALTER DOMAIN reads all tables that have a column of the domain, under SHARE locks.",
              "Add a check NOT VALID and validate it in a later file, when few write; a domain can"
                  + " be left as it is in favour of checks of the tables.",
              Example.after(
                  "create domain code as text; alter table orders add column code code;",
                  "alter domain code add constraint code_short check (length(value) <= 8);",
                  """
                  alter domain code add constraint code_short check (length(value) <= 8)
                    not valid;
                  """),
              LockRules::domain));

  private LockRules() {}

  private static Stream<String> indexNotConcurrent(Step step, Scene scene) {
    boolean ofConstraint = step.added(Kind.CONSTRAINT).anyMatch(LockRules::hasIndex);
    return step.added(Kind.INDEX)
        .filter(index -> !step.alone() && !ofConstraint && step.isOld(index))
        .filter(index -> step.scanned().contains(index.relation()))
        .filter(index -> !isMadeAgain(step, index))
        .map(index -> step.name(index) + " on " + step.relationName(index.relation()));
  }

  private static boolean hasIndex(Thing constraint) {
    return constraint.find("index").isPresent() && !constraint.has("type", "f");
  }

  /** A check is seen in the catalogs, wherever the statement stands; NOT NULL in its words. */
  private static Stream<String> domain(Step step, Scene scene) {
    boolean check =
        step.added(Kind.CONSTRAINT)
            .anyMatch(each -> each.find("domain").isPresent() && each.is("valid"));
    return check || DOMAIN_NOT_NULL.matcher(step.statement().sql()).find()
        ? step.scanned().stream().sorted().map(step::relationName)
        : Stream.empty();
  }

  private static Stream<String> validConstraint(Step step, String type) {
    return step.added(Kind.CONSTRAINT)
        .filter(each -> each.has("type", type) && each.is("valid"))
        .filter(each -> each.find("parent").isEmpty() && !isMadeAgain(step, each))
        .filter(each -> step.scanned().contains(each.relation()))
        .map(step::name);
  }

  /** A change of a column's type makes its constraints and indexes again; it is what to tell. */
  private static boolean isMadeAgain(Step step, Thing thing) {
    return step.removed(thing.kind())
        .anyMatch(
            old -> old.relation().equals(thing.relation()) && old.has("name", thing.fact("name")));
  }

  private static Stream<String> notNull(Step step, Scene scene) {
    return step.altered(Kind.COLUMN, "required")
        .map(change -> change.thing())
        .filter(column -> column.is("required") && step.scanned().contains(column.relation()))
        .filter(column -> step.rewritten().isEmpty())
        .filter(_ -> step.added(Kind.CONSTRAINT).noneMatch(each -> each.has("type", "p")))
        .map(step::name);
  }

  private static Stream<String> indexOfConstraint(Step step, String type) {
    List<String> indexes = step.added(Kind.INDEX).map(Thing::id).toList();
    return step.added(Kind.CONSTRAINT)
        .filter(each -> each.has("type", type) && step.isOld(each))
        .filter(each -> !isMadeAgain(step, each))
        .filter(each -> indexes.contains(each.fact("index")))
        .map(step::name);
  }

  /** A statement that takes a strong lock by itself is told by another rule. */
  private static Stream<String> underLock(Step step, Scene scene) {
    boolean long_ =
        !step.scanned().isEmpty() || !step.rewritten().isEmpty() || !step.writesAll().isEmpty();
    return long_ && !step.blocks()
        ? step.held().stream()
            .filter(lock -> lock.mode().blocksWrites())
            .limit(1)
            .map(lock -> name(step, lock))
        : Stream.empty();
  }

  private static String name(Step step, Lock lock) {
    return lock.mode().words() + " on " + step.relationName(lock.relation());
  }

  private static Stream<String> dropIndex(Step step, Scene scene) {
    boolean withOther =
        step.removed(Kind.CONSTRAINT).findAny().isPresent()
            || step.removed(Kind.COLUMN).findAny().isPresent()
            || step.added(Kind.INDEX).findAny().isPresent();
    return step.removed(Kind.INDEX)
        .filter(index -> !step.alone() && !withOther && step.isOld(index))
        .filter(index -> index.find("parent").isEmpty())
        .map(step::name);
  }

  /** What the words say that the catalogs do not. */
  private static Stream<String> words(Step step, boolean holds, String word) {
    return holds && step.statement().startsWith(word)
        ? step.locks().stream().limit(1).map(lock -> name(step, lock))
        : Stream.empty();
  }

  private static Stream<String> rewritten(Step step, String kind) {
    return step.rewritten().stream()
        .flatMap(id -> step.after().relation(id).stream())
        .filter(each -> each.has("kind", kind))
        .map(step::name);
  }

  private static Stream<String> attach(Step step, Scene scene) {
    return step.altered(Kind.RELATION, "partition")
        .map(change -> change.thing())
        .filter(each -> each.is("partition") && step.scanned().contains(each.id()))
        .map(step::name);
  }

  private static Stream<String> detach(Step step, Scene scene) {
    return step.altered(Kind.RELATION, "partition")
        .filter(change -> !change.thing().is("partition") && !step.alone())
        .filter(change -> step.isOld(change.thing()))
        .map(
            change -> step.name(change.thing()) + " of " + step.relationName(change.old("parent")));
  }

  private static Stream<String> noTimeout(Step step, Scene scene) {
    return scene.ownLockTimeout() || step.hasLockTimeout()
        ? Stream.empty()
        : step.locks().stream()
            .filter(lock -> lock.mode().blocksWrites())
            .limit(1)
            .map(lock -> name(step, lock));
  }
}
