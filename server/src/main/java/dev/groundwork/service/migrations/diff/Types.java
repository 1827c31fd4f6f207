package dev.groundwork.service.migrations.diff;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwork.base.sql.Identifier;
import dev.groundwork.service.migrations.catalog.CatalogObject;
import dev.groundwork.service.migrations.catalog.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Statements about enums, domains and composite types. */
final class Types {
  private Types() {}

  static String createEnum(CatalogObject type) {
    List<String> labels = type.list("labels").stream().map(Identifier::literal).toList();
    return "create type " + type.name() + " as enum (" + String.join(", ", labels) + ")";
  }

  static String createDomain(CatalogObject domain) {
    StringBuilder sql = new StringBuilder("create domain ");
    sql.append(domain.name()).append(" as ").append(domain.required("type"));
    domain.text("collation").ifPresent(collation -> sql.append(" collate ").append(collation));
    domain.text("default").ifPresent(value -> sql.append(" default ").append(value));
    sql.append(domain.is("not_null") ? " not null" : "");
    constraints(domain)
        .forEach((name, definition) ->
            sql.append("\n  constraint ").append(name).append(' ').append(definition));
    return sql.toString();
  }

  static String createComposite(CatalogObject type) {
    List<String> attributes = new ArrayList<>();
    type.node("attributes").forEach(each -> attributes.add(attribute(each)));
    return "create type " + type.name() + " as (" + String.join(", ", attributes) + ")";
  }

  private static String attribute(JsonNode attribute) {
    return attribute.path("name").asText()
        + " "
        + attribute.path("type").asText()
        + (attribute.has("collation") ? " collate " + attribute.get("collation").asText() : "");
  }

  private static Map<String, String> constraints(CatalogObject domain) {
    Map<String, String> constraints = new LinkedHashMap<>();
    domain
        .node("constraints")
        .properties()
        .forEach(each -> constraints.put(each.getKey(), each.getValue().asText()));
    return constraints;
  }

  static List<String> alterDomain(CatalogObject now, CatalogObject then) {
    List<String> statements = new ArrayList<>();
    String start = "alter domain " + then.name() + " ";
    if (now.differs(then, "default")) {
      statements.add(
          start + then.text("default").map(value -> "set default " + value).orElse("drop default"));
    }
    if (now.differs(then, "not_null")) {
      statements.add(start + (then.is("not_null") ? "set not null" : "drop not null"));
    }
    Map<String, String> before = constraints(now);
    Map<String, String> after = constraints(then);
    before.forEach((name, definition) -> {
      if (!definition.equals(after.get(name))) {
        statements.add(start + "drop constraint " + name);
      }
    });
    after.forEach((name, definition) -> {
      if (!definition.equals(before.get(name))) {
        statements.add(start + "add constraint " + name + " " + definition);
      }
    });
    return statements;
  }

  static List<String> alterComposite(CatalogObject now, CatalogObject then) {
    Map<String, String> before = attributes(now);
    Map<String, String> after = attributes(then);
    List<String> parts = new ArrayList<>();
    for (String name : before.keySet()) {
      if (!after.containsKey(name)) {
        parts.add("drop attribute " + name);
      }
    }
    for (Map.Entry<String, String> attribute : after.entrySet()) {
      parts.addAll(attribute(before.get(attribute.getKey()), attribute.getValue()));
    }
    if (parts.isEmpty()) {
      throw new DiffProblem.TypeInUse(then.name(), "its attributes change their order").raise();
    }
    return List.of("alter type " + then.name() + " " + String.join(", ", parts));
  }

  private static List<String> attribute(@Nullable String now, String then) {
    if (now == null) {
      return List.of("add attribute " + then);
    }
    return now.equals(then)
        ? List.of()
        : List.of("alter attribute " + then.replaceFirst(" ", " type "));
  }

  private static Map<String, String> attributes(CatalogObject type) {
    Map<String, String> attributes = new LinkedHashMap<>();
    type.node("attributes")
        .forEach(each -> attributes.put(each.path("name").asText(), attribute(each)));
    return attributes;
  }

  /** A column before and after its type gave way to a new one. */
  record Use(CatalogObject now, CatalogObject then) {}

  /**
   * Puts a new type into the place of one, and changes the columns that have it. Their defaults go;
   * who calls this sets them again.
   *
   * @param taken names of types that the old one cannot have meanwhile
   */
  static List<String> swap(
      CatalogObject now, CatalogObject then, List<Use> uses, Set<String> taken) {
    String old = freeName(now, taken);
    String word = now.kind() == Kind.DOMAIN ? "domain " : "type ";
    List<String> statements = new ArrayList<>();
    statements.add("alter " + word + now.name() + " rename to " + old);
    statements.add(now.kind() == Kind.DOMAIN ? createDomain(then) : createEnum(then));
    Map<String, List<String>> byTable = new TreeMap<>();
    for (Use use : uses) {
      byTable.computeIfAbsent(use.now().table(), _ -> new ArrayList<>()).addAll(change(now, use));
    }
    byTable.forEach((table, parts) ->
        statements.add("alter table " + table + "\n  " + String.join(",\n  ", parts)));
    statements.add("drop " + word + now.required("schema") + "." + old);
    return statements;
  }

  private static List<String> change(CatalogObject type, Use use) {
    List<String> parts = new ArrayList<>();
    String name = use.now().required("name");
    String start = "alter column " + name + " ";
    if (use.now().text("default").isPresent()) {
      parts.add(start + "drop default");
    }
    boolean array = use.now().required("type").endsWith("[]");
    String base = type.kind() == Kind.DOMAIN ? type.required("type") : "text";
    String full = use.then().required("type");
    String through = base + (array ? "[]" : "");
    parts.add(start + "type " + full + " using " + name + "::" + through + "::" + full);
    return parts;
  }

  private static String freeName(CatalogObject type, Set<String> taken) {
    String name = type.name().substring(type.name().lastIndexOf('.') + 1).replace("\"", "");
    String free = name + "_old";
    while (taken.contains(free)) {
      free += "_";
    }
    return Identifier.quote(free);
  }
}
