package dev.groundwork.base.pg;

import java.util.Arrays;
import org.postgresql.core.Field;

/**
 * The columns of a result as PostgreSQL describes them: names and types, a domain's being that
 * which it is made of.
 */
public final class Columns {
  static final Columns NONE = new Columns(new String[0], new int[0]);

  private final String[] names;
  private final int[] types;

  private Columns(String[] names, int[] types) {
    this.names = names;
    this.types = types;
  }

  /** All columns but some at the start. */
  static Columns of(Field[] fields, int without) {
    int count = fields.length - without;
    String[] names = new String[count];
    int[] types = new int[count];
    for (int i = 0; i < count; i++) {
      names[i] = fields[i + without].getColumnLabel();
      types[i] = fields[i + without].getOID();
    }
    return new Columns(names, types);
  }

  Columns part(int from, int to) {
    return new Columns(Arrays.copyOfRange(names, from, to), Arrays.copyOfRange(types, from, to));
  }

  public int count() {
    return names.length;
  }

  /** The column's name; columns count from 0. */
  public String name(int column) {
    return names[column];
  }

  /** The object identifier of the column's type; unsigned in PostgreSQL. */
  public int type(int column) {
    return types[column];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Columns columns
        && Arrays.equals(types, columns.types)
        && Arrays.equals(names, columns.names);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(names) + Arrays.hashCode(types);
  }
}
