package dev.dovetail.models.pipeline.files;

import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineLayer;

/**
 * What of a layer one chiplet of its region computes and stores; closed ranges {@code first-last}, {@code -} where there is nothing.
 *
 * @param work output positions, row by row, if positions are split, else output channels
 * @param weights bytes of the layer's weights, output channel by output channel, that the chiplet keeps
 */
record Shares(String work, String weights) {
  private static final String NONE = "-";

  /**
   * The share of the chiplet at position {@code s} of a region of {@code n}. Shares are equal but for the last ones, which may be smaller.
   *
   * @param isStreamed whether weights pass through the buffer for every sample rather than stay in it
   */
  static Shares of(PipelineLayer layer, Partition partition, int s, int n, boolean isStreamed) {
    long w = layer.weightBytes();
    long all = partition.splitsPositions() ? layer.positions() : layer.outputChannels();
    String work = (partition.splitsPositions() ? "positions " : "channels ") + range(all, s, n);
    String weights = switch (partition) {
      case WEIGHT_SHARED -> range(w, s, n);
      case REPLICATED -> range(w, 0, 1);
      case INPUT_SHARED -> {
        long perChannel = w / layer.outputChannels();
        long each = each(all, n);
        yield closed(Math.min(all, s * each) * perChannel, Math.min(all, (s + 1) * each) * perChannel);
      }
    };
    return new Shares(work, (isStreamed ? "stream " : "keep ") + weights);
  }

  private static long each(long all, int n) {
    return (all + n - 1) / n;
  }

  private static String range(long all, int s, int n) {
    long each = each(all, n);
    return closed(Math.min(all, s * each), Math.min(all, (s + 1) * each));
  }

  private static String closed(long from, long to) {
    return from == to ? NONE : from + "-" + (to - 1);
  }
}
