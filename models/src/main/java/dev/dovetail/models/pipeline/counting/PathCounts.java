package dev.dovetail.models.pipeline.counting;

import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.Effort;
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

  /** Products of counts, modulo each modulus, that a count may take. */
  private static final long PRODUCTS = 4_000_000_000L;

  private final ChainProgramme chain;
  private final Residues residues;
  private final BiFunction<Integer, Integer, @Nullable Histogram> columns;
  private final long slack;
  private final boolean up;
  private final int width;
  private final Effort effort;
  private boolean exact = true;

  /**
   * @param columns histogram of the segments of layers i..j, or null if there is none
   * @param slack the total less the optimum
   * @param up whether costs are rounded up
   * @param width most costs that are told apart at a layer, where there are many
   */
  PathCounts(ChainProgramme chain, Residues residues, BiFunction<Integer, Integer, @Nullable Histogram> columns, long slack,
      boolean up,
      int width, Effort effort) {
    this.chain = chain;
    this.residues = residues;
    this.columns = columns;
    this.slack = slack;
    this.up = up;
    this.width = width;
    this.effort = effort;
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
    if (most < 0) {
      return new Histogram(residues);
    }
    long products = products(paths, end, Long.MAX_VALUE);
    if (products <= FEW && products <= most) {
      return sparse(paths, end, most);
    }
    long quantum = most / width + 1;
    while (products(paths, end, most / quantum + 1) > PRODUCTS / paths.length / residues.count()) {
      quantum *= 2;
    }
    return dense(paths, end, most, quantum);
  }

  /** Products of counts at a layer, if at most so many values are told apart. */
  private long products(Histogram[] paths, int end, long values) {
    long products = 0;
    for (int i = 0; i < end; i++) {
      Histogram column = columns.apply(i, end - 1);
      products += column == null ? 0 : Math.min(values, column.size()) * Math.min(values, paths[i].size());
    }
    return products;
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

  private Histogram dense(Histogram[] paths, int end, long most, long quantum) {
    exact &= quantum == 1;
    int places = (int) (most / quantum) + 1;
    Histogram[] columnsHere = new Histogram[end];
    Histogram[] pathsHere = new Histogram[end];
    for (int i = 0; i < end; i++) {
      Histogram column = columns.apply(i, end - 1);
      if (column != null) {
        columnsHere[i] = quantum == 1 ? column : column.rounded(quantum, up);
        pathsHere[i] = quantum == 1 ? paths[i] : paths[i].rounded(quantum, up);
      }
    }
    boolean[] used = new boolean[places];
    long[][] sums = new long[residues.count()][places];
    effort.forEach(sums.length, r -> {
      for (int i = 0; i < end; i++) {
        if (columnsHere[i] != null) {
          add(sums[r], columnsHere[i], pathsHere[i], quantum, r, r == 0 ? used : new boolean[0]);
        }
      }
    });
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

  /** Adds all products of a column and the paths before it to what lies at their sums; marks those unless {@code used} is empty. */
  private void add(long[] sums, Histogram column, Histogram path, long quantum, int r, boolean[] used) {
    long modulus = residues.modulus(r);
    long[] counts = path.counts(r);
    int[] place = new int[path.size()];
    for (int b = 0; b < place.length; b++) {
      place[b] = (int) Math.min(sums.length, path.value(b) / quantum);
    }
    for (int a = 0; a < column.size(); a++) {
      long factor = column.count(a, r);
      int first = (int) Math.min(sums.length, column.value(a) / quantum);
      for (int b = 0; b < place.length && first + place[b] < sums.length; b++) {
        int at = first + place[b];
        long sum = sums[at] + Residues.times(factor, counts[b], modulus);
        sums[at] = sum >= modulus ? sum - modulus : sum;
      }
      for (int b = 0; b < place.length && used.length > 0 && first + place[b] < sums.length; b++) {
        used[first + place[b]] = true;
      }
    }
  }
}
