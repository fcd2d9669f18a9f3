package dev.dovetail.models.pipeline;

/**
 * A convolution or a fully connected layer, with what is fused into it (pooling, normalisation, activation, addition of a shortcut).
 *
 * <p>All volumes are bytes of 8-bit data, so bytes are elements. Symbols in parentheses are those of the cost model.
 *
 * @param name for people, unique in its network
 * @param type {@code conv} or {@code fc}
 * @param inputChannels (C) at least 1, a multiple of {@code groups}
 * @param outputChannels (K) at least 1, a multiple of {@code groups}
 * @param kernelRows (R) at least 1
 * @param kernelColumns (S) at least 1
 * @param groups (g) at least 1
 * @param inputRows (IH) at least 1
 * @param inputColumns (IW) at least 1
 * @param outputRows (OH) rows of the output before fused pooling, at least 1
 * @param outputColumns (OW) columns of the output before fused pooling, at least 1
 * @param inputBytes (I) volume of the input
 * @param outputBytes (O) volume of the output after fused pooling
 * @param weightBytes (w) weights without bias: K * C/g * R * S
 * @param macs multiply-accumulates of one sample: w * OH * OW
 * @param skipBytes volume of all tensors other than the output that are still live after this layer, in the order of the chain
 */
public record PipelineLayer(
    String name,
    String type,
    long inputChannels,
    long outputChannels,
    long kernelRows,
    long kernelColumns,
    long groups,
    long inputRows,
    long inputColumns,
    long outputRows,
    long outputColumns,
    long inputBytes,
    long outputBytes,
    long weightBytes,
    long macs,
    long skipBytes) {

  /** Output positions before fused pooling: OH * OW. */
  public long positions() {
    return outputRows * outputColumns;
  }
}
