package dev.dovetail.models.fusion;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.models.workload.Workload;

/**
 * Converts a workload, from an ONNX file or by name, to a {@link FusionNetwork}.
 *
 * <p>Role: any network for the kind {@code fusion}. Every element counts as one byte, whatever its precision. Convolutions,
 * pools and element-wise layers stay what they are; matrix products are convolutions with a kernel of 1x1 whose rows lie on the
 * height (in a network with convolutions, one of a single row is fully connected); products of two activations take the second
 * one as weights, in groups, one per head; keys are projected head by head, so that each head can be transposed. Softmax,
 * normalisations and activations are pointwise, operands that are broadcast are upsampled first, means over rows and columns
 * are pools. A constant of the output's shape is an external input; smaller constants (biases, gains) are part of the layer and
 * cost nothing. Padding is half of what the windows reach beyond the input, on both sides, as in networks from files. An output
 * that layers also read is copied to be stored.
 */
public final class WorkloadNetwork {
  private WorkloadNetwork() {}

  /**
   * The same network as layers with shapes.
   *
   * @throws BadInputException naming the first layer that cannot be expressed, and why: a dilation, a transposed convolution, a
   *     slice, a gather, more than two spatial axes, several samples, axes that are rearranged in another way than by
   *     exchanging channels and rows
   */
  public static FusionNetwork of(Workload workload) {
    NetworkDraft draft = new NetworkDraft(workload);
    WindowLayers windows = new WindowLayers(draft);
    VectorLayers vectors = new VectorLayers(draft);
    MatrixLayers products = new MatrixLayers(draft, hasWindows(workload));
    for (Layer layer : workload.layers()) {
      switch (layer.operator()) {
        case CONV -> windows.convolution(layer);
        case MAX_POOL, AVERAGE_POOL -> windows.pool(layer);
        case MATMUL -> products.product(layer);
        case REDUCE -> vectors.reduce(layer);
        case RESIZE -> vectors.resize(layer);
        case CONV_TRANSPOSE -> throw new InexpressibleLayer(layer.name(), "is a transposed convolution",
            "a repetition of rows and columns and a convolution do the same.");
        case GATHER ->
            throw new InexpressibleLayer(layer.name(), "gathers by index",
                "cut the network behind it: begin with what it gathers.");
        default -> vectors.elementwise(layer);
      }
    }
    return draft.finish();
  }

  private static boolean hasWindows(Workload workload) {
    return workload.layers().stream().anyMatch(l -> l.operator().operatorClass() == OperatorClass.POOL || isConvolution(l));
  }

  private static boolean isConvolution(Layer layer) {
    return layer.operator() == Operator.CONV;
  }
}
