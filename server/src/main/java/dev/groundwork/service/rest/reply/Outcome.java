package dev.groundwork.service.rest.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.service.rest.query.Template.Columns;
import dev.groundwork.service.rest.query.Template.Kept;
import dev.groundwork.service.rest.query.Template.Trailer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the database gave.
 *
 * @param total rows without limit, when counted
 * @param page rows in this answer
 */
record Outcome(
    OptionalLong total,
    long page,
    byte[] body,
    Optional<String> headers,
    Optional<String> status,
    Optional<String> location,
    OptionalLong inserted,
    Optional<String> version,
    Optional<String> misfit) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] NOTHING = new byte[0];

  /** What is in the rows of a list and its trailer. */
  static Outcome ofList(long page, byte[] body, Rows trailer) {
    return new Outcome(
        OptionalLong.empty(),
        page,
        body,
        trailer.text(0, Trailer.HEADERS),
        trailer.text(0, Trailer.STATUS),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with the number of all rows. */
  Outcome of(OptionalLong all) {
    return new Outcome(all, page, body, headers, status, location, inserted, version, misfit);
  }

  /** The number in a row of its own. */
  static OptionalLong count(Rows counted) {
    return number(counted, 0);
  }

  /**
   * What is in the one row that the main statement gave.
   *
   * @param tagged whether its last column is a version
   */
  static Outcome of(Rows rows, boolean tagged) {
    int last = rows.rows().getFirst().length - 1;
    boolean write = last > Columns.LOCATION;
    return new Outcome(
        number(rows, Columns.TOTAL),
        number(rows, Columns.PAGE).orElse(0),
        rows.bytes(0, Columns.BODY).orElse(NOTHING),
        rows.text(0, Columns.HEADERS),
        rows.text(0, Columns.STATUS),
        write ? rows.text(0, Columns.LOCATION) : Optional.empty(),
        write ? number(rows, Columns.INSERTED) : OptionalLong.empty(),
        tagged ? rows.text(0, last) : Optional.empty(),
        !tagged && last == Columns.MISFIT ? rows.text(0, last) : Optional.empty());
  }

  /**
   * What was kept of a row.
   *
   * @param values all but the body as a JSON array, in {@link Kept}'s order
   */
  static Outcome kept(String values, byte[] body) {
    JsonNode kept = read(values);
    return new Outcome(
        number(kept.path(Kept.TOTAL)),
        kept.path(Kept.PAGE).asLong(),
        body,
        text(kept.path(Kept.HEADERS)),
        text(kept.path(Kept.STATUS)),
        text(kept.path(Kept.LOCATION)),
        number(kept.path(Kept.INSERTED)),
        text(kept.path(Kept.VERSION)),
        Optional.empty());
  }

  private static OptionalLong number(JsonNode value) {
    return value.isNumber() ? OptionalLong.of(value.asLong()) : OptionalLong.empty();
  }

  private static Optional<String> text(JsonNode value) {
    return Optional.ofNullable(value.textValue());
  }

  private static OptionalLong number(Rows rows, int column) {
    return rows.text(0, column)
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  /** The planner's guess of the number of rows in an explained query. */
  static OptionalLong estimate(Rows explained) {
    return planned(explained, "Plan Rows");
  }

  /** The planner's guess of the cost of an explained query. */
  static OptionalLong cost(Rows explained) {
    return planned(explained, "Total Cost");
  }

  private static OptionalLong planned(Rows explained, String what) {
    JsonNode guess = read(explained.text(0, 0).orElse("[]")).path(0).path("Plan").path(what);
    return guess.isNumber()
        ? OptionalLong.of((long) Math.ceil(guess.asDouble()))
        : OptionalLong.empty();
  }

  /** The lines of an execution plan. */
  static byte[] lines(Rows explained) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < explained.size(); i++) {
      out.writeBytes(explained.bytes(i, 0).orElse(NOTHING));
      out.write('\n');
    }
    return out.toByteArray();
  }

  /** The values of the new row's key; empty for null. */
  List<Optional<String>> key() {
    List<Optional<String>> values = new ArrayList<>();
    location.ifPresent(json ->
        read(json)
            .forEach(v -> values.add(v.isNull() ? Optional.empty() : Optional.of(v.asText()))));
    return values;
  }

  /** The member, the table and the position of a nested row that belongs elsewhere. */
  Optional<ReplyProblem> misfitProblem() {
    return misfit.map(json -> {
      JsonNode row = read(json);
      return new ReplyProblem.Misfit(
          row.path(0).asText(), row.path(1).asText(), row.path(2).asLong());
    });
  }

  /** Headers that SQL set. */
  List<Map.Entry<String, String>> sqlHeaders() {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    headers.ifPresent(json -> readHeaders(json, lines));
    return lines;
  }

  private static void readHeaders(String json, List<Map.Entry<String, String>> lines) {
    JsonNode array = readOrFail(json);
    for (JsonNode object : array) {
      if (object.size() != 1) {
        throw new ReplyProblem.BadHeaders().raise();
      }
      Map.Entry<String, JsonNode> member = object.properties().iterator().next();
      if (!member.getValue().isTextual()
          || !isName(member.getKey())
          || !isValue(member.getValue().asText())) {
        throw new ReplyProblem.BadHeaders().raise();
      }
      lines.add(Map.entry(member.getKey(), member.getValue().asText()));
    }
  }

  /** A token of <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2">RFC 9110</a>. */
  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
  }

  /** No control characters but tabs: a line break would begin another header. */
  private static boolean isValue(String text) {
    return text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 127));
  }

  private static JsonNode readOrFail(String json) {
    try {
      JsonNode read = JSON.readTree(json);
      if (read.isArray()) {
        return read;
      }
    } catch (IOException malformed) {
      throw new ReplyProblem.BadHeaders().raise();
    }
    throw new ReplyProblem.BadHeaders().raise();
  }

  /** The status that SQL set, or another. */
  int statusOr(int other) {
    if (status.isEmpty()) {
      return other;
    }
    if (!status.get().matches("[1-5]\\d\\d")) {
      throw new ReplyProblem.BadStatus().raise();
    }
    return Integer.parseInt(status.get());
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
