package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A layer as the model sees it: the extent of every dimension, the windows that slide, and the dimensions of its three tensors.
 *
 * <p>Source: public program maestro-project/maestro, commit 4eb08d1.
 */
final class LayerTensors {
  /** All dimensions, for arrays by ordinal. */
  static final LoopDim[] DIMS = LoopDim.values();

  private final LayerShape shape;
  private final long[] extents = new long[DIMS.length];
  private final int known;
  private final List<Window> windows;
  private final TensorDims input;
  private final TensorDims filter;
  private final TensorDims output;
  private final List<LoopDim> iterated;
  private final int[] outputKey = new int[DIMS.length];

  /**
   * @param batched whether N is a dimension of the convolution's input and output
   * @throws InvalidMappingException if the sizes make no layer
   */
  LayerTensors(LayerShape shape, boolean batched, ModeRules rules) {
    this.shape = shape;
    checkSizes(shape);
    rules.checkType(shape);
    List<LoopDim> in = dims(shape.type(), batched, Role.INPUT);
    List<LoopDim> weights = dims(shape.type(), batched, Role.FILTER);
    input = new TensorDims(in);
    filter = new TensorDims(weights);
    List<LoopDim> out = new ArrayList<>(dims(shape.type(), batched, Role.OUTPUT));
    if (shape.type() == LayerType.NGCONV && !rules.listsGroupChannelsAsOutputs()) {
      out.remove(LoopDim.C);
    }
    output = new TensorDims(out);
    Set<LoopDim> all = EnumSet.copyOf(in);
    all.addAll(weights);
    iterated = all.stream().sorted(Comparator.comparing(LoopDim::symbol)).toList();
    shape.sizes().forEach((dim, size) -> extents[dim.ordinal()] = size);
    windows = shape.type().slides() ? List.of(window(LoopDim.X, rules), window(LoopDim.Y, rules)) : List.of();
    for (int d = 0; d < outputKey.length; d++) {
      outputKey[d] = d;
    }
    for (Window w : windows) {
      outputKey[w.input().ordinal()] = w.output().ordinal();
      extents[w.input().ordinal()] = w.inputExtent();
      extents[w.output().ordinal()] = w.outputExtent();
    }
    int bits = 0;
    for (LoopDim dim : shape.sizes().keySet()) {
      bits |= 1 << dim.ordinal();
    }
    for (Window w : windows) {
      bits |= 1 << w.input().ordinal() | 1 << w.output().ordinal();
    }
    known = bits;
    for (LoopDim dim : iterated) {
      if (!knows(dim)) {
        throw missing(dim);
      }
    }
  }

  private enum Role {
    INPUT, FILTER, OUTPUT
  }

  private static List<LoopDim> dims(LayerType type, boolean batched, Role role) {
    if (type == LayerType.GEMM) {
      return switch (role) {
        case INPUT -> List.of(LoopDim.M, LoopDim.K);
        case FILTER -> List.of(LoopDim.K, LoopDim.N);
        case OUTPUT -> List.of(LoopDim.M, LoopDim.N);
      };
    }
    List<LoopDim> dims = new ArrayList<>();
    if (batched && role != Role.FILTER) {
      dims.add(LoopDim.N);
    }
    if (type == LayerType.NGCONV) {
      dims.add(LoopDim.G);
    }
    if (type != LayerType.DSCONV && role != Role.INPUT) {
      dims.add(LoopDim.K);
    }
    if (role != Role.OUTPUT || type == LayerType.DSCONV || type == LayerType.NGCONV) {
      dims.add(LoopDim.C);
    }
    dims.addAll(role == Role.FILTER ? List.of(LoopDim.R, LoopDim.S) : List.of(LoopDim.Y, LoopDim.X));
    return dims;
  }

  private static void checkSizes(LayerShape shape) {
    shape.sizes().forEach((dim, size) -> {
      if (size < 1) {
        throw bad(dim, "the size of %s (%d) of the layer is not positive".formatted(dim, size),
            "the layer has no such dimension.");
      }
    });
    if (shape.strideY() < 1 || shape.strideX() < 1) {
      throw bad(null, "the strides (%d, %d) of the layer are not positive".formatted(shape.strideY(), shape.strideX()),
          "a stride of 1 is meant.");
    }
    if (!shape.type().slides()) {
      return;
    }
    bothListed(shape, LoopDim.Y, LoopDim.Y_OUT);
    bothListed(shape, LoopDim.X, LoopDim.X_OUT);
  }

