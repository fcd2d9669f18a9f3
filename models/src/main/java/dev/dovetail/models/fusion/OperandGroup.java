package dev.dovetail.models.fusion;

import dev.dovetail.models.fusion.TensorFactor.Role;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.View;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One value that a layer reads: a tensor, or several that lie one after the other.
 *
 * @param layer who reads it
 * @param tensors what it consists of
 * @param shape as the layer sees it
 * @param maps from the layer's output to the axes of {@code shape}
 * @param views from the layer's side to each tensor
 */
record OperandGroup(String layer, List<Tensor> tensors, List<Integer> shape, List<AxisMap> maps, List<List<View>> views) {
  /** The values that a layer reads, in order. */
  static List<OperandGroup> of(Workload workload, Layer layer) {
    List<OperandGroup> groups = new ArrayList<>();
    List<Operand> operands = layer.operands();
    int i = 0;
    while (i < operands.size()) {
      int end = endOfConcatenation(workload, operands, i);
      List<Operand> parts = operands.subList(i, end);
      groups.add(new OperandGroup(layer.name(), parts.stream().map(o -> workload.tensor(o.tensor())).toList(),
          operands.get(i).shape(), operands.get(i).maps(), parts.stream().map(Operand::views).toList()));
      i = end;
    }
    return groups;
  }

  /** The parts of a concatenation follow each other, and together they have as many elements as the whole. */
  private static int endOfConcatenation(Workload workload, List<Operand> operands, int start) {
    Operand first = operands.get(start);
    long missing = elements(first.shape());
    for (int i = start; i < operands.size() && missing > 0; i++) {
      Operand o = operands.get(i);
      boolean part = o.views().stream().anyMatch(View.Part.class::isInstance);
      if (!part || !o.shape().equals(first.shape()) || !o.maps().equals(first.maps())) {
        break;
      }
      missing -= workload.tensor(o.tensor()).elements();
      if (missing == 0) {
        return i + 1;
      }
    }
    return start + 1;
  }

  private static long elements(List<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
  }

  /** Whether it is a constant parameter. */
  boolean isConstant() {
    return tensors.stream().allMatch(t -> t.role() == Tensor.Role.WEIGHT);
  }

  /** Names of the tensors, for messages. */
  String names() {
    return String.join(", ", tensors.stream().map(Tensor::name).toList());
  }

  /**
   * The factors of each axis that the layer sees. Parts of a concatenation lie one after the other along the channels.
   *
   * @throws InexpressibleLayer if a view moves elements in another way
   */
  List<List<TensorFactor>> axes(TensorLayouts layouts) {
    if (tensors.size() > 1) {
      return concatenated(layouts);
    }
    return trace(layouts.of(tensors.get(0)), views.get(0));
  }

  private List<List<TensorFactor>> concatenated(TensorLayouts layouts) {
    List<List<TensorFactor>> first = List.of();
    for (int p = 0; p < tensors.size(); p++) {
      if (!layouts.isPlaced(tensors.get(p))) {
        throw new InexpressibleLayer(layer, "concatenates the network's input (%s)".formatted(tensors.get(p).name()),
            "another layer can read it first.");
      }
      List<List<TensorFactor>> axes = trace(layouts.of(tensors.get(p)), views.get(p));
      if (p > 0 && !roles(axes).equals(roles(first))) {
        throw InexpressibleLayer.rearranged(layer, tensors.get(p).name());
      }
      first = p == 0 ? axes : first;
    }
    return first;
  }

  private static List<List<Role>> roles(List<List<TensorFactor>> axes) {
    return axes.stream().map(a -> a.stream().map(TensorFactor::role).distinct().toList()).toList();
  }

  /** Follows the views from the tensor to the layer. */
  private List<List<TensorFactor>> trace(List<List<TensorFactor>> tensorAxes, List<View> fromLayer) {
    List<List<Integer>> shapes = new ArrayList<>(List.of(shape)); // before each view, as seen from the layer
    for (View view : fromLayer) {
      shapes.add(source(view, shapes.get(shapes.size() - 1)));
    }
    List<List<TensorFactor>> axes = tensorAxes;
    for (int v = fromLayer.size() - 1; v >= 0; v--) {
      axes = through(fromLayer.get(v), axes, shapes.get(v));
    }
    return axes;
  }

  private List<Integer> source(View view, List<Integer> seen) {
    List<Integer> from = new ArrayList<>(seen);
    if (view instanceof View.Permute p) {
      for (int a = 0; a < seen.size(); a++) {
        from.set(p.axes().get(a), seen.get(a));
      }
    } else if (view instanceof View.Reshape r) {
      return r.from();
    } else if (view instanceof View.Part p) {
      from.set(p.axis(), p.size());
    } else if (view instanceof View.Broadcast b) {
      from.set(b.axis(), 1);
    } else {
      throw new InexpressibleLayer(layer, "reads a slice of (%s)".formatted(names()),
          "the layer that makes it can be written as one layer per slice.");
    }
    return from;
  }

  private List<List<TensorFactor>> through(View view, List<List<TensorFactor>> axes, List<Integer> seen) {
    if (view instanceof View.Permute p) {
      return p.axes().stream().map(axes::get).toList();
    }
    if (view instanceof View.Part p) {
      return tensors.size() > 1 ? joined(axes, p.axis(), seen) : axes; // a single part is padding, which windows count themselves
    }
    if (view instanceof View.Reshape r) {
      List<List<TensorFactor>> regrouped = TensorFactor.regroup(axes.stream().flatMap(List::stream).toList(), r.to());
      if (regrouped.isEmpty() && !r.to().isEmpty()) {
        throw InexpressibleLayer.rearranged(layer, names());
      }
      return regrouped;
    }
    return axes; // a broadcast axis has one index in the tensor: no factor
  }

  private List<List<TensorFactor>> joined(List<List<TensorFactor>> axes, int axis, List<Integer> seen) {
    List<TensorFactor> part = axes.get(axis);
    boolean single = part.isEmpty() && axes.stream().flatMap(List::stream).anyMatch(f -> f.role() == Role.CHANNEL);
    if (single || part.stream().anyMatch(f -> f.role() != Role.CHANNEL)) {
      throw new InexpressibleLayer(layer, "concatenates %s along rows or columns".formatted(names()),
          "channels can be concatenated.");
    }
    List<List<TensorFactor>> all = new ArrayList<>(axes);
    all.set(axis, TensorFactor.axis(Role.CHANNEL, seen.get(axis), axis));
    return Collections.unmodifiableList(all);
  }
}
