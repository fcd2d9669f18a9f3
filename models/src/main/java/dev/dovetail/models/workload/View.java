package dev.dovetail.models.workload;

import dev.dovetail.models.Box;
import java.util.List;

/**
 * A layout change that costs nothing: which box of the viewed tensor holds a box of the view.
 *
 * <p>Role: reshape, transpose, slice and concatenation between a layer and the tensor that it really reads.
 */
public sealed interface View {
  /** A box of the viewed tensor that holds all that {@code box} of the view needs; empty if it needs none of it. */
  Box source(Box box);

  /** Axes permuted: axis {@code a} of the view is axis {@code axes.get(a)} of the tensor. */
  record Permute(List<Integer> axes) implements View {
    public Permute {
      axes = List.copyOf(axes);
    }

    @Override
    public Box source(Box box) {
      int[] b = new int[2 * axes.size()];
      for (int a = 0; a < axes.size(); a++) {
        b[2 * axes.get(a)] = box.lo(a);
        b[2 * axes.get(a) + 1] = box.hi(a);
      }
      return Box.of(b);
    }
  }

  /**
   * The same elements in row-major order under another shape. The answer is an enclosing box: exact where the box covers whole
   * inner axes of the axes that the view splits or merges, larger where a run of elements crosses an axis border.
   */
  record Reshape(List<Integer> from, List<Integer> to) implements View {
    public Reshape {
      from = List.copyOf(from);
      to = List.copyOf(to);
      if (Box.whole(from).volume() != Box.whole(to).volume()) {
        throw new IllegalArgumentException("A reshape from %s to %s must keep the number of elements.".formatted(from, to));
      }
    }

    @Override
    public Box source(Box box) {
      return Reshapes.source(from, to, box);
    }
  }

  /** A part of a concatenation: indices {@code [offset, offset + size)} of the view's {@code axis} are the tensor. */
  record Part(int axis, int offset, int size) implements View {
    @Override
    public Box source(Box box) {
      int lo = Math.max(box.lo(axis), offset) - offset;
      int hi = Math.min(box.hi(axis), offset + size) - offset;
      return box.with(axis, lo, Math.max(lo, hi));
    }
  }

  /** A slice: index {@code i} of the view's {@code axis} is index {@code start + step*i} of the tensor; step at least 1. */
  record Slice(int axis, int start, int step) implements View {
    @Override
    public Box source(Box box) {
      return box.with(axis, start + step * box.lo(axis), start + step * (box.hi(axis) - 1) + 1);
    }
  }

  /** A repeated element: every index of the view's {@code axis} is index 0 of the tensor, whose extent is 1 there. */
  record Broadcast(int axis) implements View {
    @Override
    public Box source(Box box) {
      return box.with(axis, 0, Math.min(1, box.size(axis)));
    }
  }
}
