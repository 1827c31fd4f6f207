package dev.groundwork.service.rest.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random values of PostgreSQL's types, and of some that a project may make, as SQL. */
public final class RandomValues {

  /** Types with values of each. */
  public static final List<Type> TYPES =
      List.of(
          new Type("int2", r -> r.number(65_536, 32_768)),
          new Type("int4", r -> r.number(1 << 20, 1 << 19)),
          new Type("int8", r -> Long.toString(r.random.nextLong())),
          new Type("float4", RandomValues::real),
          new Type("float8", RandomValues::real),
          new Type("numeric", RandomValues::numeric),
          new Type("bool", r -> r.one("true", "false")),
          new Type("text", RandomValues::text),
          new Type("varchar(40)", RandomValues::text),
          new Type("char(12)", RandomValues::text),
          new Type("name", RandomValues::text),
          new Type("\"char\"", r -> r.one("a", "\"", "\\", "")),
          new Type("word", RandomValues::text),
          new Type("mood", r -> r.one("fine", "so \"so\"", "über, all", "")),
          new Type("bytea", r -> "\\x" + Integer.toHexString(r.random.nextInt()).repeat(2)),
          new Type("uuid", r -> new java.util.UUID(r.random.nextLong(), 7).toString()),
          new Type("json", RandomValues::json),
          new Type("jsonb", RandomValues::json),
          new Type("date", r -> r.one("infinity", "-infinity", r.date(), "0044-03-15 BC")),
          new Type(
              "timestamp", r -> r.one("infinity", r.moment(), "0044-03-15 " + r.time() + " BC")),
          new Type(
              "timestamptz",
              r -> r.one("-infinity", r.moment() + "+00", "0044-03-15 " + r.time() + " BC")),
          new Type("time", RandomValues::time),
          new Type("timetz", r -> r.time() + r.one("+00", "+05:30", "-11")),
          new Type("interval", r -> r.one("1 day", "-3 mons 02:03:04.5", "1 year 2 days", "0")),
          new Type("inet", r -> r.one("10.0.0.1", "::1", "192.168.1.0/24")),
          new Type("cidr", r -> r.one("10.0.0.0/8", "::/0")),
          new Type("macaddr", r -> "08:00:2b:01:02:0" + r.random.nextInt(10)),
          new Type("money", r -> r.number(100_000, 50_000) + ".25"),
          new Type("bit(3)", r -> r.one("101", "000")),
          new Type("varbit", r -> r.one("101", "")),
          new Type("int4range", r -> r.one("[1,5)", "empty", "(,3]", "[2,)")),
          new Type("tstzrange", r -> "[2020-01-01 00:00+00,2021-02-03 04:05+00)"),
          new Type("nummultirange", r -> r.one("{}", "{[1,2),(3,4]}")),
          new Type("span", r -> r.one("[08:00,09:30)", "empty")),
          new Type("tsvector", r -> r.one("'a':1 'it''s':2A", "")),
          new Type("tsquery", r -> r.one("'a' & 'b'", "!'c'")),
          new Type("oid", r -> r.number(100_000, 0)),
          new Type("pg_lsn", r -> "16/B374D848"),
          new Type("point", r -> "(1.5," + r.number(9, 4) + ")"),
          new Type("box", r -> "(1,1),(0,0)"),
          new Type("circle", r -> "<(0,0),2.5>"),
          new Type("xml", r -> r.one("<a b=\"c\">d</a>", "<e/>")));

  private final Random random;

  public RandomValues(Random random) {
    this.random = random;
  }

  /** A type and how a text of it is made. */
  public record Type(String name, Function<RandomValues, String> value) {
    /** What may stand in an array; the others' arrays are left to PostgreSQL. */
    boolean hasArrays() {
      return !name.equals("box") && !name.equals("word");
    }
  }

  /** One row, with every type once as a value and once as an array. */
  String row(List<String> names) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < TYPES.size(); i++) {
      Type type = TYPES.get(i);
      columns.add(value(type) + "::" + type.name() + " as " + quoted(names.get(i)));
      if (type.hasArrays()) {
        columns.add(array(type) + " as " + quoted("a " + names.get(i)));
      }
    }
    return "select " + String.join(", ", columns);
  }

  private String value(Type type) {
    return random.nextInt(6) == 0 ? "null" : literal(type.value().apply(this));
  }

  private String array(Type type) {
    String of = "::" + type.name() + "[]";
    return switch (random.nextInt(6)) {
      case 0 -> "null" + of;
      case 1 -> "'{}'" + of;
      case 2 -> "array[array[" + value(type) + "],array[" + value(type) + "]]" + of;
      case 3 -> "array_fill(" + value(type) + "::" + type.name() + ", array[2], array[3])";
      default -> elements(type) + of;
    };
  }

  private String elements(Type type) {
    return IntStream.range(0, 1 + random.nextInt(3))
        .mapToObj(_ -> value(type))
        .collect(Collectors.joining(",", "array[", "]"));
  }

  /** A column's name; different for each number. */
  String name(int number) {
    return number + one("", " a", "\"q\"", "\\", "é", "\t");
  }

  /** Settings that decide how values are written, for one transaction. */
  List<String> settings() {
    return List.of(
        set(
            "timezone",
            one("UTC", "Asia/Kolkata", "America/St_Johns", "Etc/GMT+11", "Africa/Monrovia")),
        set("intervalstyle", one("postgres", "iso_8601", "sql_standard", "postgres_verbose")),
        set("bytea_output", one("hex", "escape")),
        set("extra_float_digits", one("0", "1", "-3")));
  }

  private static String set(String name, String value) {
    return "select set_config('" + name + "', '" + value + "', true)";
  }

  private String one(String... values) {
    return values[random.nextInt(values.length)];
  }

  private String number(int range, int below) {
    return Integer.toString(random.nextInt(range) - below);
  }

  private String real() {
    return one(
        "NaN", "Infinity", "-Infinity", "0", "-0", "1e30", Double.toString(random.nextGaussian()));
  }

  private String numeric() {
    return one("NaN", "Infinity", "1.500", "-0.000001", "1e40", Long.toString(random.nextLong()));
  }

  private String date() {
    return "%04d-%02d-%02d"
        .formatted(1 + random.nextInt(9_998), 1 + random.nextInt(12), 1 + random.nextInt(28));
  }

  private String time() {
    return "%02d:%02d:%02d%s"
        .formatted(
            random.nextInt(24), random.nextInt(60), random.nextInt(60), one("", ".5", ".000001"));
  }

  private String moment() {
    return date() + " " + time();
  }

  private String json() {
    return one(
        "null", "1.50", "\"a\\u00e9\\\"\"", "{\"b\": [1, {}], \"a\" : null}", "[\n1,\t2]", "\"é\"");
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(10);
    for (int i = 0; i < length; i++) {
      text.append(character());
    }
    return one(text.toString(), text.toString(), "NULL", "null", "{", "a,b", " ");
  }

  private String character() {
    return switch (random.nextInt(8)) {
      case 0 -> Character.toString(1 + random.nextInt(31));
      case 1 -> one("\"", "\\", "'", "(", ")", ",", "{", "}", "/");
      case 2 -> one("é", "漢", "😀", "\u007f", "\u00a0", "\u2028");
      default -> Character.toString('a' + random.nextInt(26));
    };
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''").replace("?", "??") + "'";
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
