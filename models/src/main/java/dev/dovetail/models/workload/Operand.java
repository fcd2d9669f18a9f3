package dev.dovetail.models.workload;

import dev.dovetail.models.Box;
import dev.dovetail.models.Interval;
import java.util.List;
import java.util.Objects;

/**
 * What a layer reads: a tensor, through views, with the exact box that each output box needs.
 *
 * @param tensor name of the tensor that is really read
 * @param shape the shape that the layer sees (after the views)
 * @param maps one map per axis of {@code shape}
 * @param views layout changes between layer and tensor, the one next to the layer first
 */
public record Operand(String tensor, List<Integer> shape, List<AxisMap> maps, List<View> views) {
  public Operand {
    Objects.requireNonNull(tensor);
    shape = List.copyOf(shape);
    maps = List.copyOf(maps);
    views = List.copyOf(views);
    if (maps.size() != shape.size()) {
      throw new IllegalArgumentException(
          "The maps (%d) of operand (%s) must be as many as its axes (%d).".formatted(maps.size(), tensor, shape.size()));
    }
  }

  /** An operand that is read without views. */
  public static Operand direct(Tensor tensor, AxisMap... maps) {
    return new Operand(tensor.name(), tensor.shape(), List.of(maps), List.of());
  }

  /** The box of the tensor that computing {@code output} reads; empty if it needs nothing (padding, another part of a concat). */
  public Box needed(Box output) {
    int[] b = new int[2 * shape.size()];
    for (int a = 0; a < shape.size(); a++) {
      Interval i = maps.get(a).needed(output, shape.get(a)).intersect(new Interval(0, shape.get(a)));
      b[2 * a] = i.lo();
      b[2 * a + 1] = Math.max(i.lo(), i.hi());
    }
    Box box = Box.of(b);
    for (View view : views) {
      box = view.source(box);
    }
    return box;
  }
}
