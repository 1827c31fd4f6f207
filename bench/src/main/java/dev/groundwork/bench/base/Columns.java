package dev.groundwork.bench.base;

import java.util.List;

/** Prints a table line by line while its figures come in: the first column left, others right. */
public final class Columns {
  private static final String GAP = "  ";

  private final int first;
  private final int rest;

  /**
   * A table; prints its head.
   *
   * @param first characters of the first column
   * @param rest characters of each other column
   */
  public Columns(int first, int rest, String... heads) {
    this.first = first;
    this.rest = rest;
    row(List.of(heads));
  }

  public void row(String... cells) {
    row(List.of(cells));
  }

  private void row(List<String> cells) {
    StringBuilder line = new StringBuilder(cells.getFirst());
    line.repeat(' ', Math.max(0, first - line.length()));
    for (String cell : cells.subList(1, cells.size())) {
      line.append(GAP).repeat(' ', Math.max(0, rest - cell.length())).append(cell);
    }
    System.out.println(line);
  }
}
