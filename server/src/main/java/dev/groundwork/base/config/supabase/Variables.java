package dev.groundwork.base.config.supabase;

import dev.groundwork.base.config.ConfigProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code env(NAME)} stands for: a variable of the environment, or a line of a {@code .env}
 * file of the project. Remembers the names that nobody has set.
 */
final class Variables {
  private static final Pattern REFERENCE = Pattern.compile("env\\(\\s*([^()\\s]+)\\s*\\)");
  private static final Pattern LINE =
      Pattern.compile("^\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*[=:]\\s*(.*?)\\s*$");

  private final Map<String, String> values = new HashMap<>();
  private final Set<String> missing = new TreeSet<>();

  /** The environment wins over files, and the supabase folder's files over the project's. */
  Variables(SupabaseFolder folder, Map<String, String> environment) {
    for (Path place : List.of(folder.project(), folder.root())) {
      readFile(place.resolve(".env"));
      readFile(place.resolve(".env.local"));
    }
    values.putAll(environment);
  }

  /** The text itself, or what it refers to; empty when nobody has set that. */
  Optional<String> resolve(String text) {
    Matcher reference = REFERENCE.matcher(text.strip());
    if (!reference.matches()) {
      return Optional.of(text);
    }
    Optional<String> value =
        Optional.ofNullable(values.get(reference.group(1))).filter(each -> !each.isEmpty());
    if (value.isEmpty()) {
      missing.add(reference.group(1));
    }
    return value;
  }

  /** The names that were asked for and have no value. */
  Set<String> missing() {
    return missing;
  }

  private void readFile(Path file) {
    if (!Files.isRegularFile(file)) {
      return;
    }
    try {
      for (String line : Files.readString(file).lines().toList()) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          values.put(matcher.group(1), unquoted(matcher.group(2)));
        }
      }
    } catch (IOException | java.io.UncheckedIOException _) {
      throw new ConfigProblem.UnusableFile(file, "cannot be read as UTF-8 text").raise();
    }
  }

  private static String unquoted(String value) {
    if (value.startsWith("\"") || value.startsWith("'")) {
      int end = value.indexOf(value.charAt(0), 1);
      String inner = end < 0 ? value.substring(1) : value.substring(1, end);
      return value.charAt(0) == '"' ? inner.replace("\\n", "\n") : inner;
    }
    int comment = value.indexOf(" #");
    return comment < 0 ? value : value.substring(0, comment).stripTrailing();
  }
}
