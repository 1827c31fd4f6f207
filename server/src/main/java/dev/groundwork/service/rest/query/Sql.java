package dev.groundwork.service.rest.query;

import dev.groundwork.base.schema.Name;
import dev.groundwork.base.sql.Identifier;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** A statement being written: text, with slots in the order of their question marks. */
final class Sql {
  private final StringBuilder text = new StringBuilder();
  private final List<Template.Slot> slots = new ArrayList<>();

  Sql add(String sql) {
    text.append(sql);
    return this;
  }

  /** A quoted name. */
  Sql name(String name) {
    return add(Identifier.quote(name));
  }

  /** A quoted, schema-qualified name. */
  Sql name(Name name) {
    return add(name.quoted());
  }

  /** A quoted column of something that has a name. */
  Sql column(String alias, String column) {
    return name(alias).add(".").add(column.equals("*") ? "*" : Identifier.quote(column));
  }

  /** A string literal, for names that stand as text. */
  Sql literal(String text) {
    return add(Identifier.literal(text));
  }

  Sql as(String name) {
    return add(" as ").name(name);
  }

  /** A question mark and what it stands for. */
  Sql slot(Template.Slot slot) {
    slots.add(slot);
    return add("?");
  }

  Sql value(int index) {
    return slot(new Template.Slot.Value(index));
  }

  /** Writes each element, with a separator between them. */
  <T> Sql each(Iterable<T> elements, String separator, Consumer<T> write) {
    Iterator<T> rest = elements.iterator();
    while (rest.hasNext()) {
      write.accept(rest.next());
      if (rest.hasNext()) {
        add(separator);
      }
    }
    return this;
  }

  Template.Piece piece() {
    return new Template.Piece(text.toString(), slots);
  }
}
