package dev.dovetail.models.fusion;

import dev.dovetail.models.fusion.FusionNetworkBuilder.Source;
import dev.dovetail.models.fusion.FusionNetworkBuilder.Window;
import dev.dovetail.models.fusion.TensorFactor.Role;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Converts layers that work element by element, normalise channels, reduce rows and columns, or repeat them. */
final class VectorLayers {
  private final NetworkDraft draft;

  VectorLayers(NetworkDraft draft) {
    this.draft = draft;
  }

  /** Any operator with one output element per element of its largest operand. */
  void elementwise(Layer layer) {
    List<OperandGroup> operands = draft.reads(layer).stream().filter(g -> !g.isConstant() || isWhole(g, layer)).toList();
    OperandGroup first = operands.stream().filter(g -> !g.isConstant() && isWhole(g, layer)).findFirst()
        .orElseThrow(
            () -> new InexpressibleLayer(layer.name(), "has no operand of its output's shape %s".formatted(layer.shape()),
                "one of them can be repeated before."));
    List<List<TensorFactor>> axes = draft.axes(first, standard(first.shape().size()));
    int offset = layer.shape().size() - axes.size();
    for (int a = 0; a < axes.size(); a++) {
      boolean complete = product(axes.get(a)) == layer.shape().get(a + offset);
      boolean normalised = first.maps().get(a) instanceof AxisMap.All;
      if (!complete || normalised && axes.get(a).stream().anyMatch(f -> f.role() != Role.CHANNEL)) {
        throw new InexpressibleLayer(layer.name(), complete ? "normalises over rows or columns" : "pads its input",
            "only windows of convolutions and pools, and normalisations of channels, can be expressed.");
      }
    }
    List<List<TensorFactor>> out = new ArrayList<>(Collections.nCopies(offset, List.of()));
    out.addAll(axes);
    List<Operand> others = operands.stream().filter(g -> g != first).map(g -> operand(layer, g, out)).toList();
    draft.define(layer, out, () -> build(layer, first, others));
    if (others.isEmpty()) {
      draft.defineSplit(layer, (parts, index) -> draft.net().pointwise("%s.head%d".formatted(layer.name(), index),
          draft.piece(first, parts, index)));
    }
  }

  /** The sum, mean, maximum over rows or columns: a pool. */
  void reduce(Layer layer) {
    OperandGroup x = single(layer);
    List<List<TensorFactor>> axes = draft.axes(x, standard(x.shape().size()));
    List<TensorFactor> reduced = new ArrayList<>();
    List<List<TensorFactor>> out = new ArrayList<>();
    for (int a = 0; a < axes.size(); a++) {
      boolean all = x.maps().get(a) instanceof AxisMap.All;
      reduced.addAll(all ? axes.get(a) : List.of());
      out.add(all ? List.of() : axes.get(a));
    }
    if (reduced.stream().anyMatch(f -> f.role() == Role.CHANNEL)) {
      throw new InexpressibleLayer(layer.name(), "reduces over channels", "a convolution to one channel does it.");
    }
    Extent window = TensorLayouts.extent(reduced);
    Extent result = TensorLayouts.extent(out.stream().flatMap(List::stream).toList());
    if (result.height() > 1 && window.height() > 1 || result.width() > 1 && window.width() > 1) {
      throw new InexpressibleLayer(layer.name(), "reduces a part of the rows or columns", "a pool does it.");
    }
    draft.define(layer, out, () -> draft.net().pool(layer.name(), result,
        new Window(window.height(), window.width(), window.height(), window.width()), draft.sources(x).toArray(Source[]::new)));
  }

  /** Rows and columns, each repeated so many times. */
  void resize(Layer layer) {
    OperandGroup x = single(layer);
    List<List<TensorFactor>> axes = draft.axes(x, standard(x.shape().size()));
    List<List<TensorFactor>> out = new ArrayList<>();
    for (int a = 0; a < axes.size(); a++) {
      List<TensorFactor> axis = axes.get(a);
      if (x.maps().get(a) instanceof AxisMap.Scaled s) {
        Role role = axis.isEmpty() ? TensorLayouts.FEATURES.get(a) : axis.get(0).role();
        boolean repeats = s.reach() == 0 && s.out() % s.in() == 0 && axis.size() <= 1;
        if (!repeats || role == Role.CHANNEL) {
          throw new InexpressibleLayer(layer.name(), "resizes from %d to %d".formatted(s.in(), s.out()),
              "rows and columns can be repeated by whole factors (mode nearest).");
        }
        out.add(TensorFactor.axis(role, s.out(), a));
      } else {
        out.add(axis);
      }
    }
    Extent from = TensorLayouts.extent(axes.stream().flatMap(List::stream).toList());
    Extent to = TensorLayouts.extent(out.stream().flatMap(List::stream).toList());
    draft.define(layer, out, () -> draft.net().upsample(layer.name(), draft.source(x), 1, to.height() / from.height(),
        to.width() / from.width()));
  }

