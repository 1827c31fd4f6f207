package dev.groundwork.service.rest.parse;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The tags of {@code If-Match} or {@code If-None-Match}.
 *
 * <p>A tag of ours has two parts with a dot between them: the version of the one row that it stands
 * for, percent-encoded, and a hash of the body. Either may be empty.
 *
 * @param any whether it is a star, which stands for whatever there is
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1">RFC 9110</a>
 */
public record EntityTags(boolean any, List<Tag> tags) {
  public EntityTags {
    tags = List.copyOf(tags);
  }

  /**
   * A tag.
   *
   * @param opaque without its quotes
   */
  public record Tag(boolean weak, String opaque) {}

  /**
   * Reads the lines of a header.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link ParseProblem.BadTags}
   */
  static EntityTags parse(String name, List<String> lines) {
    String text = String.join(",", lines).strip();
    if (text.equals("*")) {
      return new EntityTags(true, List.of());
    }
    List<Tag> tags = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      boolean weak = text.startsWith("W/\"", at);
      int open = weak ? at + 2 : at;
      int close = text.indexOf('"', open + 1);
      if (text.charAt(open) != '"' || close < 0) {
        throw new ParseProblem.BadTags(name).raise();
      }
      tags.add(new Tag(weak, text.substring(open + 1, close)));
      at = next(name, text, close + 1);
    }
    if (tags.isEmpty()) {
      throw new ParseProblem.BadTags(name).raise();
    }
    return new EntityTags(false, tags);
  }

  /** Where the tag after a comma begins. */
  private static int next(String name, String text, int from) {
    int at = from;
    boolean comma = false;
    while (at < text.length() && " \t,".indexOf(text.charAt(at)) >= 0) {
      comma |= text.charAt(at) == ',';
      at++;
    }
    if (at < text.length() && !comma) {
      throw new ParseProblem.BadTags(name).raise();
    }
    return at;
  }

  /** Whether one of them is this tag, weak or not. */
  public boolean include(String opaque) {
    return any || tags.stream().anyMatch(tag -> tag.opaque().equals(opaque));
  }

  /** Whether they stand for a row of this version. */
  public boolean includeVersion(String version) {
    return any || rowVersions().contains(version);
  }

  /** The row versions of strong tags, as the text of an array. */
  String versions() {
    ArrayText versions = new ArrayText();
    rowVersions().forEach(versions::string);
    return versions.column().array();
  }

  private List<String> rowVersions() {
    List<String> versions = new ArrayList<>();
    for (Tag tag : tags) {
      int dot = tag.opaque().lastIndexOf('.');
      if (!tag.weak() && dot > 0) {
        versions.add(decoded(tag.opaque().substring(0, dot)));
      }
    }
    return versions;
  }

  /** What is no percent-encoding is no tag of ours, and matches nothing. */
  private static String decoded(String version) {
    try {
      return URLDecoder.decode(version, StandardCharsets.UTF_8).replace("\0", "");
    } catch (IllegalArgumentException foreign) {
      return version;
    }
  }
}
