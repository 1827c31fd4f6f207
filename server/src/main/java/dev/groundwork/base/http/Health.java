package dev.groundwork.base.http;

import dev.groundwork.base.text.JsonText;
import java.util.List;
import java.util.Optional;

/**
 * Whether the server can answer, part by part.
 *
 * @param parts in the order in which they are shown
 */
public record Health(List<Part> parts) {

  public Health {
    parts = List.copyOf(parts);
  }

  /**
   * One part.
   *
   * @param fault what is wrong with it, without secrets; empty when nothing is
   */
  public record Part(String name, Optional<String> fault) {

    public static Part up(String name) {
      return new Part(name, Optional.empty());
    }

    public static Part down(String name, String fault) {
      return new Part(name, Optional.of(fault));
    }
  }

  public static Health of(Part... parts) {
    return new Health(List.of(parts));
  }

  boolean ready() {
    return parts.stream().allMatch(part -> part.fault().isEmpty());
  }

  /** For example {@code {"status":"down","parts":{"database":"no answer","schema":"up"}}}. */
  String json() {
    StringBuilder out = new StringBuilder("{\"status\":");
    JsonText.string(out, ready() ? "up" : "down");
    out.append(",\"parts\":{");
    String separator = "";
    for (Part part : parts) {
      out.append(separator);
      JsonText.string(out, part.name());
      out.append(':');
      JsonText.string(out, part.fault().orElse("up"));
      separator = ",";
    }
    return out.append("}}").toString();
  }
}
