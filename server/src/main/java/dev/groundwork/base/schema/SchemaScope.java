package dev.groundwork.base.schema;

import java.util.List;
import java.util.stream.Stream;

/**
 * What of a database is loaded.
 *
 * @param schemas exposed schemas, the first is the default
 * @param extraSearchPath schemas that views may be built from and functions found in, although they
 *     are not exposed
 * @param hoistedSettings names of function settings that apply to the whole transaction of a call
 */
public record SchemaScope(
    List<String> schemas, List<String> extraSearchPath, List<String> hoistedSettings) {

  public SchemaScope {
    schemas = List.copyOf(schemas);
    extraSearchPath = List.copyOf(extraSearchPath);
    hoistedSettings = List.copyOf(hoistedSettings);
  }

  /** The schemas that must be there; {@code public} is searched by default, and may be dropped. */
  List<String> required() {
    return Stream.concat(
            schemas.stream(), extraSearchPath.stream().filter(name -> !name.equals("public")))
        .distinct()
        .toList();
  }

  /** The exposed schemas as a literal of type {@code text[]}. */
  String exposed() {
    return arrayLiteral(schemas.stream());
  }

  /** The exposed schemas and those of the extra search path as a literal of type {@code text[]}. */
  String searched() {
    return arrayLiteral(Stream.concat(schemas.stream(), extraSearchPath.stream()));
  }

  private static String arrayLiteral(Stream<String> names) {
    return names
        .map(name -> '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(java.util.stream.Collectors.joining(",", "{", "}"));
  }
}
