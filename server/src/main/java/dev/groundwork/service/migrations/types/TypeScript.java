package dev.groundwork.service.migrations.types;

import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.text.JsonText;
import dev.groundwork.service.migrations.types.Described.Argument;
import dev.groundwork.service.migrations.types.Described.ClientType;
import dev.groundwork.service.migrations.types.Described.Column;
import dev.groundwork.service.migrations.types.Described.Function;
import dev.groundwork.service.migrations.types.Described.Relation;
import dev.groundwork.service.migrations.types.Described.Relationship;
import dev.groundwork.service.migrations.types.Described.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The type {@code Database} that supabase-js takes, and short names for its parts. */
public final class TypeScript {
  private static final Set<String> NUMBERS =
      Set.of("int2", "int4", "int8", "float4", "float8", "numeric");
  private static final Set<String> TEXTS =
      Set.of(
          "text",
          "varchar",
          "bpchar",
          "char",
          "name",
          "citext",
          "uuid",
          "date",
          "time",
          "timetz",
          "timestamp",
          "timestamptz",
          "interval",
          "bytea",
          "inet",
          "cidr",
          "macaddr",
          "macaddr8",
          "money",
          "vector",
          "halfvec",
          "sparsevec",
          "bit",
          "varbit",
          "xml",
          "oid",
          "ltree");

  /** What supabase-js asks a server's version for. */
  private static final String VERSION = "14";

  private final List<String> names;
  private final StringBuilder out = new StringBuilder();

  private TypeScript(Described described) {
    this.names = described.schemas().stream().map(Schema::name).toList();
  }

  /** The text of a file for some schemas of a database. */
  public static String of(PgAddress database, List<String> schemas) {
    Described described = Described.read(database, schemas);
    return new TypeScript(described).write(described);
  }

  private String write(Described described) {
    out.append(
        """
        // Written by groundwork types typescript: do not change it, write it anew.

        export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

        export type Database = {
          // supabase-js chooses by it what it offers
          __InternalSupabase: {
            PostgrestVersion: "%s"
          }
        """
            .formatted(VERSION));
    described.schemas().forEach(this::schema);
    out.append("}\n");
    described.schemas().stream().findFirst().ifPresent(this::shortNames);
    constants(described);
    return out.toString();
  }

  private void schema(Schema schema) {
    line(1, key(schema.name()) + ": {");
    group(
        "Tables",
        schema.relations().stream().filter(each -> !each.view()).toList(),
        this::relation);
    group("Views", schema.relations().stream().filter(Relation::view).toList(), this::relation);
    Map<String, List<Function>> functions =
        schema.functions().stream()
            .filter(TypeScript::canBeCalled)
            .collect(
                Collectors.groupingBy(Function::name, LinkedHashMap::new, Collectors.toList()));
    group("Functions", List.copyOf(functions.values()), this::functions);
    group("Enums", schema.enums(), each -> line(3, key(each.name()) + ": " + union(each.labels())));
    group("CompositeTypes", schema.composites(), this::composite);
    line(1, "}");
  }

  private void composite(Described.Composite type) {
    line(3, key(type.name()) + ": {");
    for (Column column : type.columns()) {
      line(4, key(column.name()) + ": " + type(column.type()) + " | null");
    }
    line(3, "}");
  }

  /** Arguments go by name; one without a name may only stand alone, as the whole body. */
  private static boolean canBeCalled(Function function) {
    return function.arguments().stream().noneMatch(each -> each.name().isEmpty())
        || function.arguments().size() == 1;
  }

  private <T> void group(String name, List<T> items, java.util.function.Consumer<T> each) {
    if (items.isEmpty()) {
      line(2, name + ": {");
      line(3, "[_ in never]: never");
    } else {
      line(2, name + ": {");
      items.forEach(each);
    }
    line(2, "}");
  }

  private void relation(Relation relation) {
    comment(3, relation.comment());
    line(3, key(relation.name()) + ": {");
    line(4, "Row: {");
    for (Column column : relation.columns()) {
      comment(5, column.comment());
      line(5, key(column.name()) + ": " + type(column.type()) + orNull(column.nullable()));
    }
    line(4, "}");
    if (!relation.view() || relation.insertable()) {
      written("Insert", relation, false);
    }
    if (!relation.view() || relation.updatable()) {
      written("Update", relation, true);
    }
    line(4, "Relationships: [" + (relation.relationships().isEmpty() ? "]" : ""));
    relation.relationships().forEach(this::relationship);
    if (!relation.relationships().isEmpty()) {
      line(4, "]");
    }
    line(3, "}");
  }

  private void written(String name, Relation relation, boolean partly) {
    line(4, name + ": {");
    for (Column column : relation.columns()) {
      boolean optional = partly || column.nullable() || column.optional() || relation.view();
      line(
          5,
          column.generated()
              ? key(column.name()) + "?: never"
              : key(column.name())
                  + (optional ? "?: " : ": ")
                  + type(column.type())
                  + orNull(column.nullable()));
    }
    line(4, "}");
  }

  private void relationship(Relationship each) {
    line(5, "{");
    line(6, "foreignKeyName: " + quote(each.name()));
    line(6, "columns: " + list(each.columns()));
    line(6, "isOneToOne: " + each.one());
    line(6, "referencedRelation: " + quote(each.target()));
    line(6, "referencedColumns: " + list(each.targetColumns()));
    line(5, "},");
  }

