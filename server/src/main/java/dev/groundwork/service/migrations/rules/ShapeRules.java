package dev.groundwork.service.migrations.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groundwork.service.migrations.review.Change;
import dev.groundwork.service.migrations.review.Snapshot;
import dev.groundwork.service.migrations.review.Step;
import dev.groundwork.service.migrations.review.Thing;
import dev.groundwork.service.migrations.review.Thing.Kind;
import dev.groundwork.service.migrations.rules.Rule.Example;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is hard to change later: keys, types, indexes. */
final class ShapeRules {
  private static final String TABLE =
      """
      create table levels (
        id bigint generated always as identity primary key,
        made %s
      );
      alter table levels enable row level security;
      """;
  private static final String PLAIN_TABLE =
      """
      create table levels (
        id %s,
        name text
      );
      alter table levels enable row level security;
      """;
  private static final String REFERENCING =
      """
      create table notes (
        id bigint generated always as identity primary key,
        order_id %s references orders (id)
      );
      alter table notes enable row level security;
      """;

  private static final int MOST_KEYS = 3;
  private static final int MOST_BYTES = 63;

  static final List<Rule> ALL =
      List.of(
          Rule.error(
              "GWML081",
              "table-without-primary-key",
              "A new table has no primary key.",
              "The API cannot name a single row, upserts have nothing to go by, and logical"
                  + " replication refuses updates.",
              "Give it a key.",
              Example.of(
                  PLAIN_TABLE.formatted("bigint"),
                  PLAIN_TABLE.formatted("bigint generated always as identity primary key")),
              ShapeRules::withoutKey),
          Rule.warning(
              "GWML082",
              "small-primary-key",
              "A primary key is a number of four bytes or less.",
              "It ends at 2 147 483 647, and making it larger writes the table anew.",
              "Use bigint or uuid.",
              Example.of(
                  PLAIN_TABLE.formatted("integer generated always as identity primary key"),
                  PLAIN_TABLE.formatted("bigint generated always as identity primary key")),
              ShapeRules::smallKey),
          type(
              "GWML083",
              "timestamp-without-zone",
              "A new column holds a time without saying where.",
              "timestamp means another moment in every time zone.",
              "Use timestamptz.",
              "timestamp",
              "timestamptz",
              type -> type.startsWith("timestamp") && type.endsWith("without time zone")),
          type(
              "GWML084",
              "padded-text",
              "A new column holds text that is padded with spaces.",
              "char(n) fills every value up, compares in its own way and saves nothing.",
              "Use text, with a check of its length where one is needed.",
              "char(8)",
              "text check (length(made) = 8)",
              type -> type.startsWith("character(") || type.equals("bpchar")),
          type(
              "GWML085",
              "json-as-text",
              "A new column holds JSON as text.",
              "json has no equality, so that DISTINCT and GROUP BY fail, and is parsed at every"
                  + " reading.",
              "Use jsonb.",
              "json",
              "jsonb",
              type -> type.equals("json")),
          type(
              "GWML086",
              "money-type",
              "A new column is of type money.",
              "What it holds depends on a setting of the server, and it knows no currency.",
              "Use numeric, and a column for the currency.",
              "money",
              "numeric(12, 2)",
              type -> type.equals("money")),
          type(
              "GWML087",
              "length-in-type",
              "A new column limits its length by its type.",
              "Making it shorter writes the table anew, and views keep it from being altered.",
              "Use text with a check, which is changed without touching rows.",
              "varchar(20)",
              "text check (length(made) <= 20)",
              type -> type.startsWith("character varying(")),
          Rule.warning(
              "GWML088",
              "serial-column",
              "A new column is numbered by serial.",
              "The sequence needs grants of its own, and everybody can write other numbers.",
              "Use generated always as identity.",
              Example.of(
                  PLAIN_TABLE.formatted("bigserial primary key"),
                  PLAIN_TABLE.formatted("bigint generated always as identity primary key")),
              (step, scene) ->
                  newColumns(step, scene)
                      .filter(each -> !step.isOld(each))
                      .filter(each -> each.fact("expression").startsWith("nextval("))
                      .map(scene::name)),
          Rule.warning(
              "GWML089",
              "foreign-key-without-index",
              "A foreign key has no index on the columns that refer.",
              "Every delete in the other table reads all of this one, and so does embedding from"
                  + " there.",
              "Make an index that begins with these columns.",
              Example.of(
                  REFERENCING.formatted("bigint"),
                  REFERENCING.formatted("bigint") + "create index on notes (order_id);\n"),
              ShapeRules::unindexed),
          Rule.warning(
              "GWML090",
              "foreign-key-lost-its-index",
              "The index that a foreign key needs is dropped.",
              "Every delete in the other table reads all of this one.",
              "Make another index that begins with the same columns first.",
              Example.of(
                  "drop index concurrently orders_customer_id_idx;",
                  """
                  create index concurrently orders_customer_id_placed_at_idx
                    on orders (customer_id, placed_at);
                  """,
                  "drop index concurrently orders_customer_id_idx;"),
              ShapeRules::lostIndex),
          Rule.warning(
              "GWML091",
              "foreign-key-of-other-type",
              "A foreign key's column is of another type than what it refers to.",
              "It overflows earlier, or every comparison converts.",
              "Use the same type.",
              Example.of(
                  REFERENCING.formatted("integer") + "create index on notes (order_id);\n",
                  REFERENCING.formatted("bigint") + "create index on notes (order_id);\n"),
              ShapeRules::otherType),
          Rule.warning(
              "GWML092",
              "duplicate-index",
              "An index does what another one does.",
              "Every write pays for both.",
              "Leave it out, or drop the other one.",
              Example.of(
                  "create index concurrently orders_customer_idx on orders (customer_id);",
                  """
                  create index concurrently orders_customer_placed_idx
                    on orders (customer_id, placed_at);
                  """),
              ShapeRules::duplicate),
          Rule.warning(
              "GWML093",
              "name-needs-quotes",
              "A name has to be written in quotes.",
              "Names with capitals or spaces are misspelt in SQL and awkward in requests.",
              "Use small letters, digits and underscores.",
              Example.of(
                  "alter table orders add column \"giftNote\" text;",
                  "alter table orders add column gift_note text;"),
              ShapeRules::quoted),
          Rule.warning(
              "GWML094",
              "wide-index",
              "An index has more than three columns.",
              "It is written with every row and seldom read beyond its first columns.",
              "Keep the columns that narrow the search most; others may be included for"
                  + " index-only scans.",
              Example.of(
                  """
                  create index concurrently orders_all_idx
                    on orders (customer_id, placed_at, total, note);
                  """,
                  """
                  create index concurrently orders_placed_idx
                    on orders (customer_id, placed_at) include (total);
                  """),
              ShapeRules::wide),
          Rule.warning(
              "GWML095",
              "domain-with-check",
              "A new domain has a check.",
              "Another check of it has to be proven on every table that uses it.",
              "Put the check into the tables, where it is added NOT VALID and validated table by"
                  + " table.",
              Example.of(
                  "create domain rating as integer check (value between 1 and 5);",
                  """
                  create table ratings (
                    id bigint generated always as identity primary key,
                    stars integer check (stars between 1 and 5)
                  );
                  alter table ratings enable row level security;
                  """),
              ShapeRules::domain),
          Rule.warning(
              "GWML096",
              "name-cut-off",
              "A name is longer than the 63 bytes that PostgreSQL keeps.",
              "It is cut off without an error; two such names may be the same.",
              "Shorten it.",
              Example.of(
                  """
                  alter table orders add column
                    the_reason_that_the_customer_gave_when_the_order_was_sent_back_to_us text;
                  """,
                  "alter table orders add column return_reason text;"),
              ShapeRules::cutOff));

