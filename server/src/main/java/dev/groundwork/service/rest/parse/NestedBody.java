package dev.groundwork.service.rest.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.groundwork.base.text.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** Takes a body with nested rows apart: the objects of each place become a list of their own. */
final class NestedBody {
  private static final int MAX_FORMS = 64;

  private final JsonParser in;
  private final Optional<Set<String>> wanted;
  private final List<Place> places = new ArrayList<>();

  private NestedBody(JsonParser in, Optional<List<String>> columns) {
    this.in = in;
    this.wanted = columns.map(Set::copyOf);
  }

  /** What a body has, by the shape of its places and by their rows. */
  record Read(boolean array, Documents shape, List<Documents.Rows> rows) {}

  /**
   * Reads a body.
   *
   * @param nested what stands within the objects at the top
   * @param columns members of the top that count; empty for all
   */
  static Read read(byte[] body, List<Nested> nested, Optional<List<String>> columns) {
    try (JsonParser in = PayloadParser.JSON.createParser(body)) {
      return new NestedBody(in, columns).read(nested);
    } catch (IOException malformed) {
      throw new ParseProblem.BadBody("Empty or invalid json").raise();
    }
  }

  /** A place and the objects there. */
  private static final class Place {
    final int number;
    final Optional<Nested> nested;
    final Map<String, Place> members = new LinkedHashMap<>();
    final Map<Documents.Form, Integer> known = new LinkedHashMap<>();
    final StringBuilder json = new StringBuilder("[");
    final StringJoiner parents = new StringJoiner(",", "{", "}");
    final StringJoiner forms = new StringJoiner(",", "{", "}");
    final StringJoiner within = new StringJoiner(",", "{", "}");
    int count;
    boolean object;
    boolean array;
    boolean absent;

    Place(int number, Optional<Nested> nested) {
      this.number = number;
      this.nested = nested;
    }

    String name() {
      return nested.map(Nested::name).orElse("");
    }

    Documents shape() {
      return new Documents(
          number,
          nested,
          object,
          array,
          absent,
          List.copyOf(known.keySet()),
          members.values().stream().map(Place::shape).toList());
    }

    Documents.Rows rows() {
      return new Documents.Rows(
          number, count, json + "]", parents.toString(), forms.toString(), within.toString());
    }
  }

  private Place place(Optional<Nested> nested, List<Nested> members) {
    Place place = new Place(places.size(), nested);
    places.add(place);
    for (Nested member : members) {
      place.members.put(member.name(), place(Optional.of(member), member.members()));
    }
    return place;
  }

  private Read read(List<Nested> nested) throws IOException {
    Place top = place(Optional.empty(), nested);
    JsonToken first = in.nextToken();
    boolean array = first == JsonToken.START_ARRAY;
    if (array) {
      objects(top, 0);
    } else if (first == JsonToken.START_OBJECT) {
      object(top, 0);
    } else {
      throw new ParseProblem.BadBody("Empty or invalid json").raise();
    }
    if (in.nextToken() != null) {
      throw new ParseProblem.BadBody("Empty or invalid json").raise();
    }
    return new Read(array, top.shape(), places.stream().map(Place::rows).toList());
  }

  private void objects(Place place, int parent) throws IOException {
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw new ParseProblem.BadNesting(
                in(place) + " stands an array of something else than objects")
            .raise();
      }
      object(place, parent);
    }
  }

  private static String in(Place place) {
    return place.nested.isEmpty() ? "At the top" : "In '" + place.name() + "'";
  }

  private void object(Place place, int parent) throws IOException {
    int row = ++place.count;
    place.json.append(row > 1 ? ",{" : "{");
    Set<String> columns = new TreeSet<>();
    Set<String> nested = new TreeSet<>();
    Set<String> seen = new HashSet<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      if (!seen.add(name)) {
        throw new ParseProblem.BadNesting(in(place) + " an object has '" + name + "' twice")
            .raise();
      }
      if (place.number == 0 && wanted.isPresent() && !wanted.get().contains(name)) {
        in.skipChildren();
      } else if (place.members.containsKey(name)) {
        member(place.members.get(name), row, nested);
      } else {
        place.json.append(columns.isEmpty() ? "" : ",");
        columns.add(name);
        string(place.json, name);
        place.json.append(':');
        copy(place.json);
      }
    }
    place.json.append('}');
    place.parents.add(Integer.toString(parent));
    place.forms.add(
        Integer.toString(
            form(
                place,
                new Documents.Form(List.copyOf(columns), nested.stream().sorted().toList()))));
  }

  private static int form(Place place, Documents.Form form) {
    int index = place.known.computeIfAbsent(form, _ -> place.known.size());
    if (index >= MAX_FORMS) {
      throw new ParseProblem.BadNesting(
              in(place)
                  + " objects have more than "
                  + MAX_FORMS
                  + " different combinations of members")
          .raise();
    }
    return index;
  }

  private void member(Place member, int row, Set<String> nested) throws IOException {
    switch (in.currentToken()) {
      case START_OBJECT -> {
        member.object = true;
        nested.add(member.name());
        object(member, row);
      }
      case START_ARRAY -> {
        member.array = true;
        objects(member, row);
      }
      case VALUE_NULL -> {
        member.absent = true;
        nested.add(member.name());
      }
      default ->
          throw new ParseProblem.BadNesting("'" + member.name() + "' is no object and no array")
              .raise();
    }
    member.within.add(Integer.toString(row));
  }

  /** A value as it stands: PostgreSQL reads it. */
  private void copy(StringBuilder out) throws IOException {
    switch (in.currentToken()) {
      case VALUE_STRING -> string(out, in.getText());
      case START_ARRAY -> {
        out.append('[');
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
          out.append(i > 0 ? "," : "");
          copy(out);
        }
        out.append(']');
      }
      case START_OBJECT -> {
        out.append('{');
        for (int i = 0; in.nextToken() != JsonToken.END_OBJECT; i++) {
          out.append(i > 0 ? "," : "");
          string(out, in.currentName());
          out.append(':');
          in.nextToken();
          copy(out);
        }
        out.append('}');
      }
      default -> out.append(in.getText());
    }
  }

  /** Half a pair is no character; the driver would make a question mark of it. */
  private static void string(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      boolean high = Character.isHighSurrogate(text.charAt(i));
      if (high && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        throw new ParseProblem.BadBody("Empty or invalid json").raise();
      }
    }
    JsonText.string(out, text);
  }
}