  private static void bothListed(LayerShape shape, LoopDim in, LoopDim out) {
    if (shape.lists(in) && shape.lists(out)) {
      throw bad(out, "the layer lists %s and %s".formatted(in, out), "one of them follows from the other.");
    }
  }

  private static InvalidMappingException missing(LoopDim dim) {
    return bad(dim, "the layer does not list %s, which its type needs".formatted(dim), "its size is 1.");
  }

  static InvalidMappingException bad(@Nullable LoopDim dim, String what, String maybe) {
    return new InvalidMappingException(Code.BAD_LAYER, -1, dim, what + ".", maybe);
  }

  /**
   * The window of Y or X. A layer may list outputs instead; then the inputs are those of stride 1, and each axis takes the stride that
   * is listed with the outputs of the other one: the public program swaps them.
   */
  private Window window(LoopDim in, ModeRules rules) {
    boolean rows = in == LoopDim.Y;
    LoopDim kernel = rows ? LoopDim.R : LoopDim.S;
    LoopDim out = rows ? LoopDim.Y_OUT : LoopDim.X_OUT;
    if (!shape.lists(kernel)) {
      throw missing(kernel);
    }
    long kernelExtent = shape.sizes().get(kernel);
    if (shape.lists(in)) {
      return rules.window(in, kernel, out, shape.sizes().get(in), kernelExtent, rows ? shape.strideY() : shape.strideX());
    }
    if (!shape.lists(out)) {
      throw missing(in);
    }
    long stride = 1;
    if (rows ? shape.lists(LoopDim.X_OUT) : shape.lists(LoopDim.Y_OUT)) {
      stride = rows ? shape.strideX() : shape.strideY();
    }
    long inputs = Math.addExact(shape.sizes().get(out), kernelExtent - 1);
    return rules.window(in, kernel, out, inputs, kernelExtent, stride);
  }

  LayerShape shape() {
    return shape;
  }

  /** Extents of the whole layer by ordinal; not to be changed. */
  long[] extents() {
    return extents;
  }

  long extent(LoopDim dim) {
    return extents[dim.ordinal()];
  }

  /** Whether the layer lists the dimension, or it follows from what is listed. */
  boolean knows(LoopDim dim) {
    return (known >> dim.ordinal() & 1) != 0;
  }

  /** The window of the columns, then that of the rows; none for a matrix product. */
  List<Window> windows() {
    return windows;
  }

  TensorDims input() {
    return input;
  }

  TensorDims filter() {
    return filter;
  }

  /** The output's dimensions, its rows and columns under the names Y and X. */
  TensorDims output() {
    return output;
  }

  /** The dimension by which the output is measured along {@code d}: Y' for Y, X' for X. */
  int outputKey(int d) {
    return outputKey[d];
  }

  /** The dimensions of input and weights by symbol: those that loops run over. */
  List<LoopDim> iterated() {
    return iterated;
  }

  /** The product of the sizes that the layer lists among those of a tensor. */
  long listedVolume(TensorDims tensor) {
    long product = 1;
    for (int d : tensor.ordinals()) {
      Long size = shape.sizes().get(DIMS[d]);
      if (size != null) {
        product = Math.multiplyExact(product, size);
      }
    }
    return product;
  }

  /** The whole tensors, as the model counts them. */
  BufferNeeds volumes() {
    return new BufferNeeds(input.volume(extents), filter.volume(extents), outputVolume(extents));
  }

  /** The outputs that so large inputs and kernels give. */
  long outputVolume(long[] tile) {
    long product = 1;
    for (int d : output.ordinals()) {
      long extent = tile[d];
      for (Window w : windows) {
        if (w.input().ordinal() == d) {
          extent = w.outputs(extent, tile[w.kernel().ordinal()]);
        }
      }
      product = Math.multiplyExact(product, extent);
    }
    return product;
  }

  /** The multiply-accumulates of the layer: the product of what is iterated, outputs in place of inputs. */
  long trueMacs() {
    long product = 1;
    for (LoopDim dim : iterated) {
      LoopDim counted = dim;
      for (Window w : windows) {
        counted = w.input() == dim ? w.output() : counted;
      }
      product = Math.multiplyExact(product, extent(counted));
    }
    return product;
  }
}
