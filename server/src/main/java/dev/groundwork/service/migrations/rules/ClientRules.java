package dev.groundwork.service.migrations.rules;

import dev.groundwork.service.migrations.review.Change;
import dev.groundwork.service.migrations.review.Step;
import dev.groundwork.service.migrations.review.Thing;
import dev.groundwork.service.migrations.review.Thing.Kind;
import dev.groundwork.service.migrations.rules.Rule.Example;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Statements that take something away that running clients use. */
final class ClientRules {
  private static final Pattern CASCADE =
      Pattern.compile("\\bcascade\\s*$", Pattern.CASE_INSENSITIVE);
  private static final String STATES =
      """
      create type order_state as enum ('open', 'sent');
      alter table orders add column state order_state;
      """;

  static final List<Rule> ALL =
      List.of(
          Rule.error(
              "GWML041",
              "rename-table",
              "A table or view in use is renamed or moved to another schema.",
              "Whoever runs the old program or holds an old page asks for the old name.",
              "Use groundwork migrate expand rename-table, which keeps both names until the"
                  + " contraction; or make a view of the new name, let clients move, and rename"
                  + " when nobody asks for the old one.",
              Example.of(
                  "alter table orders rename to purchases;",
                  "create view purchases with (security_invoker = on) as select * from orders;"),
              (step, _) ->
                  Stream.concat(
                      renamed(step, Kind.RELATION, "plain"),
                      renamed(step, Kind.RELATION, "schema"))),
          Rule.error(
              "GWML042",
              "rename-column",
              "A column in use is renamed.",
              "Requests that name the old column fail from this moment on.",
              "Use groundwork migrate expand rename-column, which keeps both names until the"
                  + " contraction; or add a column of the new name, keep both equal by a trigger,"
                  + " let clients move, drop the old one.",
              Example.of(
                  "alter table orders rename column note to remark;",
                  "alter table orders add column remark text;"),
              (step, _) -> renamed(step, Kind.COLUMN, "name")),
          Rule.error(
              "GWML043",
              "drop-table",
              "A table or view in use is dropped.",
              "Requests for it fail, and the rows of a table are gone.",
              "Revoke access first; drop it in a later release, with a reason"
                  + " (-- groundwork: allow GWML043 ...).",
              Example.of(
                  "drop table orders;",
                  "revoke select, insert, update, delete on orders from public;"),
              ClientRules::droppedRelation),
          Rule.error(
              "GWML044",
              "drop-column",
              "A column in use is dropped.",
              "Requests that name it fail, and its values are gone.",
              "Let all clients stop to use it; drop it in a later release, with a reason"
                  + " (-- groundwork: allow GWML044 ...).",
              Example.of(
                  "alter table orders drop column note;",
                  "comment on column orders.note is 'Not used any more; goes with release 12.';"),
              ClientRules::droppedColumn),
          Rule.error(
              "GWML045",
              "drop-cascade",
              "A statement drops things that nobody named.",
              "CASCADE takes views, policies, foreign keys and functions along that depend on what"
                  + " is dropped.",
              "Name what goes, each in a statement of its own, without CASCADE.",
              Example.after(
                  """
                  create schema internal;
                  create function internal.rate() returns integer return 7;
                  create view internal.rates as select internal.rate();
                  """,
                  "drop function internal.rate() cascade;",
                  "create or replace function internal.rate() returns integer return 8;"),
              ClientRules::cascade),
          Rule.error(
              "GWML046",
              "rename-enum-value",
              "A value of an enum type is renamed.",
              "Clients send and compare the old word.",
              "Add a new value and move rows to it; a value that nobody uses may stay.",
              Example.after(
                  STATES,
                  "alter type order_state rename value 'sent' to 'shipped';",
                  "alter type order_state add value 'shipped';"),
              (step, _) ->
                  step.altered(Kind.LABEL, "label")
                      .map(change ->
                          "'" + change.old("label") + "' to " + step.name(change.thing()))),
          Rule.error(
              "GWML047",
              "enum-value-used-at-once",
              "A new value of an enum type is used in the transaction that adds it.",
              "PostgreSQL refuses that until the transaction is over.",
              "Add the value in one file and use it in the next.",
              Example.after(
                  STATES,
                  """
                  alter type order_state add value 'returned';
                  alter table orders alter column state set default 'returned';
                  """,
                  "alter type order_state add value 'returned';",
                  "alter table orders alter column state set default 'returned';"),
              (step, _) -> step.failure().map(Step.Failure::message).stream()),
          Rule.error(
              "GWML048",
              "default-removed",
              "A column that must not be null loses its default.",
              "Inserts that leave it out fail from this moment on.",
              "Keep the default until all clients send a value.",
              Example.after(
                  "alter table orders add column gift boolean not null default false;",
                  "alter table orders alter column gift drop default;",
                  "alter table orders alter column gift set default true;"),
              ClientRules::defaultRemoved),
          Rule.warning(
              "GWML049",
              "column-may-be-null",
              "A column that was never null may be null now.",
              "Clients that are typed read a value that they do not expect.",
              "Tell them first, or give what is missing a value of its own.",
              Example.of(
                  "alter table customers alter column email drop not null;",
                  "alter table customers alter column email set default '';"),
              ClientRules::nullable),
          Rule.error(
              "GWML050",
              "drop-function",
              "A function that clients call is dropped or takes other arguments.",
              "Calls by the arguments of before fail.",
              "Make a function of another name beside it, or add arguments with defaults at the"
                  + " end by CREATE OR REPLACE in a new overload.",
              Example.after(
                  "create function greet(name text) returns text return 'Hello ' || name;",
                  "drop function greet(text);",
                  "create or replace function greet(name text) returns text return 'Hi ' || name;"),
              ClientRules::droppedFunction),
          Rule.error(
              "GWML051",
              "drop-primary-key",
              "A table in use loses its primary key or a unique constraint.",
              "Upserts that name it fail, and rows may come twice.",
              "Add the new key first; drop the old one when no client names it.",
              Example.after(
                  "alter table customers add constraint customers_email_key unique (email);",
                  "alter table customers drop constraint customers_email_key;",
                  "comment on constraint customers_email_key on customers is 'Still named.';"),
              ClientRules::droppedKey),
          Rule.warning(
              "GWML052",
              "drop-guarantee",
              "A table in use loses a foreign key, a check or an exclusion.",
              "What programs count on holds no longer for new rows, and embedding along a foreign"
                  + " key fails.",
              "Add what takes its place first; drop it when nobody counts on it.",
              Example.of(
                  "alter table orders drop constraint orders_customer_id_fkey;",
                  "comment on constraint orders_customer_id_fkey on orders is 'Still counted"
                      + " on.';"),
              ClientRules::droppedGuarantee));

