package dev.dovetail.models.fusion;

import dev.dovetail.models.fusion.FusionNetworkBuilder.Source;
import dev.dovetail.models.fusion.TensorFactor.Role;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A network that grows while a workload is converted: which layer makes which tensor, and where its axes lie.
 *
 * <p>Role: what the converters of single layers share. A layer is built when something reads it, in the end at the latest, so
 * that a projection can be built head by head if that is how it is read.
 */
final class NetworkDraft {
  /** Builds a layer for one of so many equal shares of a tensor's channels. */
  @FunctionalInterface
  interface Split {
    Source piece(int parts, int index);
  }

  private final Workload workload;
  private final FusionNetworkBuilder net;
  private final TensorLayouts layouts = new TensorLayouts();
  private final Map<String, Source> made = new HashMap<>();
  private final Map<String, Supplier<Source>> pending = new HashMap<>();
  private final Map<String, Split> splits = new HashMap<>();
  private final Map<String, List<Source>> pieces = new HashMap<>();
  private final Map<List<Source>, Source> joined = new HashMap<>();
  private final Map<Source, Source> exchanged = new HashMap<>();

  NetworkDraft(Workload workload) {
    this.workload = workload;
    net = new FusionNetworkBuilder(workload.name());
  }

  FusionNetworkBuilder net() {
    return net;
  }

  /** The values that a layer reads, in order. */
  List<OperandGroup> reads(Layer layer) {
    return OperandGroup.of(workload, layer);
  }

  /** The factors of each axis of a value. */
  List<List<TensorFactor>> axes(OperandGroup value) {
    return value.axes(layouts);
  }

  /**
   * As {@link #axes(OperandGroup)}, after a value whose place nobody has determined was placed as wished.
   *
   * @param wished the role of each axis of the value
   */
  List<List<TensorFactor>> axes(OperandGroup value, List<Role> wished) {
    List<List<TensorFactor>> axes = axes(value);
    if (axes.stream().flatMap(List::stream).allMatch(f -> f.role() != null)) {
      return axes;
    }
    List<List<TensorFactor>> placed = new ArrayList<>();
    for (int a = 0; a < axes.size(); a++) {
      Role role = wished.get(a);
      placed.add(axes.get(a).stream().map(f -> f.as(role)).toList());
    }
    place(value, placed.stream().flatMap(List::stream).toList());
    return placed;
  }

  /** Says where a tensor lies that nobody has placed. */
  void place(OperandGroup value, List<TensorFactor> factors) {
    layouts.assign(value.tensors().get(0), factors);
  }

  /** Whether layers make all tensors of a value. */
  boolean isMade(OperandGroup value) {
    return value.tensors().stream().noneMatch(Tensor::isFromDram);
  }

  /** Notes how a layer is built, and where the axes of its output lie. */
  void define(Layer layer, List<List<TensorFactor>> axes, Supplier<Source> build) {
    layouts.set(workload.tensor(layer.output()), axes);
    pending.put(layer.output(), build);
  }

  /** Notes that a layer can also be built in parts. */
  void defineSplit(Layer layer, Split split) {
    splits.put(layer.output(), split);
  }

  /** What to read for the tensors of a value, in order. */
  List<Source> sources(OperandGroup value) {
    List<Source> sources = value.tensors().stream().map(this::source).toList();
    if (sources.stream().distinct().count() < sources.size()) {
      throw new InexpressibleLayer(value.layer(), "concatenates a tensor (%s) with itself".formatted(value.names()),
          "a layer can copy it first.");
    }
    return sources;
  }

  /** What to read for a value as one tensor: a concatenation becomes a layer. */
  Source source(OperandGroup value) {
    List<Source> sources = sources(value);
    return sources.size() == 1 ? sources.get(0) : join(value.layer() + ".concat", sources);
  }

  Source join(String name, List<Source> sources) {
    return memo(joined, sources, () -> net.pointwise(name, sources.toArray(Source[]::new)));
  }

  /** The source with channels and rows exchanged. */
  Source exchanged(String name, Source source) {
    return memo(exchanged, source, () -> net.transpose(name, source, 1, 0, 2));
  }

  /**
   * One of equal shares of a value's channels; they are asked for in order.
   *
   * @throws InexpressibleLayer if the layer that makes it cannot be built in parts, or something reads it as a whole
   */
  Source piece(OperandGroup value, int parts, int index) {
    String tensor = value.tensors().get(0).name();
    Split split = splits.get(tensor);
    List<Source> before = pieces.computeIfAbsent(tensor, t -> new ArrayList<>());
    if (value.tensors().size() > 1 || split == null || made.containsKey(tensor) || before.size() != index) {
      throw new InexpressibleLayer(value.layer(), "reads (%s) transposed in %d heads".formatted(value.names(), parts),
          "a matrix product that nothing else reads can make it.");
    }
    before.add(split.piece(parts, index));
    pending.put(tensor, () -> join(tensor, before));
    return before.get(index);
  }

  /** Builds what is left, in the workload's order; outputs that layers read get a copy that is stored. */
  FusionNetwork finish() {
    List<String> order = workload.layers().stream().map(Layer::output).toList();
    order.stream().filter(t -> !splits.containsKey(t)).forEach(t -> source(workload.tensor(t)));
    order.stream().filter(t -> !pieces.containsKey(t) || workload.tensor(t).isOutput()).forEach(t -> source(workload.tensor(t)));
    List<List<Integer>> consumers = net.build().consumers();
    for (String t : order) {
      Source s = made.get(t);
      if (workload.tensor(t).isOutput() && s != null && !consumers.get(s.id()).isEmpty()) {
        net.pointwise(t + ".stored", s);
      }
    }
    return net.build();
  }

  private Source source(Tensor tensor) {
    Source known = made.get(tensor.name());
    if (known == null) {
      known = tensor.isFromDram() ? external(tensor) : Objects.requireNonNull(pending.remove(tensor.name())).get();
      made.put(tensor.name(), known);
    }
    return known;
  }

  private Source external(Tensor tensor) {
    Extent e = layouts.extent(tensor);
    return net.external(tensor.name(), e.channels(), e.height(), e.width());
  }

  private static <K> Source memo(Map<K, Source> known, K key, Supplier<Source> make) {
    Source s = known.get(key);
    if (s == null) { // not computeIfAbsent: making may ask for others
      s = make.get();
      known.put(key, s);
    }
    return s;
  }
}
