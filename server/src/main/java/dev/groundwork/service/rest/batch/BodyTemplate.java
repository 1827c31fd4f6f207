package dev.groundwork.service.rest.batch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A body with references: an object whose only member is {@code $ref} stands for the value that it
 * points at. One whose only member is {@code $literal} stands for that member's value, in which
 * nothing is a reference.
 */
public record BodyTemplate(List<Piece> pieces) {
  static final BodyTemplate NOTHING = new BodyTemplate(List.of());

  public BodyTemplate {
    pieces = List.copyOf(pieces);
  }

  /** A piece of a body. */
  sealed interface Piece {
    record Raw(byte[] bytes) implements Piece {}

    record Value(Reference reference) implements Piece {}
  }

  static BodyTemplate of(byte[] bytes) {
    return new BodyTemplate(List.of(new Piece.Raw(bytes)));
  }

  /** The value at the parser's token. */
  static BodyTemplate read(JsonParser in, byte[] json) throws IOException {
    Reader reader = new Reader(in, json, Json.start(in));
    reader.value();
    reader.rawUntil(Json.end(in));
    return new BodyTemplate(reader.pieces);
  }

  /** The body, with what earlier results say. */
  public byte[] fill(List<PartResult> done, Budget budget) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Piece piece : pieces) {
      byte[] bytes =
          switch (piece) {
            case Piece.Raw(byte[] raw) -> raw;
            case Piece.Value(Reference reference) -> reference.resolve(done);
          };
      budget.use(bytes.length);
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  /** Walks a value and cuts it at its references. */
  private static final class Reader {
    private final JsonParser in;
    private final byte[] json;
    private final List<Piece> pieces = new ArrayList<>();
    private int taken;

    Reader(JsonParser in, byte[] json, int start) {
      this.in = in;
      this.json = json;
      this.taken = start;
    }

    void rawUntil(int end) {
      if (end > taken) {
        pieces.add(new Piece.Raw(Arrays.copyOfRange(json, taken, end)));
        taken = end;
      }
    }

    void value() throws IOException {
      switch (in.currentToken()) {
        case START_OBJECT -> object();
        case START_ARRAY -> {
          while (in.nextToken() != JsonToken.END_ARRAY) {
            value();
          }
        }
        default -> in.finishToken();
      }
    }

    private void object() throws IOException {
      int start = Json.start(in);
      int takenBefore = taken;
      int piecesBefore = pieces.size();
      int members = 0;
      String name = "";
      String text = "";
      int valueStart = 0;
      int valueEnd = 0;
      while (in.nextToken() != JsonToken.END_OBJECT) {
        name = in.currentName();
        boolean string = in.nextToken() == JsonToken.VALUE_STRING;
        text = string && name.equals("$ref") ? in.getText() : "";
        valueStart = Json.start(in);
        value();
        valueEnd = Json.end(in);
        members++;
      }
      if (members != 1 || !(name.equals("$ref") || name.equals("$literal"))) {
        return;
      }
      pieces.subList(piecesBefore, pieces.size()).clear();
      taken = takenBefore;
      rawUntil(start);
      pieces.add(
          name.equals("$ref")
              ? new Piece.Value(new Reference(text))
              : new Piece.Raw(Arrays.copyOfRange(json, valueStart, valueEnd)));
      taken = Json.end(in);
    }
  }
}
