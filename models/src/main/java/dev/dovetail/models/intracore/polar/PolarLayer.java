package dev.dovetail.models.intracore.polar;

/**
 * What the cost of a layer's tile depends on, besides the tile.
 *
 * @param kind which units compute it
 * @param channels C, input channels of all groups together, at least 1
 * @param outChannels K, output channels of all groups together, at least 1
 * @param kernelHeight R, rows of the kernel or the window, at least 1
 * @param kernelWidth S, at least 1
 * @param strideHeight sH, at least 1
 * @param strideWidth sW, at least 1
 * @param groups G of {@link Kind#GROUPCONV}, at least 1 and at most C and K; else 1
 * @param operands N of {@link Kind#ELTWISE}, at least 1; else 1
 * @param weightsFromLayer whether another layer computes the weights, so that each sample has its own (attention)
 */
public record PolarLayer(
    Kind kind,
    int channels,
    int outChannels,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int groups,
    int operands,
    boolean weightsFromLayer) {

  /** What a layer computes. */
  public enum Kind {
    /** Convolution over all input channels. */
    CONV,
    /** Convolution in groups of channels. */
    GROUPCONV,
    /** Fully connected: a convolution with an output of 1x1. */
    FC,
    /** Pooling over a window. */
    POOL,
    /** Element by element over several operands. */
    ELTWISE,
    /** Element by element over one operand. */
    POINTWISE,
    /** Exchange of axes. */
    TRANSPOSE,
    /** Repetition of elements. */
    UPSAMPLE;

    /** Whether the multiply-accumulate array computes it; the vector unit does the others. */
    public boolean isConvolution() {
      return this == CONV || this == GROUPCONV || this == FC;
    }
  }

  public PolarLayer {
    if (channels < 1 || outChannels < 1 || kernelHeight < 1 || kernelWidth < 1 || strideHeight < 1 || strideWidth < 1
        || groups < 1 || operands < 1) {
      throw new IllegalArgumentException(
          "A layer needs positive sizes, but has C %d, K %d, kernel %dx%d, stride %dx%d, groups %d, operands %d.".formatted(
              channels, outChannels, kernelHeight, kernelWidth, strideHeight, strideWidth, groups, operands));
    }
    if (groups > channels || groups > outChannels) {
      throw new IllegalArgumentException(
          "The groups (%d) must be at most the channels (C %d, K %d).".formatted(groups, channels, outChannels));
    }
  }
}
