package dev.dovetail.models.stream;

import java.util.List;

/**
 * The index of one tensor axis as an affine function of a node's loops: {@code sum of coefficient * loop + offset}.
 *
 * <p>Role: the exact footprints of operands, with stride, dilation, groups and padding; and the answer to which axes tie two nodes' loops.
 *
 * @param terms the loops with their coefficients, in the order in which they are written; empty for a broadcast axis, whose index is fixed
 * @param offset what is added, for example minus the padding
 */
public record AxisIndex(List<Term> terms, long offset) {
  /** The index of a broadcast axis. */
  public static final AxisIndex FIXED = new AxisIndex(List.of(), 0);

  public AxisIndex {
    terms = List.copyOf(terms);
  }

  /**
   * One loop in an index.
   *
   * @param dim number of the node's loop, from 0
   * @param coefficient at least 1
   */
  public record Term(int dim, long coefficient) {
    public Term {
      if (coefficient < 1) {
        throw new IllegalArgumentException("The coefficient (%d) of loop D%d must be at least 1.".formatted(coefficient, dim));
      }
    }
  }

  /** The index that is loop {@code dim} itself. */
  public static AxisIndex of(int dim) {
    return new AxisIndex(List.of(new Term(dim, 1)), 0);
  }

  /** The index {@code first * a + second * b + offset}. */
  public static AxisIndex sum(int first, long a, int second, long b, long offset) {
    return new AxisIndex(List.of(new Term(first, a), new Term(second, b)), offset);
  }

  /** Whether the index is one loop, unchanged: only then does the axis tie the loop to those of other nodes. */
  public boolean isSingle() {
    return terms.size() == 1 && offset == 0 && terms.get(0).coefficient() == 1;
  }

  /** The loop of an index that {@link #isSingle()}. */
  public int single() {
    return terms.get(0).dim();
  }

  /** Whether loop {@code dim} is in the index. */
  public boolean uses(int dim) {
    for (Term t : terms) {
      if (t.dim() == dim) {
        return true;
      }
    }
    return false;
  }

  /**
   * Distance from the smallest to the largest index, plus one, when each loop {@code d} takes {@code sizes[d]} successive values. An index
   * that no combination reaches in between counts, too (stride above the kernel).
   *
   * @param sizes per loop of the node, each at least 1
   */
  public long extent(long[] sizes) {
    long extent = 1;
    for (Term t : terms) {
      extent = Math.addExact(extent, Math.multiplyExact(t.coefficient(), sizes[t.dim()] - 1));
    }
    return extent;
  }

  /** The same, but what lies outside of an axis of {@code limit} elements does not count, wherever the loops begin. */
  public long extent(long[] sizes, long limit) {
    return Math.min(limit, extent(sizes));
  }

  /** The value of the index. */
  public long at(long[] loops) {
    long index = offset;
    for (Term t : terms) {
      index += t.coefficient() * loops[t.dim()];
    }
    return index;
  }
}
