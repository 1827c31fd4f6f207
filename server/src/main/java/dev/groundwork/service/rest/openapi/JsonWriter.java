package dev.groundwork.service.rest.openapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Writes JSON into memory: what the parts of the document have in common. */
final class JsonWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  private JsonWriter(JsonGenerator json) {
    this.json = json;
  }

  /** A piece of the document, such as the inside of an object. */
  @FunctionalInterface
  interface Part {
    void write() throws IOException;
  }

  /** Something that writes a document. */
  @FunctionalInterface
  interface Document {
    void write(JsonWriter writer) throws IOException;
  }

  static byte[] bytes(Document document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      document.write(new JsonWriter(json));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  void object(Part inside) throws IOException {
    json.writeStartObject();
    inside.write();
    json.writeEndObject();
  }

  void object(String name, Part inside) throws IOException {
    json.writeFieldName(name);
    object(inside);
  }

  void array(String name, Part inside) throws IOException {
    json.writeArrayFieldStart(name);
    inside.write();
    json.writeEndArray();
  }

  void text(String name, String value) throws IOException {
    json.writeStringField(name, value);
  }

  void text(String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      text(name, value.get());
    }
  }

  /** A string in an array. */
  void element(String value) throws IOException {
    json.writeString(value);
  }

  /** A null in an array. */
  void nothing() throws IOException {
    json.writeNull();
  }

  void flag(String name, boolean value) throws IOException {
    json.writeBooleanField(name, value);
  }

  void number(String name, Optional<Integer> value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.get());
    }
  }

  /** A string, boolean or number. */
  void value(String name, Optional<Object> value) throws IOException {
    if (value.isPresent()) {
      json.writeFieldName(name);
      switch (value.get()) {
        case Boolean flag -> json.writeBoolean(flag);
        case BigDecimal number -> json.writeNumber(number);
        case Object other -> json.writeString(other.toString());
      }
    }
  }

  /** An array of strings; an empty one is left out. */
  void texts(String name, Collection<String> values) throws IOException {
    if (!values.isEmpty()) {
      json.writeArrayFieldStart(name);
      for (String value : values) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
  }

  /** An array of references to parameters. */
  void parameterReferences(String name, List<String> parameters) throws IOException {
    json.writeArrayFieldStart(name);
    for (String parameter : parameters) {
      parameterReference(parameter);
    }
    json.writeEndArray();
  }

  void parameterReference(String parameter) throws IOException {
    object(() -> text("$ref", "#/parameters/" + parameter));
  }
}
