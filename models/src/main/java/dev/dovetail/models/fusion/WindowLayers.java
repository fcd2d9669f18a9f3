package dev.dovetail.models.fusion;

import dev.dovetail.models.fusion.FusionNetworkBuilder.Source;
import dev.dovetail.models.fusion.FusionNetworkBuilder.Window;
import dev.dovetail.models.fusion.TensorFactor.Role;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.List;

/** Converts convolutions and pools over one or two spatial axes. */
final class WindowLayers {
  private final NetworkDraft draft;

  WindowLayers(NetworkDraft draft) {
    this.draft = draft;
  }

  void convolution(Layer layer) {
    OperandGroup x = input(layer);
    Window window = window(layer, x);
    Extent out = extent(layer.shape());
    draft.define(layer, axes(layer), () -> {
      LayerKind kind = layer.groups() == 1 ? LayerKind.CONV : LayerKind.GROUPCONV;
      return draft.net().convolution(layer.name(), kind, out, window, layer.groups(), draft.sources(x), List.of());
    });
  }

  void pool(Layer layer) {
    OperandGroup x = input(layer);
    Window window = window(layer, x);
    Extent out = extent(layer.shape());
    draft.define(layer, axes(layer),
        () -> draft.net().pool(layer.name(), out, window, draft.sources(x).toArray(Source[]::new)));
  }

  private OperandGroup input(Layer layer) {
    List<OperandGroup> activations = draft.reads(layer).stream().filter(g -> !g.isConstant()).toList();
    if (activations.size() != 1) {
      throw new InexpressibleLayer(layer.name(), "reads %d activations".formatted(activations.size()),
          "weights and biases are constants.");
    }
    OperandGroup x = activations.get(0);
    if (layer.shape().size() > TensorLayouts.FEATURES.size()) {
      throw new InexpressibleLayer(layer.name(), "has %d spatial axes".formatted(layer.shape().size() - 2),
          "one or two can be expressed.");
    }
    if (layer.shape().get(0) > 1) {
      throw new InexpressibleLayer(layer.name(), "computes %d samples at once".formatted(layer.shape().get(0)),
          "export the network for one sample: the batch belongs to the problem.");
    }
    List<List<TensorFactor>> axes = draft.axes(x, TensorLayouts.FEATURES.subList(0, x.shape().size()));
    for (int a = 1; a < axes.size(); a++) {
      Role role = TensorLayouts.FEATURES.get(a);
      if (axes.get(a).stream().anyMatch(f -> f.role() != role)) {
        throw InexpressibleLayer.rearranged(layer.name(), x.names());
      }
    }
    if (axes.get(1).stream().mapToInt(TensorFactor::size).reduce(1, (a, b) -> a * b) != x.shape().get(1)) {
      throw new InexpressibleLayer(layer.name(), "reads padded channels", "the channels can be those of the tensor.");
    }
    return x;
  }

  private static Window window(Layer layer, OperandGroup x) {
    int[] kernel = {1, 1};
    int[] stride = {1, 1};
    for (int a = 2; a < x.shape().size(); a++) {
      int length = layer.reductions().getOrDefault(a == 2 ? Dim.FY : Dim.FX, 1);
      kernel[a - 2] = length;
      if (x.maps().get(a) instanceof AxisMap.Window w) {
        if (w.dilation() > 1 && length > 1) {
          throw new InexpressibleLayer(layer.name(), "has a dilation of %d".formatted(w.dilation()),
              "a kernel with the gaps as zeros does the same.");
        }
        stride[a - 2] = w.stride();
      } else {
        stride[a - 2] = length; // the whole axis
      }
    }
    return new Window(kernel[0], kernel[1], stride[0], stride[1]);
  }

  private static List<List<TensorFactor>> axes(Layer layer) {
    List<List<TensorFactor>> axes = new ArrayList<>();
    for (int a = 0; a < layer.shape().size(); a++) {
      axes.add(TensorFactor.axis(TensorLayouts.FEATURES.get(a), layer.shape().get(a), a));
    }
    return axes;
  }

  private static Extent extent(List<Integer> shape) {
    return new Extent(shape.get(1), shape.size() > 2 ? shape.get(2) : 1, shape.size() > 3 ? shape.get(3) : 1);
  }
}
