package dev.groundwork.service.auth.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What templates can show. Its text form shows nothing: links and codes are secrets.
 *
 * @param texts by name, without the dot; of those in {@link #NAMES}
 * @param data the user's own metadata, {@code .Data}
 */
public record MailValues(Map<String, String> texts, JsonNode data) {

  /** The names that templates may use, besides {@code Data}. */
  public static final Set<String> NAMES =
      Set.of(
          "ConfirmationURL",
          "Token",
          "TokenHash",
          "SiteURL",
          "RedirectTo",
          "Email",
          "NewEmail",
          "OldEmail",
          "SendingTo",
          "Phone",
          "OldPhone",
          "Provider",
          "FactorType");

  static final String DATA = "Data";

  public MailValues {
    texts = Map.copyOf(texts);
    if (!NAMES.containsAll(texts.keySet())) {
      throw new IllegalArgumentException("no template knows all of " + texts.keySet());
    }
  }

  static boolean isKnown(String name) {
    return name.equals(DATA) || NAMES.contains(name);
  }

  /** The value at a path; missing where there is none. */
  JsonNode at(List<String> path) {
    JsonNode value =
        path.getFirst().equals(DATA)
            ? data
            : TextNode.valueOf(texts.getOrDefault(path.getFirst(), ""));
    for (String name : path.subList(1, path.size())) {
      JsonNode inner = value.get(name);
      value = inner == null ? MissingNode.getInstance() : inner;
    }
    return value;
  }

  @Override
  public String toString() {
    return "MailValues" + texts.keySet();
  }
}
