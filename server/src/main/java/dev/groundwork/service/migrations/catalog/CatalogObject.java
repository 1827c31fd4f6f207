package dev.groundwork.service.migrations.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One object of a schema.
 *
 * @param id what it is and its full name, quoted where SQL needs it; the same in every database
 * @param address how statements name it, such as {@code function public.f(a integer)}
 * @param parent the id of the table or view that it goes with
 * @param properties all that makes it what it is, by the names that the catalog's queries give
 */
public record CatalogObject(
    String id, Kind kind, String address, Optional<String> parent, ObjectNode properties) {
  private static final String NUMBER = "number";
  private static final String LOCAL = "local";
  private static final String USUAL_STORAGE = "usual_storage";

  /**
   * Whether another has the same properties. Where a column stands in its table is none, nor
   * whether it would stay without the parent that has it, too, nor what its type brings along.
   */
  public boolean sameAs(CatalogObject other) {
    return compared().equals(other.compared());
  }

  private ObjectNode compared() {
    ObjectNode copy = properties.deepCopy();
    copy.remove(List.of(NUMBER, LOCAL, USUAL_STORAGE));
    return copy;
  }

  /** The properties in which another differs. */
  public List<String> differing(CatalogObject other) {
    Set<String> names = new TreeSet<>();
    compared().fieldNames().forEachRemaining(names::add);
    other.compared().fieldNames().forEachRemaining(names::add);
    return names.stream().filter(name -> differs(other, name)).toList();
  }

  /** Whether two differ in one property. */
  public boolean differs(CatalogObject other, String property) {
    return !Objects.equals(properties.get(property), other.properties.get(property));
  }

  public boolean differsInAny(CatalogObject other, String... names) {
    return List.of(names).stream().anyMatch(name -> differs(other, name));
  }

  public Optional<String> text(String property) {
    return Optional.ofNullable(properties.get(property)).map(JsonNode::asText);
  }

  /** A property that every object of the kind has. */
  public String required(String property) {
    return text(property).orElseThrow(() -> new IllegalStateException(id + " has no " + property));
  }

  public boolean is(String property) {
    return properties.path(property).asBoolean();
  }

  public List<String> list(String property) {
    List<String> values = new ArrayList<>();
    properties.path(property).forEach(value -> values.add(value.asText()));
    return values;
  }

  public JsonNode node(String property) {
    return properties.path(property);
  }

  /** Its name without the kind before it. */
  public String name() {
    return kind == Kind.FUNCTION || kind == Kind.AGGREGATE || !id.startsWith(word())
        ? id.substring(id.indexOf(' ') + 1)
        : id.substring(word().length() + 1);
  }

  private String word() {
    return switch (kind) {
      case ENUM, COMPOSITE, RANGE -> "type";
      case VIEW_COLUMN -> "column";
      default -> kind.label();
    };
  }

  /** The table that a column, constraint, trigger, policy or rule is of, as SQL names it. */
  public String table() {
    String of = parent.orElseThrow(() -> new IllegalStateException(id + " has no table"));
    String materialized = Kind.MATERIALIZED_VIEW.label() + " ";
    return of.substring(of.startsWith(materialized) ? materialized.length() : of.indexOf(' ') + 1);
  }

  /** Where a column stands in its table. */
  public int number() {
    return properties.path(NUMBER).asInt();
  }

  /**
   * Rights that others than the owner have, as {@code grantee|PRIVILEGE|whether it may be passed
   * on}.
   */
  public Set<String> grants() {
    return new TreeSet<>(list("acl"));
  }
}
