package dev.groundwork.service.rest.reply;

import dev.groundwork.base.pg.Columns;
import dev.groundwork.base.schema.TextTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes one row of a result. */
sealed interface RowWriter {

  void write(ByteSink out, byte[] @Nullable [] cells);

  /** The only cell, as it is. */
  record Only() implements RowWriter {
    @Override
    public void write(ByteSink out, byte[] @Nullable [] cells) {
      byte[] cell = cells[0];
      if (cell != null) {
        out.add(cell);
      }
    }
  }

  /** A record as PostgreSQL writes it, without its parentheses. */
  record Csv() implements RowWriter {
    @Override
    public void write(ByteSink out, byte[] @Nullable [] cells) {
      for (int i = 0; i < cells.length; i++) {
        byte[] cell = cells[i];
        if (i > 0) {
          out.add(',');
        }
        if (cell != null) {
          out.addRecordField(cell);
        }
      }
    }
  }

  /** An object as {@code row_to_json} writes it. */
  record Json(List<Member> members) implements RowWriter {
    public Json {
      members = List.copyOf(members);
    }

    /**
     * A writer for columns of these types.
     *
     * @return empty when only PostgreSQL can write one of them
     */
    static Optional<Json> of(Columns columns, TextTypes made) {
      List<Member> members = new ArrayList<>();
      for (int i = 0; i < columns.count(); i++) {
        Optional<JsonType> type = JsonType.of(columns.type(i), made);
        if (type.isEmpty()) {
          return Optional.empty();
        }
        members.add(Member.of(i == 0 ? '{' : ',', columns.name(i), type.get()));
      }
      return Optional.of(new Json(members));
    }

    @Override
    public void write(ByteSink out, byte[] @Nullable [] cells) {
      if (members.isEmpty()) {
        out.add('{');
      }
      for (int i = 0; i < cells.length; i++) {
        Member member = members.get(i);
        byte[] cell = cells[i];
        out.add(member.lead);
        if (cell == null) {
          JsonValue.writeNull(out);
        } else {
          JsonValue.write(out, member.type, cell);
        }
      }
      out.add('}');
    }
  }

  /**
   * A member of an object.
   *
   * @param lead what stands before the value
   */
  record Member(byte[] lead, JsonType type) {
    static Member of(char before, String name, JsonType type) {
      byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
      ByteSink lead = new ByteSink(utf8.length + 4);
      lead.add(before);
      lead.addJsonString(utf8, 0, utf8.length);
      lead.add(':');
      return new Member(lead.take(), type);
    }
  }
}
