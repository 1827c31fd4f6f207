package dev.groundwork.service.rest.plan;

import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.plan.ReadNode.Ordering;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The order of rows that are read in pages: what the request asks for and, behind it, what tells
 * rows apart.
 *
 * @param certain whether no two rows can have equal values in all keys
 */
public record Keyset(List<Key> keys, boolean certain) {
  /** Rows of a page when no limit says otherwise. */
  private static final long USUAL = 100;

  /** A page is held whole, so that no limit may say more. */
  private static final long MOST = 10_000;

  public Keyset {
    keys = List.copyOf(keys);
  }

  /**
   * One key.
   *
   * @param nullable whether it may be null
   * @param type what the text of a value is cast to; empty where PostgreSQL finds that out
   */
  public record Key(
      Ordering.Key what,
      boolean descending,
      boolean nullsFirst,
      boolean nullable,
      Optional<String> type) {

    /** The same key the other way round. */
    public Key reversed() {
      return new Key(what, !descending, !nullsFirst, nullable, type);
    }
  }

  /** The keys in the order in which a page is read. */
  public List<Key> towards(boolean backward) {
    return backward ? keys.stream().map(Key::reversed).toList() : keys;
  }

  /** Rows of a page of a request. */
  public static int pageSize(Request request, OptionalLong maxRows) {
    long asked = Math.min(request.window().limit().orElse(USUAL), maxRows.orElse(MOST));
    return (int) Math.clamp(asked, 1, MOST);
  }
}
