package dev.dovetail.models.fusion;

import dev.dovetail.models.fusion.FusionNetworkBuilder.Source;
import dev.dovetail.models.fusion.FusionNetworkBuilder.Window;
import dev.dovetail.models.fusion.TensorFactor.Role;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Converts matrix products: rows lie on height and width, summed indices and columns on channels, and what both operands have
 * in common are groups. A product of two activations takes the second one as its weights.
 */
final class MatrixLayers {
  private static final int SUMMED = -1;

  private final NetworkDraft draft;
  private final boolean hasWindows;

  /**
   * @param hasWindows whether the network has convolutions or pools: then a product of one row is a fully connected layer
   */
  MatrixLayers(NetworkDraft draft, boolean hasWindows) {
    this.draft = draft;
    this.hasWindows = hasWindows;
  }

  /**
   * An index of the product's loop nest.
   *
   * @param axis the output axis that it runs over, or {@link #SUMMED}
   * @param part 0 for the axis, or the groups on it; 1 for what is inside of a group
   * @param size number of indices
   */
  private record Loop(int axis, int part, int size) {}

  void product(Layer layer) {
    List<OperandGroup> operands = draft.reads(layer);
    if (operands.size() < 2 || operands.stream().skip(2).anyMatch(g -> !g.isConstant())) {
      throw new InexpressibleLayer(layer.name(), "has %d operands".formatted(operands.size()), "add what is not constant apart.");
    }
    boolean weightsFirst = operands.get(0).isConstant();
    OperandGroup x = operands.get(weightsFirst ? 1 : 0);
    OperandGroup y = operands.get(weightsFirst ? 0 : 1);
    if (x.isConstant()) {
      throw new InexpressibleLayer(layer.name(), "multiplies constants", "compute it when the network is exported.");
    }
    List<List<Loop>> xLoops = loops(layer, x, operands);
    Set<Loop> common = new LinkedHashSet<>(xLoops.stream().flatMap(List::stream).toList());
    common.retainAll(loops(layer, y, operands).stream().flatMap(List::stream).toList());
    Map<Loop, List<TensorFactor>> rows = factors(layer, x, xLoops, common);
    Inputs inputs = inputs(layer, x, y.isConstant(), rows, common);
    Product product = new Product(layer, x, y, inputs, outAxes(layer, rows, common, inputs), groups(common));
    Weights weights = y.isConstant() ? Weights.OWN : weights(layer, y, loops(layer, y, operands), common);
    draft.define(layer, product.outAxes, () -> build(product, weights));
    if (y.isConstant() && product.groups == 1 && inputs != Inputs.FLAT) {
      draft.defineSplit(layer, (parts, index) -> head(product, parts, index));
    }
  }

  /** How the activation lies for the product. */
  private enum Inputs {
    /** Summed indices are channels. */
    CHANNELS,
    /** Summed indices are rows, so that channels and rows have to be exchanged. */
    ROWS,
    /** All elements of a sample are summed. */
    FLAT
  }

  /** How the second operand lies to be weights. */
  private enum Weights {
    /** Constants of the layer. */
    OWN,
    /** Summed indices are rows, columns of all groups are channels. */
    READY,
    /** Channels and rows have to be exchanged. */
    EXCHANGED,
    /** So they have, head by head. */
    EXCHANGED_BY_HEADS
  }

  private record Product(
      Layer layer, OperandGroup x, OperandGroup y, Inputs inputs, List<List<TensorFactor>> outAxes, int groups) {
    Extent out() {
      return TensorLayouts.extent(outAxes.stream().flatMap(List::stream).toList());
    }
  }

  /** The loops that run over each axis of an operand, outer first, without those of one index. */
  private static List<List<Loop>> loops(Layer layer, OperandGroup value, List<OperandGroup> operands) {
    List<List<Loop>> loops = new ArrayList<>();
    for (int a = 0; a < value.shape().size(); a++) {
      AxisMap map = value.maps().get(a);
      List<Loop> axis = new ArrayList<>();
      if (map instanceof AxisMap.Same s) {
        axis.addAll(ofAxis(layer, s.axis(), operands));
      } else if (map instanceof AxisMap.All) {
        axis.add(new Loop(SUMMED, 0, value.shape().get(a)));
      } else if (map instanceof AxisMap.Grouped g) {
        List<Loop> all = ofAxis(layer, g.axis(), operands);
        axis.addAll(g.outPerGroup() == 1 ? all : all.subList(0, 1));
        axis.add(new Loop(SUMMED, 0, g.inPerGroup()));
      } else if (!(map instanceof AxisMap.At)) {
        throw InexpressibleLayer.rearranged(layer.name(), value.names());
      }
      axis.removeIf(l -> l.size == 1);
      loops.add(axis);
    }
    return loops;
  }

