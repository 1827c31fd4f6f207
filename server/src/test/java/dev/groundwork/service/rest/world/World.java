package dev.groundwork.service.rest.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** People, teams, who is in which team, and badges; rows by table. */
record World(Map<String, List<Row>> rows) {
  static final String SCHEMA =
      """
      create schema world;
      create table world.people (
        id int primary key, name text, age int, nice bool, info jsonb);
      create table world.teams (
        id int primary key, title text, size int, lead int references world.people);
      create table world.memberships (
        team int references world.teams, person int references world.people, since int,
        primary key (team, person));
      create table world.badges (
        person int primary key references world.people, label text, level int);
      """;

  /** Values that grammar and SQL give a meaning of their own. */
  private static final List<String> TEXTS =
      List.of(
          "ann",
          "bob",
          "bo",
          "eve lee",
          "x,y",
          "(z)",
          "say \"hi\"",
          "it's",
          "back\\slash",
          "",
          "null",
          "ü€😀",
          "a.b:c",
          "{1,2}",
          "*",
          "not.eq.1");

  /** A row: values by column, in the order of the columns; numbers, texts, truth values or null. */
  record Row(Map<String, @Nullable Object> values) {
    @Nullable Object get(String column) {
      return values.get(column);
    }
  }

  static World random(RandomGenerator random) {
    Map<String, List<Row>> rows = new LinkedHashMap<>();
    rows.put("people", rows(8, id -> person(random, id)));
    rows.put("teams", rows(4, id -> team(random, id)));
    List<Row> memberships = new ArrayList<>();
    List<Row> badges = new ArrayList<>();
    for (int person = 1; person <= 8; person++) {
      for (int team = 1; team <= 4; team++) {
        if (random.nextInt(3) == 0) {
          memberships.add(row("team", team, "person", person, "since", number(random)));
        }
      }
      if (random.nextBoolean()) {
        badges.add(row("person", person, "label", text(random), "level", number(random)));
      }
    }
    rows.put("memberships", memberships);
    rows.put("badges", badges);
    return new World(rows);
  }

  private static List<Row> rows(int count, java.util.function.IntFunction<Row> make) {
    List<Row> rows = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      rows.add(make.apply(id));
    }
    return rows;
  }

  private static Row person(RandomGenerator random, int id) {
    Object nice = random.nextInt(4) == 0 ? null : random.nextBoolean();
    return row(
        "id", id, "name", text(random), "age", number(random), "nice", nice, "info", info(random));
  }

  private static Row team(RandomGenerator random, int id) {
    Object lead = random.nextInt(4) == 0 ? null : 1 + random.nextInt(8);
    return row("id", id, "title", text(random), "size", number(random), "lead", lead);
  }

  /** A JSON object with one member, or none. */
  private static @Nullable Object info(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> Map.of();
      default -> Map.of("k", random.nextInt(4));
    };
  }

  private static @Nullable Object number(RandomGenerator random) {
    return random.nextInt(5) == 0 ? null : random.nextInt(6);
  }

  private static @Nullable Object text(RandomGenerator random) {
    return random.nextInt(6) == 0 ? null : anyText(random);
  }

  static String anyText(RandomGenerator random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static Row row(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return new Row(values);
  }

  /** Statements that put these rows in the place of those that are there. */
  String inserts() {
    StringBuilder sql = new StringBuilder();
    sql.append("truncate world.people, world.teams, world.memberships, world.badges;");
    rows.forEach((table, all) -> all.forEach(row -> sql.append(insert(table, row)).append(";\n")));
    return sql.toString();
  }

  private static String insert(String table, Row row) {
    String columns = String.join(", ", row.values().keySet());
    String values =
        row.values().values().stream().map(World::sql).collect(Collectors.joining(", "));
    return "insert into world." + table + " (" + columns + ") values (" + values + ")";
  }

  private static String sql(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> json -> json.isEmpty() ? "'{}'" : "'{\"k\": " + json.get("k") + "}'";
      case String text -> "'" + text.replace("'", "''") + "'";
      case Object other -> other.toString();
    };
  }
}
