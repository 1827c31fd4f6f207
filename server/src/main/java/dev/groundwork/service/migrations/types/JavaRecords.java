package dev.groundwork.service.migrations.types;

import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.text.JsonText;
import dev.groundwork.service.migrations.types.Described.ClientType;
import dev.groundwork.service.migrations.types.Described.Column;
import dev.groundwork.service.migrations.types.Described.Function;
import dev.groundwork.service.migrations.types.Described.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/** One Java file with a record for every row type, an enum for every enum. */
public final class JavaRecords {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("bool", "Boolean"),
          Map.entry("int2", "Short"),
          Map.entry("int4", "Integer"),
          Map.entry("int8", "Long"),
          Map.entry("float4", "Float"),
          Map.entry("float8", "Double"),
          Map.entry("numeric", "java.math.BigDecimal"),
          Map.entry("uuid", "java.util.UUID"),
          Map.entry("date", "java.time.LocalDate"),
          Map.entry("time", "java.time.LocalTime"),
          Map.entry("timetz", "java.time.OffsetTime"),
          Map.entry("timestamp", "java.time.LocalDateTime"),
          Map.entry("timestamptz", "java.time.OffsetDateTime"),
          Map.entry("json", "Object"),
          Map.entry("jsonb", "Object"));

  private final boolean nested;
  private final List<String> schemas;
  private final StringBuilder out = new StringBuilder();

  private JavaRecords(Described described) {
    this.schemas = described.schemas().stream().map(Schema::name).toList();
    this.nested = schemas.size() > 1;
  }

  /**
   * The text of {@code Database.java} for some schemas of a database.
   *
   * @param packageName of the file; none when empty
   */
  public static String of(PgAddress database, List<String> schemas, Optional<String> packageName) {
    Described described = Described.read(database, schemas);
    return new JavaRecords(described).write(described, packageName);
  }

  private String write(Described described, Optional<String> packageName) {
    out.append("// Written by groundwork types java: do not change it, write it anew.\n");
    packageName.ifPresent(name -> out.append("package ").append(name).append(";\n"));
    line(0, "");
    line(0, "/** What clients see of the database. */");
    line(0, "public final class Database {");
    line(1, "private Database() {}");
    for (Schema schema : described.schemas()) {
      if (nested) {
        line(0, "");
        line(1, "/** The schema " + schema.name() + ". */");
        line(1, "public static final class " + typeName(schema.name()) + " {");
        line(2, "private " + typeName(schema.name()) + "() {}");
        schema(schema, 2);
        line(1, "}");
      } else {
        schema(schema, 1);
      }
    }
    line(0, "}");
    return out.toString();
  }

  private void schema(Schema schema, int depth) {
    schema.enums().forEach(each -> enumeration(depth, each));
    schema
        .composites()
        .forEach(each -> row(depth, typeName(each.name()), Optional.empty(), each.columns()));
    schema
        .relations()
        .forEach(each -> row(depth, typeName(each.name()), each.comment(), each.columns()));
    Set<String> taken = new HashSet<>();
    schema.functions().stream()
        .filter(each -> !each.arguments().isEmpty())
        .filter(each -> each.arguments().stream().noneMatch(one -> one.name().isEmpty()))
        .forEach(each -> arguments(depth, each, taken));
  }

  private void enumeration(int depth, Described.EnumType found) {
    line(0, "");
    line(depth, "public enum " + typeName(found.name()) + " {");
    Set<String> taken = new HashSet<>();
    String constants =
        found.labels().stream()
            .map(label ->
                "  ".repeat(depth + 1)
                    + free(constant(label), taken)
                    + "("
                    + JsonText.string(label)
                    + ")")
            .collect(Collectors.joining(",\n"));
    out.append(constants).append(";\n");
    line(0, "");
    line(depth + 1, "private final String label;");
    line(0, "");
    line(depth + 1, typeName(found.name()) + "(String label) {");
    line(depth + 2, "this.label = label;");
    line(depth + 1, "}");
    line(0, "");
    line(depth + 1, "/** As the database writes it. */");
    line(depth + 1, "public String label() {");
    line(depth + 2, "return label;");
    line(depth + 1, "}");
    line(depth, "}");
  }

  private void row(int depth, String name, Optional<String> comment, List<Column> columns) {
    Set<String> taken = new HashSet<>();
    List<String> parts =
        columns.stream()
            .map(each ->
                (each.nullable() ? "/* may be null */ " : "")
                    + type(each.type())
                    + " "
                    + free(component(each.name()), taken))
            .toList();
    record(depth, name, comment, parts);
  }

  /** What a call of a function sends; overloads are numbered. */
  private void arguments(int depth, Function function, Set<String> records) {
    Set<String> taken = new HashSet<>();
    List<String> parts =
        function.arguments().stream()
            .map(each ->
                (each.optional() ? "/* may be left out */ " : "")
                    + type(each.type())
                    + " "
                    + free(component(each.name()), taken))
            .toList();
    record(
        depth, free(typeName(function.name()) + "Arguments", records), function.comment(), parts);
  }

  private void record(int depth, String name, Optional<String> comment, List<String> parts) {
    line(0, "");
    comment.ifPresent(text ->
        line(
            depth,
            "/** "
                + text.replace("*/", "* /").replace("\\", "&#92;").replaceAll("\\s*\\n\\s*", " ")
                + " */"));
    String end =
        parts.isEmpty()
            ? ") {}"
            : "\n"
                + "  ".repeat(depth + 2)
                + String.join(",\n" + "  ".repeat(depth + 2), parts)
                + ") {}";
    line(depth, "public record " + name + "(" + end);
  }

  private String type(ClientType type) {
    String element =
        switch (type.kind()) {
          case BASE -> TYPES.getOrDefault(type.name(), "String");
          case ENUM, COMPOSITE, ROW -> schemas.contains(type.schema()) ? qualified(type) : "Object";
          case OTHER -> "Object";
        };
    return type.array() ? "java.util.List<" + element + ">" : element;
  }

  private String qualified(ClientType type) {
    return (nested ? typeName(type.schema()) + "." : "") + typeName(type.name());
  }

  private void line(int depth, String text) {
    out.append(text.isEmpty() ? "" : "  ".repeat(depth)).append(text).append('\n');
  }

  private static String typeName(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("[^\\p{L}\\p{N}]+", -1)) {
      if (!word.isEmpty()) {
        camel.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    String made = camel.isEmpty() ? "X" : camel.toString();
    return Character.isJavaIdentifierStart(made.charAt(0)) ? made : "_" + made;
  }

  private static String component(String name) {
    String made = typeName(name);
    String small = made.substring(0, 1).toLowerCase(Locale.ROOT) + made.substring(1);
    boolean object =
        Set.of(
                "clone",
                "finalize",
                "getClass",
                "hashCode",
                "notify",
                "notifyAll",
                "toString",
                "wait")
            .contains(small);
    return SourceVersion.isKeyword(small) || object ? small + "_" : small;
  }

  private static String constant(String label) {
    String made = label.replaceAll("[^\\p{L}\\p{N}]+", "_").toUpperCase(Locale.ROOT);
    boolean starts = !made.isEmpty() && Character.isJavaIdentifierStart(made.charAt(0));
    return starts && !made.equals("_") ? made : "_" + made + (made.isEmpty() ? "EMPTY" : "");
  }

  private static String free(String name, Set<String> taken) {
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + i;
    }
    return free;
  }
}
