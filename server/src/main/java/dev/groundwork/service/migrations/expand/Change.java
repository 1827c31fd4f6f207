package dev.groundwork.service.migrations.expand;

import java.util.Optional;

/** What shall become different. Names are as they are, without quotes. */
public sealed interface Change {
  String schema();

  /** The table as it is called before the change. */
  String table();

  /** What the change is called, in commands and in the table of expansions. */
  String name();

  /** A column gets another name. */
  record RenameColumn(String schema, String table, String column, String newName)
      implements Change {
    @Override
    public String name() {
      return "rename-column:" + schema + "." + table + "." + column + ":" + newName;
    }
  }

  /**
   * A column gets another type. Until the contraction its new version is called differently.
   *
   * @param type as SQL writes it
   * @param using makes a new value of an old one, which has the column's name; a cast when empty
   * @param back makes an old value of a new one, which has the column's name, too; a cast when
   *     empty
   */
  record ChangeType(
      String schema,
      String table,
      String column,
      String type,
      Optional<String> using,
      Optional<String> back)
      implements Change {
    @Override
    public String name() {
      return "change-type:" + schema + "." + table + "." + column + ":" + type;
    }
  }

  /** A table gets another name; the old one is a view until the contraction. */
  record RenameTable(String schema, String table, String newName) implements Change {
    @Override
    public String name() {
      return "rename-table:" + schema + "." + table + ":" + newName;
    }
  }

  /** A column takes no null any more, without a long lock; there is nothing to contract. */
  record SetNotNull(String schema, String table, String column) implements Change {
    @Override
    public String name() {
      return "set-not-null:" + schema + "." + table + "." + column;
    }
  }
}
