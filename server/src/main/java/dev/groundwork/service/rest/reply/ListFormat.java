package dev.groundwork.service.rest.reply;

import dev.groundwork.base.pg.Columns;
import dev.groundwork.base.schema.TextTypes;
import dev.groundwork.service.rest.plan.Plan.BodyForm;
import dev.groundwork.service.rest.query.Template.Layout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How rows of certain columns become a list's body.
 *
 * @param before the first row
 * @param between two rows
 * @param after the last row
 * @param none the body without rows
 */
public record ListFormat(
    Columns columns, RowWriter writer, byte[] before, byte[] between, byte[] after, byte[] none) {

  /**
   * The format of a list.
   *
   * @param layout what the rows are
   * @return empty when only PostgreSQL can write a column's type as JSON
   */
  public static Optional<ListFormat> of(
      BodyForm form, Layout layout, Columns columns, TextTypes made) {
    return switch (form) {
      case BodyForm.Csv _ -> Optional.of(csv(columns));
      case BodyForm.Lines _ ->
          writer(layout, columns, made).map(writer -> of(columns, writer, "", "\n", "\n", ""));
      case BodyForm.SingleJson _ ->
          writer(layout, columns, made).map(writer -> of(columns, writer, "", "", "", ""));
      case BodyForm.Json _ ->
          writer(layout, columns, made).map(writer -> of(columns, writer, "[", ", \n ", "]", "[]"));
      case BodyForm.GeoJson _, BodyForm.Custom _, BodyForm.Value _, BodyForm.Nothing _ ->
          throw new IllegalArgumentException("no list: " + form);
    };
  }

  private static Optional<? extends RowWriter> writer(
      Layout layout, Columns columns, TextTypes made) {
    return layout == Layout.JSON_ROWS
        ? Optional.of(new RowWriter.Only())
        : RowWriter.Json.of(columns, made);
  }

  private static ListFormat csv(Columns columns) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < columns.count(); i++) {
      names.append(i == 0 ? "" : ",").append(columns.name(i));
    }
    return of(columns, new RowWriter.Csv(), names + "\n", "\n", "", "\n");
  }

  private static ListFormat of(
      Columns columns, RowWriter writer, String before, String between, String after, String none) {
    return new ListFormat(columns, writer, utf8(before), utf8(between), utf8(after), utf8(none));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes of a row that are not its values. */
  int perRow() {
    return writer instanceof RowWriter.Json(var members)
        ? members.stream().mapToInt(member -> member.lead().length + 2).sum()
        : columns.count();
  }

  /** Begins a body. */
  public ListBody body() {
    return new ListBody(this);
  }
}