  private void functions(List<Function> overloads) {
    comment(3, overloads.getFirst().comment());
    if (overloads.size() == 1) {
      line(3, key(overloads.getFirst().name()) + ": {");
      function(overloads.getFirst(), 4);
      line(3, "}");
      return;
    }
    line(3, key(overloads.getFirst().name()) + ":");
    for (Function each : overloads) {
      line(4, "| {");
      function(each, 6);
      line(5, "}");
    }
  }

  private void function(Function function, int depth) {
    line(depth, "Args: " + arguments(function));
    line(depth, "Returns: " + returned(function) + (function.set() ? "[]" : ""));
    if (function.returns().kind() == ClientType.Kind.ROW && !function.returns().array()) {
      line(depth, "SetofOptions: {");
      line(depth + 1, "from: " + quote(source(function)));
      line(depth + 1, "to: " + quote(function.returns().name()));
      line(depth + 1, "isOneToOne: " + !function.set());
      line(depth + 1, "isSetofReturn: " + function.set());
      line(depth, "}");
    }
  }

  /** The relation whose rows a function takes, so that it can be embedded there. */
  private static String source(Function function) {
    return function.arguments().size() == 1
            && function.arguments().getFirst().type().kind() == ClientType.Kind.ROW
        ? function.arguments().getFirst().type().name()
        : "*";
  }

  private String arguments(Function function) {
    if (function.arguments().isEmpty()) {
      return "never";
    }
    List<String> parts = new ArrayList<>();
    for (Argument each : function.arguments()) {
      parts.add(quotedIfEmpty(each.name()) + (each.optional() ? "?: " : ": ") + type(each.type()));
    }
    return "{ " + String.join("; ", parts) + " }";
  }

  private static String quotedIfEmpty(String name) {
    return name.isEmpty() ? "\"\"" : key(name);
  }

  private String returned(Function function) {
    if (function.columns().isEmpty()) {
      return type(function.returns());
    }
    if (function.columns().size() == 1 && function.returns().kind() != ClientType.Kind.OTHER) {
      return type(function.returns());
    }
    return function.columns().stream()
        .map(each -> key(each.name()) + ": " + type(each.type()))
        .collect(Collectors.joining("; ", "{ ", " }"));
  }

  private String type(ClientType type) {
    String element = element(type);
    boolean union = element.indexOf('|') >= 0;
    return type.array() ? (union ? "(" + element + ")" : element) + "[]" : element;
  }

  private String element(ClientType type) {
    return switch (type.kind()) {
      case ENUM -> part(type, "Enums", "");
      case COMPOSITE -> part(type, "CompositeTypes", "");
      case ROW -> part(type, "Tables", "[\"Row\"]");
      case BASE -> base(type.name());
      case OTHER ->
          switch (type.name()) {
            case "void" -> "undefined";
            case "record" -> "Record<string, unknown>";
            case "anyelement", "anyarray" -> "unknown";
            default -> "unknown";
          };
    };
  }

  private String part(ClientType type, String group, String end) {
    return names.contains(type.schema())
        ? "Database["
            + quote(type.schema())
            + "]["
            + quote(group)
            + "]["
            + quote(type.name())
            + "]"
            + end
        : "unknown";
  }

  private static String base(String name) {
    if (name.equals("bool")) {
      return "boolean";
    }
    if (name.equals("json") || name.equals("jsonb")) {
      return "Json";
    }
    if (NUMBERS.contains(name)) {
      return "number";
    }
    return TEXTS.contains(name) ? "string" : "unknown";
  }

  private void shortNames(Schema first) {
    String schema = "Database[" + quote(first.name()) + "]";
    out.append(
        """

        type Readable = %1$s["Tables"] & %1$s["Views"]

        export type Tables<Name extends keyof Readable> = Readable[Name] extends { Row: infer Row } ? Row : never
        export type TablesInsert<Name extends keyof %1$s["Tables"]> =
          %1$s["Tables"][Name] extends { Insert: infer Insert } ? Insert : never
        export type TablesUpdate<Name extends keyof %1$s["Tables"]> =
          %1$s["Tables"][Name] extends { Update: infer Update } ? Update : never
        export type Enums<Name extends keyof %1$s["Enums"]> = %1$s["Enums"][Name]
        export type CompositeTypes<Name extends keyof %1$s["CompositeTypes"]> = %1$s["CompositeTypes"][Name]
        """
            .formatted(schema));
  }

  private void constants(Described described) {
    out.append("\nexport const Constants = {\n");
    for (Schema schema : described.schemas()) {
      line(1, key(schema.name()) + ": {");
      line(2, "Enums: {");
      schema.enums().forEach(each -> line(3, key(each.name()) + ": " + list(each.labels()) + ","));
      line(2, "},");
      line(1, "},");
    }
    out.append("} as const\n");
  }

  private void comment(int depth, Optional<String> text) {
    text.ifPresent(found ->
        line(depth, "/** " + found.replace("*/", "* /").replaceAll("\\s*\\n\\s*", " ") + " */"));
  }

  private void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }

  private static String orNull(boolean nullable) {
    return nullable ? " | null" : "";
  }

  private static String union(List<String> labels) {
    return labels.isEmpty()
        ? "never"
        : labels.stream().map(TypeScript::quote).collect(Collectors.joining(" | "));
  }

  private static String list(List<String> names) {
    return names.stream().map(TypeScript::quote).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String key(String name) {
    return name.matches("[A-Za-z_$][A-Za-z0-9_$]*") ? name : quote(name);
  }

  private static String quote(String text) {
    return JsonText.string(text);
  }
}