  private static List<Loop> ofAxis(Layer layer, int axis, List<OperandGroup> operands) {
    int size = layer.shape().get(axis);
    int inside = operands.stream().flatMap(o -> o.maps().stream())
        .mapToInt(m -> m instanceof AxisMap.Grouped g && g.axis() == axis ? g.outPerGroup() : 1).max().orElse(1);
    return inside == 1
        ? List.of(new Loop(axis, 0, size))
        : List.of(new Loop(axis, 0, size / inside), new Loop(axis, 1, inside));
  }

  /** The factors that each loop runs over; an operand that nobody has placed gets its rows on height. */
  private Map<Loop, List<TensorFactor>> factors(Layer layer, OperandGroup value, List<List<Loop>> loops, Set<Loop> common) {
    List<List<TensorFactor>> axes = draft.axes(value);
    Map<Loop, List<TensorFactor>> factors = new LinkedHashMap<>();
    for (int a = 0; a < axes.size(); a++) {
      List<Loop> onAxis = loops.get(a);
      List<List<TensorFactor>> parts = TensorFactor.regroup(axes.get(a), onAxis.stream().map(Loop::size).toList());
      if (parts.size() < onAxis.size() || onAxis.isEmpty() != axes.get(a).isEmpty()) {
        throw InexpressibleLayer.rearranged(layer.name(), value.names());
      }
      for (int l = 0; l < onAxis.size(); l++) {
        Role standard = common.contains(onAxis.get(l)) ? Role.CHANNEL : Role.HEIGHT;
        factors.put(onAxis.get(l),
            parts.get(l).stream().map(f -> f.role() == null ? f.as(standard) : f).toList());
      }
    }
    if (axes.stream().flatMap(List::stream).anyMatch(f -> f.role() == null)) {
      draft.place(value, factors.values().stream().flatMap(List::stream).toList());
    }
    return factors;
  }

  private static Inputs inputs(Layer layer, OperandGroup x, boolean constantWeights, Map<Loop, List<TensorFactor>> rows,
      Set<Loop> common) {
    boolean grouped = groups(common) > 1;
    Set<Role> summed = roles(rows, common, true);
    Set<Role> kept = roles(rows, common, false);
    if (Set.of(Role.CHANNEL).containsAll(summed) && !kept.contains(Role.CHANNEL)) {
      return Inputs.CHANNELS;
    }
    if (!grouped && kept.isEmpty() && constantWeights) {
      return Inputs.FLAT;
    }
    if (!grouped && Set.of(Role.HEIGHT).containsAll(summed) && Set.of(Role.CHANNEL).containsAll(kept)) {
      return Inputs.ROWS;
    }
    throw InexpressibleLayer.rearranged(layer.name(), x.names());
  }

  private static Set<Role> roles(Map<Loop, List<TensorFactor>> factors, Set<Loop> common, boolean inCommon) {
    Set<Role> roles = new LinkedHashSet<>();
    factors.forEach((loop, f) -> {
      if (common.contains(loop) == inCommon) {
        f.forEach(factor -> roles.add(factor.role()));
      }
    });
    return roles;
  }