  private OperandGroup single(Layer layer) {
    List<OperandGroup> activations = draft.reads(layer).stream().filter(g -> !g.isConstant()).toList();
    if (activations.size() != 1 || layer.shape().size() != activations.get(0).shape().size()) {
      throw new InexpressibleLayer(layer.name(), "reads %d activations".formatted(activations.size()), "it should read one.");
    }
    return activations.get(0);
  }

  /**
   * An operand beside the first.
   *
   * @param exchanged whether its channels are rows
   * @param out what it is repeated to
   */
  private record Operand(OperandGroup value, boolean exchanged, Extent out) {}

  private Operand operand(Layer layer, OperandGroup value, List<List<TensorFactor>> out) {
    int offset = out.size() - value.shape().size();
    List<List<TensorFactor>> axes = draft.axes(value);
    List<TensorFactor> found = new ArrayList<>();
    List<TensorFactor> wanted = new ArrayList<>();
    for (int a = 0; a < axes.size(); a++) {
      List<TensorFactor> target = out.get(a + offset);
      if (value.shape().get(a) == 1 || axes.get(a).isEmpty()) {
        continue; // repeated along this axis
      }
      List<List<TensorFactor>> regrouped =
          TensorFactor.regroup(axes.get(a), target.stream().map(TensorFactor::size).toList());
      if (product(axes.get(a)) != product(target) || regrouped.stream().anyMatch(f -> f.size() != 1)) {
        throw InexpressibleLayer.rearranged(layer.name(), value.names());
      }
      regrouped.forEach(found::addAll);
      wanted.addAll(target);
    }
    if (found.stream().anyMatch(f -> f.role() == null)) {
      List<TensorFactor> placed = new ArrayList<>();
      for (int f = 0; f < found.size(); f++) {
        placed.add(found.get(f).as(wanted.get(f).role()));
      }
      draft.place(value, placed);
      found = placed;
    }
    Extent whole = TensorLayouts.extent(out.stream().flatMap(List::stream).toList());
    boolean exchanged = !sameRoles(found, wanted, false);
    if (exchanged && !(sameRoles(found, wanted, true) && TensorLayouts.extent(wanted).equals(whole))) {
      throw InexpressibleLayer.rearranged(layer.name(), value.names());
    }
    return new Operand(value, exchanged, whole);
  }

  private static boolean sameRoles(List<TensorFactor> found, List<TensorFactor> wanted, boolean exchange) {
    for (int f = 0; f < found.size(); f++) {
      Role role = found.get(f).role();
      Role other = role == Role.CHANNEL ? Role.HEIGHT : role == Role.HEIGHT ? Role.CHANNEL : role;
      if ((exchange ? other : role) != wanted.get(f).role()) {
        return false;
      }
    }
    return true;
  }

  private Source build(Layer layer, OperandGroup first, List<Operand> others) {
    if (others.isEmpty()) {
      return draft.net().pointwise(layer.name(), draft.sources(first).toArray(Source[]::new));
    }
    List<Source> sources = new ArrayList<>(List.of(draft.source(first)));
    for (Operand o : others) {
      Source s = draft.source(o.value);
      if (o.exchanged) {
        s = draft.exchanged(layer.name() + ".transposed", s);
      }
      if (!s.extent().equals(o.out)) {
        Extent from = s.extent();
        s = draft.net().upsample(layer.name() + ".repeat", s, o.out.channels() / from.channels(), o.out.height() / from.height(),
            o.out.width() / from.width());
      }
      if (!sources.contains(s)) {
        sources.add(s);
      }
    }
    Source[] all = sources.toArray(Source[]::new);
    return all.length == 1 ? draft.net().pointwise(layer.name(), all) : draft.net().eltwise(layer.name(), all);
  }

  private static boolean isWhole(OperandGroup value, Layer layer) {
    return value.tensors().stream().mapToLong(t -> t.elements()).sum() == layer.outputBox().volume();
  }

  private static int product(List<TensorFactor> factors) {
    return factors.stream().mapToInt(TensorFactor::size).reduce(1, Math::multiplyExact);
  }

  private static List<Role> standard(int rank) {
    if (rank == TensorLayouts.FEATURES.size()) {
      return TensorLayouts.FEATURES;
    }
    List<Role> roles = new ArrayList<>(Collections.nCopies(rank, Role.HEIGHT));
    if (rank > 0) {
      roles.set(rank - 1, Role.CHANNEL);
    }
    return roles;
  }
}
