package dev.dovetail.models.pipeline.files;

import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.util.List;

/**
 * The extents of a convolution or of a product with constant weights.
 *
 * <p>Role: a layer of a workload in the letters of the cost model. Convolutions over one axis have one column; the rows of a product are the
 * rows of a map of one column.
 */
record MatrixShape(
    String type, long inputChannels, long outputChannels, long kernelRows, long kernelColumns, long groups, long inputRows,
    long inputColumns, long outputRows, long outputColumns) {
  /**
   * The shape of a layer.
   *
   * @param layer a convolution or a product of matrices
   * @throws InexpressibleLayer if the cost model has no letters for it
   */
  static MatrixShape of(Workload workload, Layer layer) {
    if (layer.operator() == Operator.CONV_TRANSPOSE) {
      throw new InexpressibleLayer(layer.name(), "is a transposed convolution",
          "a repetition of rows and columns (resize) and a convolution do the same.");
    }
    Operand weights = layer.operands().stream()
        .filter(o -> workload.tensor(o.tensor()).role() == Tensor.Role.WEIGHT && isSummed(o)).findFirst()
        .orElseThrow(() -> new InexpressibleLayer(layer.name(), "multiplies two tensors that are computed",
            "cut the network there: the parts before and behind it have constant weights."));
    Operand input = layer.operands().stream()
        .filter(o -> workload.tensor(o.tensor()).role() != Tensor.Role.WEIGHT).findFirst()
        .orElseThrow(() -> new InexpressibleLayer(layer.name(), "multiplies constants",
            "compute it when the network is exported."));
    return layer.operator() == Operator.CONV ? convolution(layer, input) : product(layer, input, weights);
  }

  private static boolean isSummed(Operand operand) {
    return operand.maps().stream().anyMatch(m -> m instanceof AxisMap.All || m instanceof AxisMap.Grouped);
  }

  private static MatrixShape convolution(Layer layer, Operand input) {
    List<Integer> out = layer.shape();
    if (out.get(0) != 1) {
      throw new InexpressibleLayer(layer.name(), "computes %d samples at once".formatted(out.get(0)),
          "take the network for one sample: samples are the parameter m of the problem.");
    }
    for (AxisMap map : input.maps()) {
      if (map instanceof AxisMap.Window w && w.dilation() > 1 && w.kernel() > 1) {
        throw new InexpressibleLayer(layer.name(), "has a dilation of %d".formatted(w.dilation()),
            "a kernel with the gaps as zeros does the same.");
      }
    }
    boolean isPlane = out.size() > 3;
    return new MatrixShape("conv", (long) layer.groups() * layer.reductions().getOrDefault(Dim.C, 1), out.get(1),
        layer.reductions().getOrDefault(Dim.FY, 1), layer.reductions().getOrDefault(Dim.FX, 1), layer.groups(),
        input.shape().get(2), isPlane ? input.shape().get(3) : 1, out.get(2), isPlane ? out.get(3) : 1);
  }

  private static MatrixShape product(Layer layer, Operand input, Operand weights) {
    long rows = 1;
    long columns = 1;
    for (int axis = 0; axis < layer.shape().size(); axis++) {
      int extent = layer.shape().get(axis);
      boolean ofInput = covers(input, axis);
      boolean ofWeights = covers(weights, axis);
      if (ofInput && ofWeights && extent > 1) {
        throw new InexpressibleLayer(layer.name(), "has other weights for each of %d rows".formatted(extent),
            "a convolution in groups can be expressed.");
      }
      rows *= ofInput ? extent : 1;
      columns *= ofWeights ? extent : 1;
    }
    return new MatrixShape("fc", layer.reductions().getOrDefault(Dim.C, 1), columns, 1, 1, 1, rows, 1, rows, 1);
  }

  private static boolean covers(Operand operand, int axis) {
    return operand.maps().stream().anyMatch(m -> m instanceof AxisMap.Same s && s.axis() == axis
        || m instanceof AxisMap.Grouped g && g.axis() == axis);
  }

  /** The layer with its volumes; one byte per element. */
  PipelineLayer layer(String name, long outputBytes, long skipBytes) {
    long weights = outputChannels * (inputChannels / groups) * kernelRows * kernelColumns;
    return new PipelineLayer(name, type, inputChannels, outputChannels, kernelRows, kernelColumns, groups, inputRows,
        inputColumns,
        outputRows, outputColumns, inputChannels * inputRows * inputColumns, outputBytes, weights,
        weights * outputRows * outputColumns, skipBytes);
  }
}