  private ClientRules() {}

  private static Stream<String> renamed(Step step, Kind kind, String fact) {
    return step.altered(kind, fact)
        .filter(change -> step.before().relation(change.thing().relation()).isPresent())
        .filter(change -> !isNew(step, change.thing()))
        .map(change -> change.old(fact) + " to " + step.name(change.thing()));
  }

  /** Views take no part in locks, but were there before, too. */
  private static boolean isNew(Step step, Thing thing) {
    return step.before().relation(thing.relation()).filter(Thing::isTable).isPresent()
        && !step.isOld(thing);
  }

  private static boolean isThereAgain(Scene scene, Thing view) {
    return scene.end().all(Kind.RELATION).anyMatch(now -> now.has("name", view.fact("name")));
  }

  /** A view may be made again; the rows of a table do not come back. */
  private static Stream<String> droppedRelation(Step step, Scene scene) {
    return step.removed(Kind.RELATION)
        .filter(each -> step.isOld(each) || scene.review().start().relation(each.id()).isPresent())
        .filter(each -> !each.is("partition") || scene.isExposed(each))
        .filter(each -> each.isTable() || !isThereAgain(scene, each))
        .map(step::name);
  }

  private static Stream<String> droppedColumn(Step step, Scene scene) {
    return step.removed(Kind.COLUMN)
        .filter(step::isOld)
        .filter(each -> step.after().relation(each.relation()).filter(Thing::isTable).isPresent())
        .map(step::name);
  }

