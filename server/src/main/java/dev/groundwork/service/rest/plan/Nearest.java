package dev.groundwork.service.rest.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that a client may have meant, by edit distance. */
final class Nearest {
  private Nearest() {}

  /**
   * The candidate most like a word, if its likeness (0 to 1) reaches the least that is asked for.
   */
  static Optional<String> to(String word, Collection<String> candidates, double least) {
    return candidates.stream()
        .filter(candidate -> likeness(word, candidate) >= least)
        .max(
            Comparator.comparingDouble((String candidate) -> likeness(word, candidate))
                .thenComparing(c -> c));
  }

  private static double likeness(String a, String b) {
    int longer = Math.max(a.length(), b.length());
    if (longer == 0 || longer > 200) {
      return 0;
    }
    return 1 - (double) distance(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT)) / longer;
  }

  /** Levenshtein distance, a row at a time. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
