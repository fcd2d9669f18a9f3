package dev.dovetail.models.fusion.bounds;

/**
 * A set of layers computed as a sub-group, cut into tiles. All arrays go by the index of the layer in {@code layers}.
 *
 * @param tiles T
 * @param layers ids, ascending
 * @param times of one tile, in bytes of the channel: cycles times its bytes per cycle
 * @param weights bytes of each layer's weights
 * @param femtojoules of one tile
 * @param outputBytes of one tile
 * @param loadBytes of one tile, by producer in the order of {@link LayerGraph#producers}: what is loaded if that producer lies in DRAM
 * @param externalBytes of one tile: what is loaded of external inputs
 */
@SuppressWarnings("ArrayRecordComponent")
record Tiling(
    int tiles, int[] layers, long[] times, long[] weights, long[] femtojoules, long[] outputBytes, long[][] loadBytes,
    long[] externalBytes) {
  /** No layers at all. */
  static final Tiling NOTHING =
      new Tiling(1, new int[0], new long[0], new long[0], new long[0], new long[0], new long[0][], new long[0]);
}