  private ShapeRules() {}

  private static Rule type(
      String code,
      String name,
      String title,
      String why,
      String recipe,
      String bad,
      String good,
      Predicate<String> which) {
    return Rule.warning(
        code,
        name,
        title,
        why,
        recipe,
        Example.of(TABLE.formatted(bad), TABLE.formatted(good)),
        (step, scene) ->
            newColumns(step, scene)
                .filter(each -> which.test(each.fact("type").replace("[]", "")))
                .map(scene::name));
  }

  /** Columns of tables that were made or given another type. */
  private static Stream<Thing> newColumns(Step step, Scene scene) {
    return step.changes().stream()
        .filter(each -> each.added(Kind.COLUMN) || each.altered(Kind.COLUMN, "type"))
        .map(Change::thing)
        .flatMap(each -> scene.end().find(Kind.COLUMN, each.id()).stream())
        .filter(each ->
            scene
                .end()
                .relation(each.relation())
                .filter(it -> it.isTable() && !it.is("member") && !it.is("partition"))
                .isPresent());
  }

  private static Stream<String> withoutKey(Step step, Scene scene) {
    return scene
        .lastingNew(step, Kind.RELATION)
        .filter(each -> each.isTable() && !each.is("partition") && !each.is("member"))
        .filter(each -> keys(scene.end(), each.id()).findAny().isEmpty())
        .map(scene::name);
  }

  private static Stream<Thing> keys(Snapshot known, String relation) {
    return known.of(relation, Kind.CONSTRAINT).filter(each -> each.has("type", "p"));
  }

