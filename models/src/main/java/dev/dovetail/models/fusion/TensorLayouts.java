package dev.dovetail.models.fusion;

import dev.dovetail.models.fusion.TensorFactor.Role;
import dev.dovetail.models.workload.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the axes of each tensor of a workload lie in activations. */
final class TensorLayouts {
  /** The axes of feature maps: sample, channel, row, column. There is one sample. */
  static final List<Role> FEATURES = List.of(Role.HEIGHT, Role.CHANNEL, Role.HEIGHT, Role.WIDTH);

  private final Map<String, List<List<TensorFactor>>> layouts = new HashMap<>();

  /** The factors of each axis of the tensor; without roles if none were set. */
  List<List<TensorFactor>> of(Tensor tensor) {
    return layouts.computeIfAbsent(tensor.name(), n -> whole(tensor));
  }

  /** Sets the factors of each axis; axis and stride follow from the order. */
  void set(Tensor tensor, List<List<TensorFactor>> axes) {
    List<List<TensorFactor>> placed = new ArrayList<>();
    for (int a = 0; a < axes.size(); a++) {
      List<TensorFactor> axis = new ArrayList<>();
      int stride = tensor.shape().get(a);
      for (TensorFactor f : axes.get(a)) {
        stride /= f.size();
        axis.add(new TensorFactor(f.role(), f.size(), a, stride));
      }
      placed.add(axis);
    }
    layouts.put(tensor.name(), placed);
  }

  /** Gives all factors of a tensor their roles. */
  void assign(Tensor tensor, List<TensorFactor> factors) {
    List<List<TensorFactor>> axes = new ArrayList<>();
    for (int a = 0; a < tensor.shape().size(); a++) {
      int axis = a;
      axes.add(factors.stream().filter(f -> f.axis() == axis).sorted(Comparator.comparingInt(f -> -f.stride())).toList());
    }
    layouts.put(tensor.name(), axes);
  }

  /** Whether someone has said where the tensor lies. */
  boolean isPlaced(Tensor tensor) {
    return of(tensor).stream().flatMap(List::stream).noneMatch(f -> f.role() == null);
  }

  /** Channels, height and width of the tensor. */
  Extent extent(Tensor tensor) {
    return extent(of(tensor).stream().flatMap(List::stream).toList());
  }

  static Extent extent(List<TensorFactor> factors) {
    return new Extent(product(factors, Role.CHANNEL), product(factors, Role.HEIGHT), product(factors, Role.WIDTH));
  }

  private static int product(List<TensorFactor> factors, Role role) {
    return factors.stream().filter(f -> f.role() == role).map(TensorFactor::size).reduce(1, Math::multiplyExact);
  }

  private static List<List<TensorFactor>> whole(Tensor tensor) {
    List<List<TensorFactor>> axes = new ArrayList<>();
    for (int a = 0; a < tensor.shape().size(); a++) {
      axes.add(TensorFactor.axis(null, tensor.shape().get(a), a));
    }
    return axes;
  }
}
