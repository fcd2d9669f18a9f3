package dev.dovetail.models.intracore.mapper;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * A part of a Pareto set that covers all of it within a factor: epsilon-dominance (Laumanns et al., Combining Convergence and Diversity
 * in Evolutionary Multiobjective Optimization, Evolutionary Computation 10(3), 2002).
 *
 * @param kept the places of the kept vectors, ascending
 * @param permille empty if all are kept; else every missing vector has a kept one that is at most 1 + permille/1000 times as large in each
 *     objective (a vector's 0 counts as 1)
 */
record Thinning(List<Integer> kept, OptionalLong permille) {
  private static final long LARGEST = 1L << 50;

  /**
   * The smallest epsilon, in steps of a thousandth up to 2 % and of 5 % of itself from there, for which the kept ones are at most
   * {@code most}. The smallest vector of each objective is always kept.
   *
   * @param vectors non-dominated, in their order
   * @param most at least the number of objectives; 0 for all
   */
  static Thinning of(List<Vector> vectors, int most) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      all.add(i);
    }
    if (most == 0 || vectors.size() <= most) {
      return new Thinning(all, OptionalLong.empty());
    }
    for (long permille = 1; permille <= LARGEST; permille += Math.max(1, permille / 20)) {
      List<Integer> kept = covering(vectors, permille, most);
      if (kept.size() <= most) {
        return new Thinning(kept, OptionalLong.of(permille));
      }
    }
    throw new IllegalStateException("No epsilon thins %d vectors to %d.".formatted(vectors.size(), most));
  }

  /** The places of vectors that cover all within the factor; gives up as soon as they are more than {@code most}. */
  private static List<Integer> covering(List<Vector> vectors, long permille, int most) {
    boolean[] keep = new boolean[vectors.size()];
    for (int i = 0; i < Vector.OBJECTIVES; i++) {
      keep[smallest(vectors, i)] = true;
    }
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < keep.length; i++) {
      if (keep[i]) {
        kept.add(i);
      }
    }
    for (int i = 0; i < keep.length && kept.size() <= most; i++) {
      Vector v = vectors.get(i);
      if (!keep[i] && kept.stream().noneMatch(k -> within(vectors.get(k), v, permille))) {
        kept.add(i);
      }
    }
    int[] sorted = kept.stream().mapToInt(Integer::intValue).sorted().toArray();
    return Arrays.stream(sorted).boxed().toList();
  }

  private static int smallest(List<Vector> vectors, int objective) {
    Vector best =
        vectors.stream().min(Comparator.comparingLong((Vector v) -> v.objective(objective)).thenComparing(Vector.ORDER))
            .orElseThrow();
    return vectors.indexOf(best);
  }

  private static boolean within(Vector kept, Vector other, long permille) {
    for (int i = 0; i < Vector.OBJECTIVES; i++) {
      long a = kept.objective(i);
      long b = Math.max(other.objective(i), 1);
      if (a > b && !atMost(a - b, b, permille)) {
        return false;
      }
    }
    return true;
  }

  /** Whether {@code difference * 1000 <= base * permille}. */
  private static boolean atMost(long difference, long base, long permille) {
    long high = Math.max(Math.multiplyHigh(difference, 1000L), Math.multiplyHigh(base, permille));
    if (high == 0 && difference * 1000 >= 0 && base * permille >= 0) {
      return difference * 1000 <= base * permille;
    }
    BigInteger left = BigInteger.valueOf(difference).multiply(BigInteger.valueOf(1000));
    return left.compareTo(BigInteger.valueOf(base).multiply(BigInteger.valueOf(permille))) <= 0;
  }
}
