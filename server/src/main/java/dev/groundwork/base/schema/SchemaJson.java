package dev.groundwork.base.schema;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.Optional;

/**
 * A schema cache as JSON, for people who want to know what the server knows: records as objects,
 * names as {@code schema.name}. Its shape follows the code and is no interface for programs.
 */
public final class SchemaJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .registerModule(
              new SimpleModule()
                  .addSerializer(Name.class, new NameText())
                  .addKeySerializer(Name.class, new NameKey())
                  .addSerializer(Optional.class, new OptionalValue()));

  private SchemaJson() {}

  /** All of a snapshot. */
  public static String of(SchemaCache cache) {
    try {
      return MAPPER.writeValueAsString(cache);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema cache cannot be written as JSON", e);
    }
  }

  private static String text(Name name) {
    return name.schema() + "." + name.name();
  }

  /** A name as a value. */
  private static final class NameText extends JsonSerializer<Name> {
    @Override
    public void serialize(Name name, JsonGenerator out, SerializerProvider all) throws IOException {
      out.writeString(text(name));
    }
  }

  /** A name as the key of a map. */
  private static final class NameKey extends JsonSerializer<Name> {
    @Override
    public void serialize(Name name, JsonGenerator out, SerializerProvider all) throws IOException {
      out.writeFieldName(text(name));
    }
  }

  /** The value, or null. */
  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  private static final class OptionalValue extends JsonSerializer<Optional> {
    @Override
    public void serialize(Optional value, JsonGenerator out, SerializerProvider all)
        throws IOException {
      all.defaultSerializeValue(value.isPresent() ? value.get() : null, out);
    }
  }
}