  private static Stream<String> smallKey(Step step, Scene scene) {
    return newColumns(step, scene)
        .filter(each -> Set.of("integer", "smallint").contains(each.fact("type")))
        .filter(each ->
            keys(scene.end(), each.relation())
                .anyMatch(key -> key.list("columns").equals(List.of(each.fact("number")))))
        .map(scene::name);
  }

  private static Stream<Thing> newForeignKeys(Step step, Scene scene) {
    return scene
        .lastingNew(step, Kind.CONSTRAINT)
        .filter(each -> each.has("type", "f") && each.find("parent").isEmpty());
  }

  private static Stream<String> unindexed(Step step, Scene scene) {
    return newForeignKeys(step, scene)
        .filter(each -> !hasIndex(scene.end(), each))
        .map(each ->
            scene.name(each)
                + " ("
                + scene.end().columnNames(each.relation(), each.list("columns"))
                + ")");
  }

  /** The columns may stand in any order at the index's beginning. */
  private static boolean hasIndex(Snapshot known, Thing foreignKey) {
    List<String> columns = foreignKey.list("columns");
    return known
        .of(foreignKey.relation(), Kind.INDEX)
        .filter(index -> index.is("valid") && !index.is("partial"))
        .map(ShapeRules::columns)
        .filter(indexed -> indexed.size() >= columns.size())
        .anyMatch(
            indexed -> Set.copyOf(indexed.subList(0, columns.size())).equals(Set.copyOf(columns)));
  }

  private static List<String> columns(Thing index) {
    return index.list("columns");
  }

  private static Stream<String> lostIndex(Step step, Scene scene) {
    return step.removed(Kind.INDEX)
        .filter(step::isOld)
        .flatMap(index -> step.after().of(index.relation(), Kind.CONSTRAINT))
        .filter(each -> each.has("type", "f"))
        .filter(each -> hasIndex(step.before(), each) && !hasIndex(scene.end(), each))
        .map(step::name);
  }

  private static Stream<String> otherType(Step step, Scene scene) {
    return newForeignKeys(step, scene)
        .filter(each ->
            !types(scene.end(), each.relation(), each.list("columns"))
                .equals(types(scene.end(), each.fact("target"), each.list("targetColumns"))))
        .map(scene::name);
  }

  private static List<String> types(Snapshot known, String relation, List<String> columns) {
    return columns.stream()
        .flatMap(number -> known.column(relation, number).stream())
        .map(column -> column.fact("typeId"))
        .toList();
  }

  private static Stream<String> duplicate(Step step, Scene scene) {
    return scene
        .lastingNew(step, Kind.INDEX)
        .filter(each -> each.find("parent").isEmpty())
        .flatMap(each ->
            scene
                .end()
                .of(each.relation(), Kind.INDEX)
                .filter(other -> !other.id().equals(each.id()))
                .filter(other -> other.fact("definition").equals(each.fact("definition")))
                .filter(other -> other.is("unique") || !each.is("unique"))
                .map(other -> scene.name(each) + " like " + scene.name(other))
                .limit(1));
  }

  private static Stream<String> quoted(Step step, Scene scene) {
    Stream<String> relations =
        scene
            .lastingNew(step, Kind.RELATION)
            .filter(each -> !each.is("member") && needsQuotes(each.fact("plain")))
            .map(scene::name);
    Stream<String> columns =
        newColumns(step, scene).filter(each -> needsQuotes(each.fact("name"))).map(scene::name);
    return Stream.concat(relations, columns);
  }

  private static boolean needsQuotes(String name) {
    return !name.matches("[a-z_][a-z0-9_$]*");
  }

  private static Stream<String> wide(Step step, Scene scene) {
    return scene
        .lastingNew(step, Kind.INDEX)
        .filter(each -> !each.is("unique") && each.find("parent").isEmpty())
        .filter(each -> Integer.parseInt(each.fact("keys")) > MOST_KEYS)
        .map(scene::name);
  }

  private static Stream<String> domain(Step step, Scene scene) {
    return step.added(Kind.CONSTRAINT)
        .filter(each -> each.find("domain").isPresent() && each.has("type", "c"))
        .filter(_ -> step.statement().startsWith("create"))
        .map(each -> each.fact("name"));
  }

  private static Stream<String> cutOff(Step step, Scene scene) {
    String sql = step.statement().sql();
    return step.changes().stream()
        .filter(each -> each.after().isPresent())
        .map(Change::thing)
        .map(each -> each.find("plain").orElse(each.fact("name")))
        .map(name -> name.substring(name.lastIndexOf('.') + 1).replace("\"", ""))
        .filter(name -> name.getBytes(UTF_8).length == MOST_BYTES)
        .filter(name ->
            Pattern.compile(Pattern.quote(name) + "\\w", Pattern.CASE_INSENSITIVE)
                .matcher(sql)
                .find())
        .distinct();
  }
}
