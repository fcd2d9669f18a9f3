package dev.dovetail.models.pipeline.counting;

import dev.dovetail.models.pipeline.chain.ChainProgramme;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Convolves the histograms of segment costs along the chain.
 *
 * <p>Role: from ways of segments to ways of whole mappings. All costs are those above the potentials of the chain, so none is negative and only those
 * up to the total less the optimum count. A few costs are kept one by one; many are rounded to a quantum, all down or all up.
 */
final class PathCounts {
  /** Products up to which costs are kept one by one whatever their range. */
  private static final long FEW = 2_000_000;

  private final ChainProgramme chain;
  private final Residues residues;
  private final BiFunction<Integer, Integer, @Nullable Histogram> columns;
  private final long slack;
  private final boolean up;
  private final int width;
  private boolean exact = true;

  /**
   * @param columns histogram of the segments of layers i..j, or null if there is none
   * @param slack the total less the optimum
   * @param up whether costs are rounded up
   * @param width most costs that are told apart at a layer, where there are many
   */
  PathCounts(ChainProgramme chain, Residues residues, BiFunction<Integer, Integer, @Nullable Histogram> columns, long slack, boolean up,
      int width) {
    this.chain = chain;
    this.residues = residues;
    this.columns = columns;
    this.slack = slack;
    this.up = up;
    this.width = width;
  }

  /** Whether nothing had to be rounded; known after {@link #count}. */
  boolean isExact() {
    return exact;
  }

  /** Mappings within the total, by the costs as they were rounded. */
  BigInteger count() {
    int size = chain.segments().times().layers();
    Histogram[] paths = new Histogram[size + 1];
    paths[0] = new Histogram(residues);
    long[] one = new long[residues.count()];
    Arrays.fill(one, 1);
    paths[0].add(0, one);
    for (int end = 1; end <= size; end++) {
      paths[end] = paths(paths, end);
    }
    long[] sum = new long[residues.count()];
    for (int at = 0; at < paths[size].size(); at++) {
      for (int r = 0; r < sum.length; r++) {
        sum[r] = Residues.plus(sum[r], paths[size].count(at, r), residues.modulus(r));
      }
    }
    return residues.value(sum);
  }

  private Histogram paths(Histogram[] paths, int end) {
    // What lies behind costs at least this much above the potentials.
    long most = chain.forward(end) == Long.MAX_VALUE || chain.backward(end) == Long.MAX_VALUE
        ? -1
        : slack - (chain.forward(end) + chain.backward(end) - chain.optimum());
    long products = 0;
    for (int i = 0; i < end; i++) {
      Histogram column = columns.apply(i, end - 1);
      products += column == null ? 0 : (long) column.size() * paths[i].size();
    }
    if (most < 0 || products == 0) {
      return new Histogram(residues);
    }
    return products <= FEW && products <= most ? sparse(paths, end, most) : dense(paths, end, most);
  }

  private Histogram sparse(Histogram[] paths, int end, long most) {
    Map<Long, long[]> sums = new HashMap<>();
    for (int i = 0; i < end; i++) {
      Histogram column = columns.apply(i, end - 1);
      for (int a = 0; column != null && a < column.size(); a++) {
        for (int b = 0; b < paths[i].size() && column.value(a) + paths[i].value(b) <= most; b++) {
          long[] sum = sums.computeIfAbsent(column.value(a) + paths[i].value(b), k -> new long[residues.count()]);
          for (int r = 0; r < sum.length; r++) {
            long product = Residues.times(column.count(a, r), paths[i].count(b, r), residues.modulus(r));
            sum[r] = Residues.plus(sum[r], product, residues.modulus(r));
          }
        }
      }
    }
    Histogram found = new Histogram(residues);
    sums.forEach(found::add);
    return found.merged();
  }

  private Histogram dense(Histogram[] paths, int end, long most) {
    long quantum = most / width + 1;
    exact &= quantum == 1;
    int places = (int) (most / quantum) + 1;
    boolean[] used = new boolean[places];
    long[][] sums = new long[residues.count()][places];
    int[] place = new int[0];
    for (int i = 0; i < end; i++) {
      Histogram column = columns.apply(i, end - 1);
      if (column == null) {
        continue;
      }
      Histogram path = paths[i];
      for (int a = 0; a < column.size(); a++) {
        int reach = 0;
        place = place.length < path.size() ? new int[path.size()] : place;
        while (reach < path.size() && column.value(a) + path.value(reach) <= most) {
          long rounded = Histogram.round(column.value(a) + path.value(reach), quantum, up) / quantum;
          if (rounded >= places) {
            break;
          }
          place[reach++] = (int) rounded;
          used[(int) rounded] = true;
        }
        for (int r = 0; r < sums.length; r++) {
          add(sums[r], column.count(a, r), path.counts(r), place, reach, residues.modulus(r));
        }
      }
    }
    Histogram found = new Histogram(residues);
    for (int p = 0; p < places; p++) {
      if (used[p]) {
        int at = found.add(p * quantum);
        for (int r = 0; r < sums.length; r++) {
          found.set(at, r, sums[r][p]);
        }
      }
    }
    return found;
  }

  private static void add(long[] sums, long factor, long[] counts, int[] place, int reach, long modulus) {
    for (int b = 0; b < reach; b++) {
      long sum = sums[place[b]] + Residues.times(factor, counts[b], modulus);
      sums[place[b]] = sum >= modulus ? sum - modulus : sum;
    }
  }
}
