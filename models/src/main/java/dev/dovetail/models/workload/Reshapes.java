package dev.dovetail.models.workload;

import dev.dovetail.models.Box;
import java.util.List;

/**
 * The index arithmetic of a row-major reshape.
 *
 * <p>Role: both shapes are cut into the finest runs of axes with equal products ({@code [S, D] -> [S, H, D/H]} has the runs S|S
 * and D|H,D/H); inside a run the box becomes its enclosing range of linear indices, and that the enclosing box.
 */
final class Reshapes {
  private Reshapes() {}

  static Box source(List<Integer> from, List<Integer> to, Box box) {
    if (box.isEmpty()) {
      return emptyLike(from.size());
    }
    int[] bounds = new int[2 * from.size()];
    int f = 0;
    int t = 0;
    while (f < from.size() || t < to.size()) {
      int f0 = f;
      int t0 = t;
      long pf = f < from.size() ? from.get(f++) : 1;
      long pt = t < to.size() ? to.get(t++) : 1;
      while (pf != pt) {
        if (pf < pt) {
          pf *= from.get(f++);
        } else {
          pt *= to.get(t++);
        }
      }
      run(from, f0, f, to, t0, t, box, bounds);
    }
    return Box.of(bounds);
  }

  private static void run(List<Integer> from, int f0, int f1, List<Integer> to, int t0, int t1, Box box, int[] bounds) {
    long first = 0;
    long last = 0;
    for (int a = t0; a < t1; a++) {
      first = first * to.get(a) + box.lo(a);
      last = last * to.get(a) + box.hi(a) - 1;
    }
    // From the innermost axis outwards: once the outer indices of first and last differ, the inner axes are needed whole.
    long[] firstIndex = new long[f1 - f0];
    long[] lastIndex = new long[f1 - f0];
    for (int a = f1 - 1; a >= f0; a--) {
      firstIndex[a - f0] = first % from.get(a);
      lastIndex[a - f0] = last % from.get(a);
      first /= from.get(a);
      last /= from.get(a);
    }
    boolean whole = false;
    for (int a = f0; a < f1; a++) {
      bounds[2 * a] = whole ? 0 : (int) firstIndex[a - f0];
      bounds[2 * a + 1] = whole ? from.get(a) : (int) lastIndex[a - f0] + 1;
      whole |= firstIndex[a - f0] != lastIndex[a - f0];
    }
  }

  private static Box emptyLike(int rank) {
    return Box.of(new int[2 * rank]);
  }
}
