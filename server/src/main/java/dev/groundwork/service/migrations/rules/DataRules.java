package dev.groundwork.service.migrations.rules;

import dev.groundwork.service.migrations.review.Change;
import dev.groundwork.service.migrations.review.Step;
import dev.groundwork.service.migrations.review.Thing;
import dev.groundwork.service.migrations.review.Thing.Kind;
import dev.groundwork.service.migrations.rules.Rule.Example;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Statements that write all rows of a table anew, or do away with them. */
final class DataRules {
  private static final String NEW_TABLE =
      """
      create table archived_orders (id bigint primary key, note text) %s;
      alter table archived_orders enable row level security;
      """;

  static final List<Rule> ALL =
      List.of(
          Rule.error(
              "GWML021",
              "type-change-rewrites",
              "A column's type is changed by writing the whole table anew.",
              "Rows and indexes are written again under an ACCESS EXCLUSIVE lock. Only some changes"
                  + " need no rewriting, such as varchar to text.",
              "Use groundwork migrate expand change-type, also for a primary key; or add a column"
                  + " of the new type, write to both by a trigger, fill it in batches, let clients"
                  + " move, drop the old one.",
              Example.of(
                  "alter table orders alter column total type bigint;",
                  "alter table orders add column total_amount bigint;"),
              DataRules::typeChange),
          Rule.error(
              "GWML022",
              "volatile-default",
              "A new column's default makes PostgreSQL write the whole table anew.",
              "A default that differs from row to row, such as gen_random_uuid(), is computed for"
                  + " every row under an ACCESS EXCLUSIVE lock. now() is none of those.",
              "Add the column without the default, set the default for new rows, fill the old ones"
                  + " in batches.",
              Example.of(
                  "alter table orders add column token uuid default gen_random_uuid();",
                  """
                  alter table orders add column token uuid;
                  alter table orders alter column token set default gen_random_uuid();
                  """),
              (step, _) -> newColumn(step, DataRules::isPlain)),
          Rule.error(
              "GWML023",
              "stored-generated-column",
              "A stored generated column is added by writing the whole table anew.",
              "Its value is computed for every row under an ACCESS EXCLUSIVE lock.",
              "Compute it in a view, by a virtual column (PostgreSQL 18), or by a trigger.",
              Example.of(
                  """
                  alter table orders add column cents integer
                    generated always as (total * 100) stored;
                  """,
                  """
                  create view order_cents with (security_invoker = on) as
                    select id, total * 100 as cents from orders;
                  """),
              (step, _) -> newColumn(step, each -> each.has("generated", "s"))),
          Rule.error(
              "GWML024",
              "numbered-column",
              "An identity or serial column is added by writing the whole table anew.",
              "Every row gets its number under an ACCESS EXCLUSIVE lock.",
              "Add a plain column, set nextval of a sequence as its default, number the old rows in"
                  + " batches.",
              Example.of(
                  "alter table orders add column number bigint generated always as identity;",
                  """
                  create sequence orders_number_seq;
                  alter table orders add column number bigint;
                  alter table orders alter column number set default nextval('orders_number_seq');
                  """),
              (step, _) -> newColumn(step, DataRules::isNumbered)),
          Rule.error(
              "GWML025",
              "required-column-without-default",
              "A new column must not be null and has no default.",
              "PostgreSQL refuses it when the table has rows; a test on an empty table does not"
                  + " show that.",
              "Give it a constant default, or add it without NOT NULL and follow GWML004.",
              Example.of(
                  "alter table orders add column gift boolean not null;",
                  "alter table orders add column gift boolean not null default false;"),
              DataRules::requiredColumn),
          Rule.error(
              "GWML026",
              "whole-table-written",
              "Every row of a table is changed or deleted in one transaction.",
              "The rows stay locked until the end of the file, the table grows by as much as it"
                  + " holds, and replicas fall behind.",
              "Change a limited number of rows at a time, outside of the migration or by a"
                  + " condition on the key.",
              Example.of(
                  "update orders set note = '';",
                  "update orders set note = '' where note is null and id between 1 and 10000;"),
              (step, _) -> step.writesAll().stream().map(step::relationName)),
          Rule.error(
              "GWML027",
              "truncate",
              "A table in use is emptied.",
              "TRUNCATE takes an ACCESS EXCLUSIVE lock, fires no row triggers, and with CASCADE"
                  + " empties tables that nobody named.",
              "Delete what is not needed by a condition; leave the rest to those who own the data.",
              Example.of(
                  "truncate orders;",
                  "delete from orders where placed_at < now() - interval '7 years';"),
              (step, _) ->
                  step.statement().startsWith("truncate")
                      ? step.rewritten().stream().map(step::relationName)
                      : Stream.empty()),
          Rule.error(
              "GWML028",
              "cluster",
              "A table is sorted by writing it anew while nobody can use it.",
              "CLUSTER holds an ACCESS EXCLUSIVE lock until table and indexes are written.",
              "Use an index that gives the order, or pg_repack outside of migrations.",
              Example.of(
                  "cluster orders using orders_pkey;",
                  "create index concurrently orders_placed_at_idx on orders (placed_at);"),
              (step, _) -> written(step, "cluster")),
          Rule.error(
              "GWML029",
              "vacuum-full",
              "A table is packed by writing it anew while nobody can use it.",
              "VACUUM FULL holds an ACCESS EXCLUSIVE lock until table and indexes are written.",
              "A plain VACUUM frees the space for new rows; pg_repack gives it back.",
              Example.of("vacuum full orders;", "vacuum (analyze) orders;"),
              (step, _) -> written(step, "vacuum")),
          Rule.error(
              "GWML030",
              "set-tablespace",
              "A table is moved to another tablespace while nobody can use it.",
              "It is copied under an ACCESS EXCLUSIVE lock.",
              "Make new tables there, or move it by pg_repack.",
              Example.after(
                  "set allow_in_place_tablespaces = on;"
                      + "create tablespace groundwork_fast location '';",
                  "alter table orders set tablespace groundwork_fast;",
                  NEW_TABLE.formatted("tablespace groundwork_fast")),
              (step, _) -> altered(step, "tablespace")),
          Rule.error(
              "GWML031",
              "set-logged",
              "A table is made logged or unlogged by writing it anew.",
              "It is copied under an ACCESS EXCLUSIVE lock, and an unlogged table is empty after a"
                  + " crash.",
              "Decide it when the table is made.",
              Example.of("alter table orders set unlogged;", NEW_TABLE.formatted("")),
              (step, _) -> altered(step, "persistence")),
          Rule.warning(
              "GWML032",
              "unlogged-table",
              "A new table is unlogged.",
              "It is empty after a crash, and replicas do not have it.",
              "Make an ordinary table, unless its rows can be made again.",
              Example.of(
                  NEW_TABLE.formatted("").replace("create table", "create unlogged table"),
                  NEW_TABLE.formatted("")),
              (step, scene) ->
                  scene
                      .lastingNew(step, Kind.RELATION)
                      .filter(each -> each.has("persistence", "u"))
                      .map(scene::name)),
          Rule.error(
              "GWML033",
              "type-change-rebuilds-index",
              "A column's new type or collation makes PostgreSQL build indexes anew.",
              "No row is written, but the indexes of the column are, under an ACCESS EXCLUSIVE"
                  + " lock.",
              "Use groundwork migrate expand change-type, or add a column of the new type.",
              Example.after(
                  "create index on customers (email);",
                  "alter table customers alter column email type text collate \"C\";",
                  "alter table customers add column address text collate \"C\";"),
              DataRules::indexBuiltAnew));

