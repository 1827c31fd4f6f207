package dev.groundwork.service.rest.world;

import dev.groundwork.service.rest.world.World.Row;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiPredicate;

/** A table of the world: its columns, and the ways from its rows to others. */
enum Table {
  PEOPLE,
  TEAMS,
  MEMBERSHIPS,
  BADGES;

  String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<String> key() {
    return switch (this) {
      case PEOPLE, TEAMS -> List.of("id");
      case MEMBERSHIPS -> List.of("team", "person");
      case BADGES -> List.of("person");
    };
  }

  List<String> numbers() {
    return switch (this) {
      case PEOPLE -> List.of("id", "age");
      case TEAMS -> List.of("id", "size", "lead");
      case MEMBERSHIPS -> List.of("team", "person", "since");
      case BADGES -> List.of("person", "level");
    };
  }

  List<String> texts() {
    return switch (this) {
      case PEOPLE -> List.of("name");
      case TEAMS -> List.of("title");
      case MEMBERSHIPS -> List.of();
      case BADGES -> List.of("label");
    };
  }

  /**
   * A way to related rows.
   *
   * @param words as it stands in {@code select}
   */
  record Way(String words, Table target, boolean toOne, Related related) {}

  /** Which rows belong together. */
  interface Related {
    boolean are(World world, Row from, Row to);
  }

  List<Way> ways() {
    return switch (this) {
      case PEOPLE ->
          List.of(
              new Way("teams!lead", TEAMS, false, columns("id", "lead")),
              new Way("teams!memberships", TEAMS, false, through("person", "id", "team", "id")),
              new Way("memberships", MEMBERSHIPS, false, columns("id", "person")),
              new Way("badges", BADGES, true, columns("id", "person")));
      case TEAMS ->
          List.of(
              new Way("people!lead", PEOPLE, true, columns("lead", "id")),
              new Way("people!memberships", PEOPLE, false, through("team", "id", "person", "id")),
              new Way("memberships", MEMBERSHIPS, false, columns("id", "team")));
      case MEMBERSHIPS ->
          List.of(
              new Way("teams", TEAMS, true, columns("team", "id")),
              new Way("people", PEOPLE, true, columns("person", "id")));
      case BADGES -> List.of(new Way("people", PEOPLE, true, columns("person", "id")));
    };
  }

  private static Related columns(String from, String to) {
    return (world, one, other) -> one.get(from) != null && equal(one, from, other, to);
  }

  private static Related through(String near, String from, String far, String to) {
    return (world, one, other) -> {
      BiPredicate<Row, Row> joins = (row, end) -> equal(row, far, end, to);
      return world.rows().getOrDefault("memberships", List.of()).stream()
          .anyMatch(row -> equal(row, near, one, from) && joins.test(row, other));
    };
  }

  private static boolean equal(Row one, String left, Row other, String right) {
    return Objects.equals(one.get(left), other.get(right));
  }
}
