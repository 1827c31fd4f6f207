package dev.groundwork.base.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.groundwork.base.config.Raw.Items;
import dev.groundwork.base.config.Raw.Scalar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Settings in a TOML file: tables become dotted keys. */
public final class TomlFile {
  private static final TomlMapper MAPPER = new TomlMapper();

  private TomlFile() {}

  /**
   * The settings of a file; none when it does not exist.
   *
   * @param shown how the file is called in messages
   */
  public static List<Given> read(Path file, Path shown) {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Given> givens = new ArrayList<>();
    flatten("", tree(file, shown), Origin.file(shown), givens);
    return givens;
  }

  /**
   * A file as it is, table in table.
   *
   * @param shown how the file is called in messages
   */
  public static JsonNode tree(Path file, Path shown) {
    try {
      return MAPPER.readTree(Files.readString(file, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new ConfigProblem.MalformedFile(shown, line, e.getOriginalMessage()).raise();
    } catch (IOException e) {
      throw new ConfigProblem.UnusableFile(shown, "cannot be read as UTF-8 text").raise();
    }
  }

  private static void flatten(String prefix, JsonNode node, Origin origin, List<Given> givens) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = prefix + field.getKey();
      JsonNode value = field.getValue();
      if (value.isObject()) {
        flatten(name + ".", value, origin, givens);
      } else {
        givens.add(new Given(name, raw(value), origin));
      }
    }
  }

  private static Raw raw(JsonNode value) {
    if (!value.isArray()) {
      return new Scalar(value.asText());
    }
    List<String> items = new ArrayList<>();
    value.forEach(item -> items.add(item.isValueNode() ? item.asText() : item.toString()));
    return new Items(items);
  }
}