  private DataRules() {}

  private static Stream<String> typeChange(Step step, Scene scene) {
    return step.altered(Kind.COLUMN, "type")
        .filter(change -> step.rewritten().contains(change.thing().relation()))
        .map(change ->
            step.name(change.thing())
                + " from "
                + change.old("type")
                + " to "
                + change.thing().fact("type"));
  }

  private static Stream<String> indexBuiltAnew(Step step, Scene scene) {
    return step.statement().startsWith("alter")
        ? step.added(Kind.INDEX)
            .filter(each -> step.isOld(each) && !step.rewritten().contains(each.relation()))
            .filter(each ->
                step.removed(Kind.INDEX)
                    .anyMatch(old ->
                        old.has("name", each.fact("name")) && !old.has("file", each.fact("file"))))
            .map(step::name)
        : Stream.empty();
  }

  private static Stream<String> newColumn(Step step, Predicate<Thing> which) {
    return step.added(Kind.COLUMN)
        .filter(each -> step.rewritten().contains(each.relation()))
        .filter(which)
        .map(step::name);
  }

  private static boolean isNumbered(Thing column) {
    return !column.fact("identity").isEmpty() || column.fact("expression").contains("nextval(");
  }

  private static boolean isPlain(Thing column) {
    return column.is("default") && column.fact("generated").isEmpty() && !isNumbered(column);
  }

  private static Stream<String> requiredColumn(Step step, Scene scene) {
    return step.added(Kind.COLUMN)
        .filter(each -> step.isOld(each) && each.is("required") && !each.is("default"))
        .filter(each -> each.fact("generated").isEmpty())
        .filter(each -> step.before().relation(each.relation()).filter(Thing::isTable).isPresent())
        .map(step::name);
  }

  private static Stream<String> written(Step step, String word) {
    return step.statement().startsWith(word)
        ? step.rewritten().stream().map(step::relationName)
        : Stream.empty();
  }

  private static Stream<String> altered(Step step, String fact) {
    return step.altered(Kind.RELATION, fact).map(Change::thing).filter(step::isOld).map(step::name);
  }
}
