package dev.dovetail.models.fusion;

import java.util.ArrayList;
import java.util.List;

/**
 * Builds a {@link FusionNetwork} layer by layer; ids follow the order of the calls.
 *
 * <p>Role: the one place that derives a layer's input extent and padding from its output: what windows reach beyond the input
 * is half before it, and rows that no window reaches are no part of it.
 */
final class FusionNetworkBuilder {
  /**
   * What a layer may read.
   *
   * @param external whether it is an external input, else a layer's output
   * @param id of the external input or the layer
   * @param extent its shape per sample
   */
  record Source(boolean external, int id, Extent extent) {}

  /**
   * Windows of a convolution or a pool.
   *
   * @param kernelHeight R
   * @param kernelWidth S
   * @param strideHeight sH
   * @param strideWidth sW
   */
  record Window(int kernelHeight, int kernelWidth, int strideHeight, int strideWidth) {
    /** One element. */
    static final Window POINT = square(1, 1);

    static Window square(int kernel, int stride) {
      return new Window(kernel, kernel, stride, stride);
    }
  }

  private final String name;
  private final List<ExternalInput> externalInputs = new ArrayList<>();
  private final List<FusionLayer> layers = new ArrayList<>();

  FusionNetworkBuilder(String name) {
    this.name = name;
  }

  FusionNetwork build() {
    return new FusionNetwork(name, externalInputs, layers);
  }

  Source external(String inputName, int channels, int height, int width) {
    ExternalInput input = new ExternalInput(externalInputs.size(), inputName, new Extent(channels, height, width));
    externalInputs.add(input);
    return new Source(true, input.id(), input.extent());
  }

  /** A convolution over all channels with weights of its own. */
  Source conv(String layer, Extent out, Window window, Source... inputs) {
    return convolution(layer, LayerKind.CONV, out, window, 1, List.of(inputs), List.of());
  }

  /** A fully connected layer to {@code out} channels. */
  Source fc(String layer, int out, Source input) {
    Window window = new Window(input.extent().height(), input.extent().width(), 1, 1);
    return convolution(layer, LayerKind.FC, new Extent(out, 1, 1), window, 1, List.of(input), List.of());
  }

  /**
   * Any convolution.
   *
   * @param weights layers whose outputs are the weights; empty if the layer has weights of its own
   */
  Source convolution(String layer, LayerKind kind, Extent out, Window window, int groups, List<Source> inputs,
      List<Source> weights) {
    long channels = inputs.stream().mapToLong(s -> s.extent().channels()).sum();
    long bytes = Math.multiplyExact(
        Math.multiplyExact((long) window.kernelHeight() * window.kernelWidth(), channels / groups), (long) out.channels());
    return add(layer, kind, out, window, groups, 1, inputs, weights, weights.isEmpty() ? bytes : 0, List.of());
  }

  Source pool(String layer, Extent out, Window window, Source... inputs) {
    return add(layer, LayerKind.POOL, out, window, 1, 1, List.of(inputs), List.of(), 0, List.of());
  }

  /** Element by element over operands of one shape. */
  Source eltwise(String layer, Source... operands) {
    return add(layer, LayerKind.ELTWISE, operands[0].extent(), Window.POINT, 1, operands.length, List.of(operands), List.of(), 0,
        List.of());
  }

  /** Element by element; several inputs are concatenated over the channels. */
  Source pointwise(String layer, Source... inputs) {
    return add(layer, LayerKind.POINTWISE, whole(List.of(inputs)), Window.POINT, 1, 1, List.of(inputs), List.of(), 0, List.of());
  }

  /** Output axis {@code i} is input axis {@code axes[i]}, where 0 is C, 1 is H, 2 is W. */
  Source transpose(String layer, Source input, int... axes) {
    Extent e = input.extent();
    int[] from = {e.channels(), e.height(), e.width()};
    return add(layer, LayerKind.TRANSPOSE, new Extent(from[axes[0]], from[axes[1]], from[axes[2]]), Window.POINT, 1, 1,
        List.of(input), List.of(), 0, List.of(axes[0], axes[1], axes[2]));
  }

  /** Each element so many times along each axis. */
  Source upsample(String layer, Source input, int channels, int heights, int widths) {
    Extent e = input.extent();
    Extent out = new Extent(Math.multiplyExact(e.channels(), channels), Math.multiplyExact(e.height(), heights),
        Math.multiplyExact(e.width(), widths));
    return add(layer, LayerKind.UPSAMPLE, out, Window.POINT, 1, 1, List.of(input), List.of(), 0, List.of());
  }

  private Source add(String layer, LayerKind kind, Extent out, Window w, int groups, int operands, List<Source> inputs,
      List<Source> weights, long weightBytes, List<Integer> axes) {
    Extent all = whole(inputs);
    boolean windows = kind.isConvolution() || kind == LayerKind.POOL;
    int height = windows ? reach(out.height(), w.strideHeight(), w.kernelHeight()) : all.height();
    int width = windows ? reach(out.width(), w.strideWidth(), w.kernelWidth()) : all.width();
    Extent in = new Extent(all.channels(), Math.min(height, all.height()), Math.min(width, all.width()));
    layers.add(new FusionLayer(layers.size(), layer, kind, ids(inputs, false), ids(weights, false), ids(inputs, true), out, in,
        w.kernelHeight(), w.kernelWidth(), w.strideHeight(), w.strideWidth(), (height - in.height()) / 2,
        (width - in.width()) / 2, groups, operands, weightBytes, axes));
    return new Source(false, layers.size() - 1, out);
  }

  private static int reach(int out, int stride, int kernel) {
    return Math.addExact(Math.multiplyExact(out - 1, stride), kernel);
  }

  /** All of what is read, concatenated over the channels. */
  private static Extent whole(List<Source> inputs) {
    int channels = inputs.stream().mapToInt(s -> s.extent().channels()).reduce(0, Math::addExact);
    return new Extent(channels, inputs.get(0).extent().height(), inputs.get(0).extent().width());
  }

  private static List<Integer> ids(List<Source> sources, boolean external) {
    return sources.stream().filter(s -> s.external() == external).map(Source::id).distinct().sorted().toList();
  }
}
