package dev.groundwork.service.rest.parse;

import dev.groundwork.base.http.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A related resource that stands within the objects of a body, as the header {@value #HEADER} names
 * it.
 *
 * @param name the member that it stands under
 * @param target the related resource
 * @param hint which of several relationships is meant
 * @param members what stands within its own objects
 */
public record Nested(
    String name, String target, Optional<String> hint, Strategy strategy, List<Nested> members) {
  public static final String HEADER = "Nested";

  public Nested {
    members = List.copyOf(members);
  }

  /** What becomes of rows that are there already. */
  public enum Strategy {
    /** All are new. */
    INSERT,
    /** Those with the key of a row change it, others are new. */
    MERGE,
    /** As {@link #MERGE}, and related rows that the list does not have are removed. */
    REPLACE
  }

  /** What the header names; empty when there is none. */
  static Optional<List<Nested>> of(Headers headers) {
    List<String> lines = headers.all(HEADER);
    return lines.isEmpty() ? Optional.empty() : Optional.of(NestedParser.parse(lines));
  }

  /** Everything that is written, as a select: what an answer has when nothing else is asked for. */
  static List<SelectItem> everything(List<Nested> members) {
    List<SelectItem> items = new ArrayList<>();
    items.add(new SelectItem.Star());
    for (Nested member : members) {
      Optional<String> alias =
          member.name().equals(member.target()) ? Optional.empty() : Optional.of(member.name());
      items.add(
          new SelectItem.Embed(
              member.target(),
              member.hint(),
              Optional.empty(),
              alias,
              everything(member.members())));
    }
    return items;
  }
}
