package dev.dovetail.models.fusion;

import java.util.List;

/**
 * A layer of a {@link FusionNetwork}; all shapes are of one sample.
 *
 * @param id index in the network
 * @param name for people
 * @param kind what it computes
 * @param inputs ids of the layers whose outputs it reads as activations, ascending; concatenated over the channels behind the
 *     external ones
 * @param weightInputs ids of the layers whose outputs serve as its weights (attention), ascending
 * @param externalInputs ids of the network's inputs that it reads, ascending
 * @param out shape of its output
 * @param in shape of its input as a whole (channels of all operands together)
 * @param kernelHeight R, window or kernel rows, 1 where it has none
 * @param kernelWidth S
 * @param strideHeight sH, at least 1
 * @param strideWidth sW
 * @param padHeight rows of padding above the input
 * @param padWidth columns of padding left of it
 * @param groups G of a grouped convolution, else 1
 * @param operands N of an element-wise layer, else 1
 * @param weightBytes of its own weights in DRAM, 0 if it has none
 * @param axes of a transpose: {@code axes[i]} is the input axis (0 C, 1 H, 2 W) that receives output axis i; empty otherwise
 */
public record FusionLayer(
    int id,
    String name,
    LayerKind kind,
    List<Integer> inputs,
    List<Integer> weightInputs,
    List<Integer> externalInputs,
    Extent out,
    Extent in,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int padHeight,
    int padWidth,
    int groups,
    int operands,
    long weightBytes,
    List<Integer> axes) {
  public FusionLayer {
    inputs = List.copyOf(inputs);
    weightInputs = List.copyOf(weightInputs);
    externalInputs = List.copyOf(externalInputs);
    axes = List.copyOf(axes);
  }
}