  private Weights weights(Layer layer, OperandGroup y, List<List<Loop>> loops, Set<Loop> common) {
    if (!draft.isMade(y)) {
      throw new InexpressibleLayer(layer.name(), "takes the network's input (%s) as its weights".formatted(y.names()),
          "make it a constant, or let a layer read it first.");
    }
    Map<Loop, List<TensorFactor>> factors = factors(layer, y, loops, common);
    boolean grouped = groups(common) > 1;
    Set<Role> summed = new LinkedHashSet<>();
    Set<Role> others = new LinkedHashSet<>();
    Set<Role> group = new LinkedHashSet<>();
    factors.forEach((loop, f) -> f.forEach(
        factor -> (loop.axis == SUMMED ? summed : common.contains(loop) ? group : others).add(factor.role())));
    boolean groupsAreChannels = Set.of(Role.CHANNEL).containsAll(group);
    if (groupsAreChannels && Set.of(Role.HEIGHT).containsAll(summed) && Set.of(Role.CHANNEL).containsAll(others)) {
      return Weights.READY;
    }
    if (groupsAreChannels && Set.of(Role.CHANNEL).containsAll(summed) && Set.of(Role.HEIGHT).containsAll(others)) {
      return grouped ? Weights.EXCHANGED_BY_HEADS : Weights.EXCHANGED;
    }
    throw InexpressibleLayer.rearranged(layer.name(), y.names());
  }

  private static int groups(Set<Loop> common) {
    return common.stream().filter(l -> l.axis != SUMMED).mapToInt(Loop::size).reduce(1, Math::multiplyExact);
  }

  private static List<List<TensorFactor>> outAxes(Layer layer, Map<Loop, List<TensorFactor>> rows, Set<Loop> common,
      Inputs inputs) {
    List<List<TensorFactor>> axes = new ArrayList<>();
    for (int a = 0; a < layer.shape().size(); a++) {
      List<TensorFactor> axis = new ArrayList<>();
      int left = layer.shape().get(a);
      for (Map.Entry<Loop, List<TensorFactor>> e : rows.entrySet()) {
        if (e.getKey().axis == a && !common.contains(e.getKey())) {
          e.getValue().forEach(f -> axis.add(inputs == Inputs.ROWS ? f.as(Role.HEIGHT) : f));
          left /= e.getKey().size;
        }
      }
      if (left > 1 && !axis.isEmpty()) {
        throw InexpressibleLayer.rearranged(layer.name(), layer.output()); // rows and channels on one axis
      }
      axis.addAll(TensorFactor.axis(Role.CHANNEL, left, a));
      axes.add(axis);
    }
    return axes;
  }

  private Source build(Product p, Weights weights) {
    String name = p.layer.name();
    List<Source> inputs = inputs(p);
    return switch (weights) {
      case OWN -> convolution(name, p, p.out(), inputs, List.of());
      case READY -> convolution(name, p, p.out(), inputs, List.of(draft.source(p.y)));
      case EXCHANGED ->
          convolution(name, p, p.out(), inputs, List.of(draft.exchanged(p.y.names() + ".transposed", draft.source(p.y))));
      case EXCHANGED_BY_HEADS -> convolution(name, p, p.out(), inputs, List.of(exchangedHeads(p)));
    };
  }

  private Source exchangedHeads(Product p) {
    List<Source> heads = new ArrayList<>();
    for (int h = 0; h < p.groups; h++) {
      heads.add(draft.exchanged("%s.transposed%d".formatted(p.y.names(), h), draft.piece(p.y, p.groups, h)));
    }
    return draft.join(p.y.names() + ".transposed", heads);
  }

  private Source head(Product p, int heads, int head) {
    Extent out = p.out();
    Extent piece = new Extent(out.channels() / heads, out.height(), out.width());
    return convolution("%s.head%d".formatted(p.layer.name(), head), p, piece, inputs(p), List.of());
  }

  private List<Source> inputs(Product p) {
    return p.inputs == Inputs.ROWS
        ? List.of(draft.exchanged(p.x.names() + ".transposed", draft.source(p.x)))
        : draft.sources(p.x);
  }

  private Source convolution(String name, Product p, Extent out, List<Source> inputs, List<Source> weights) {
    Extent in = inputs.get(0).extent();
    boolean one = out.height() == 1 && out.width() == 1;
    if (p.inputs == Inputs.FLAT || one && hasWindows && p.groups == 1 && weights.isEmpty()) {
      return draft.net().convolution(name, LayerKind.FC, out, new Window(in.height(), in.width(), 1, 1), 1, inputs, weights);
    }
    LayerKind kind = p.groups == 1 ? LayerKind.CONV : LayerKind.GROUPCONV;
    return draft.net().convolution(name, kind, out, Window.POINT, p.groups, inputs, weights);
  }
}
