package dev.groundwork.service.rest.parse;

import java.util.List;
import java.util.Optional;

/**
 * A merge patch of a row, without its values: a member for each column.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396</a>
 */
public record MergePatch(List<Member> members) {
  public MergePatch {
    members = List.copyOf(members);
  }

  /**
   * What becomes of a column.
   *
   * @param value slot of the value as it stands
   * @param merge what to do with the parts of a value of JSON, when this one is an object
   */
  public record Member(String column, int value, Optional<Node> merge) {}

  /**
   * An object that is merged into what is at its place.
   *
   * @param path slot of the place, as an array
   * @param removed slot of the members that go, as an array
   * @param plain slot of an object with the members that are no objects
   * @param nested members that are objects themselves
   */
  public record Node(int path, int removed, int plain, List<Nested> nested) {
    public Node {
      nested = List.copyOf(nested);
    }
  }

  /** A member that is an object: slot of its name, and itself. */
  public record Nested(int name, Node node) {}
}
