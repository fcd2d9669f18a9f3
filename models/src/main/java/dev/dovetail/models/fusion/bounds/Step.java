package dev.dovetail.models.fusion.bounds;

/**
 * A sub-group between two milestones, with what is known of where tensors lie before and after it. Arrays go by the index of the layer in
 * {@link Tiling#layers}. Times are in bytes of the channel: cycles times its bytes per cycle, so that they add up with bytes.
 *
 * @param tiling of the layers
 * @param loads bytes that one tile loads of other layer groups and of external inputs
 * @param stores bytes of one tile that is stored before any later layer may begin
 * @param kept whether all tiles stay on the chip
 * @param spilled whether later layers load them
 * @param guests tensors of earlier sub-groups that are on the chip
 * @param weightsBefore bytes of weights of all layers in earlier sub-groups
 * @param to index of the milestone behind it
 * @param prefetch whether inputs of later layers that lie in DRAM already may be loaded meanwhile
 * @param reload whether weights may be evicted between tiles
 */
@SuppressWarnings("ArrayRecordComponent")
record Step(
    Tiling tiling,
    long[] loads,
    long[] stores,
    boolean[] kept,
    boolean[] spilled,
    Guest[] guests,
    long weightsBefore,
    int to,
    boolean prefetch,
    boolean reload) {

  /**
   * A tensor of an earlier sub-group that is on the chip.
   *
   * @param bytes of all its tiles at least
   * @param stays whether it is still needed behind the sub-group
   * @param readers indices of the layers that read it
   */
  record Guest(long bytes, boolean stays, int[] readers) {}

  int tiles() {
    return tiling.tiles();
  }

  int[] layers() {
    return tiling.layers();
  }

  /** Of one tile. */
  long[] times() {
    return tiling.times();
  }

  /** Bytes of each layer's weights. */
  long[] weights() {
    return tiling.weights();
  }

  /** Bytes of one tile. */
  long[] outputs() {
    return tiling.outputBytes();
  }

  int size() {
    return tiling.layers().length;
  }

  long guestBytes() {
    long bytes = 0;
    for (Guest g : guests) {
      bytes += g.bytes();
    }
    return bytes;
  }

  static long sum(long[] values) {
    long sum = 0;
    for (long v : values) {
      sum += v;
    }
    return sum;
  }
}