  private static Stream<String> cascade(Step step, Scene scene) {
    return CASCADE.matcher(step.statement().sql()).find()
            && !step.statement().startsWith("truncate")
        ? step.changes().stream()
            .filter(change -> change.after().isEmpty())
            .map(Change::thing)
            .filter(each -> each.kind() != Kind.COLUMN && each.kind() != Kind.PRIVILEGE)
            .filter(each -> each.kind() != Kind.INDEX)
            .skip(1)
            .map(step::name)
        : Stream.empty();
  }

  private static Stream<String> defaultRemoved(Step step, Scene scene) {
    return step.altered(Kind.COLUMN, "default")
        .map(Change::thing)
        .filter(each -> step.isOld(each) && each.is("required") && !each.is("default"))
        .filter(each -> each.fact("generated").isEmpty())
        .map(step::name);
  }

  private static Stream<String> nullable(Step step, Scene scene) {
    return step.altered(Kind.COLUMN, "required")
        .map(Change::thing)
        .filter(each -> step.isOld(each) && !each.is("required"))
        .map(step::name);
  }

  private static Stream<String> droppedFunction(Step step, Scene scene) {
    return step.removed(Kind.ROUTINE)
        .filter(each -> scene.exposed().contains(each.fact("schema")) && !each.is("trigger"))
        .filter(each -> scene.review().start().find(Kind.ROUTINE, each.id()).isPresent())
        .filter(each -> scene.end().all(Kind.ROUTINE).noneMatch(now -> isCalledAlike(each, now)))
        .map(step::name);
  }

  private static boolean isCalledAlike(Thing old, Thing now) {
    return now.has("name", old.fact("name")) && now.list("names").containsAll(old.list("names"));
  }

  private static Stream<String> droppedKey(Step step, Scene scene) {
    return step.removed(Kind.CONSTRAINT)
        .filter(each -> each.has("type", "p") || each.has("type", "u"))
        .filter(each -> step.isOld(each) && step.after().relation(each.relation()).isPresent())
        .filter(each -> step.removed(Kind.COLUMN).findAny().isEmpty())
        .filter(each ->
            scene
                .end()
                .of(each.relation(), Kind.CONSTRAINT)
                .noneMatch(now ->
                    now.has("type", each.fact("type")) && now.has("columns", each.fact("columns"))))
        .map(step::name);
  }

  /** A check that was only to prove something else in these files, or says what a column says. */
  private static Stream<String> droppedGuarantee(Step step, Scene scene) {
    return step.removed(Kind.CONSTRAINT)
        .filter(each -> Set.of("f", "c", "x").contains(each.fact("type")))
        .filter(each -> step.isOld(each) && step.after().relation(each.relation()).isPresent())
        .filter(each -> step.removed(Kind.COLUMN).findAny().isEmpty())
        .filter(each -> scene.review().start().find(Kind.CONSTRAINT, each.id()).isPresent())
        .filter(each -> !each.fact("definition").matches("CHECK \\(\\(.* IS NOT NULL\\)\\).*"))
        .filter(each ->
            scene
                .end()
                .of(each.relation(), Kind.CONSTRAINT)
                .noneMatch(now -> definition(now).equals(definition(each))))
        .map(step::name);
  }

  private static String definition(Thing constraint) {
    return constraint.fact("definition").replace(" NOT VALID", "");
  }
}
