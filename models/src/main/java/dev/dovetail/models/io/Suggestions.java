package dev.dovetail.models.io;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Guesses what a person meant by a word that is not known.
 *
 * <p>Role: the "did you mean" of every message about a name or a key.
 */
public final class Suggestions {
  private Suggestions() {}

  /**
   * The candidate with the smallest edit distance to {@code word}, ignoring case; the first in alphabetical order among equals.
   *
   * @param word what was written
   * @param candidates what would have been known
   * @return empty if none is near: further away than a third of the longer word's letters, at least 1
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    String lower = word.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .sorted()
        .filter(c -> distance(lower, c.toLowerCase(Locale.ROOT)) <= Math.max(1, Math.max(c.length(), word.length()) / 3))
        .min(Comparator.comparingInt(c -> distance(lower, c.toLowerCase(Locale.ROOT))));
  }

  /**
   * A way out for an unknown word, to be put behind "Maybe": the nearest candidate, or all of them.
   *
   * @param word what was written
   * @param candidates what would have been known
   */
  public static String instead(String word, Collection<String> candidates) {
    Optional<String> nearest = nearest(word, candidates);
    if (nearest.isPresent()) {
      return "you meant '%s'.".formatted(nearest.get());
    }
    return candidates.isEmpty() ? "remove it: nothing is known here." : "use one of: %s.".formatted(list(candidates));
  }

  /** The candidates in their order, at most 40 of them, separated by commas. */
  public static String list(Collection<String> candidates) {
    List<String> shown = candidates.stream().limit(40).toList();
    String text = String.join(", ", shown);
    return shown.size() < candidates.size() ? text + ", and %d more".formatted(candidates.size() - shown.size()) : text;
  }

  /**
   * The restricted Damerau-Levenshtein distance: the fewest insertions, deletions, replacements and swaps of neighbours, where no
   * letter is edited twice.
   */
  public static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
