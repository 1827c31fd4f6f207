package dev.groundwork.base.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that somebody probably meant, by the number of changes between names. */
public final class NearestName {
  private static final int LONGEST = 200;

  private NearestName() {}

  /**
   * The known name with the fewest changes; empty when none is near. Case and {@code _} are as
   * {@code -}.
   */
  public static Optional<String> to(String name, Collection<String> known) {
    String wanted = normal(name);
    return known.stream()
        .min(Comparator.comparingInt(each -> distance(wanted, normal(each))))
        .filter(each -> distance(wanted, normal(each)) <= Math.max(2, wanted.length() / 3));
  }

  /**
   * The known name most like another, of those whose likeness reaches the least that is asked for.
   *
   * @param least from 0, nothing in common, to 1, equal but for case
   */
  public static Optional<String> alike(String name, Collection<String> known, double least) {
    return known.stream()
        .filter(each -> likeness(name, each) >= least)
        .max(
            Comparator.comparingDouble((String each) -> likeness(name, each))
                .thenComparing(each -> each));
  }

  private static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static double likeness(String left, String right) {
    int longer = Math.max(left.length(), right.length());
    if (longer == 0 || longer > LONGEST) {
      return 0;
    }
    String one = left.toLowerCase(Locale.ROOT);
    return 1 - (double) distance(one, right.toLowerCase(Locale.ROOT)) / longer;
  }

  /** Levenshtein's distance: insertions, deletions and replacements between two names. */
  private static int distance(String left, String right) {
    int[] above = new int[right.length() + 1];
    for (int column = 0; column <= right.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= left.length(); row++) {
      int[] current = new int[right.length() + 1];
      current[0] = row;
      for (int column = 1; column <= right.length(); column++) {
        int replaced =
            above[column - 1] + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
        int changed = Math.min(above[column], current[column - 1]) + 1;
        current[column] = Math.min(replaced, changed);
      }
      above = current;
    }
    return above[right.length()];
  }
}
