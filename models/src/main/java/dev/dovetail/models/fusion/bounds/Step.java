package dev.dovetail.models.fusion.bounds;

/**
 * A sub-group between two milestones, with what is known of where tensors lie before and after it. Arrays go by the index of the layer in
 * {@code layers}. Times are in bytes of the channel: cycles times its bytes per cycle, so that they add up with bytes.
 *
 * @param tiles T
 * @param layers ids, ascending
 * @param times of one tile
 * @param weights bytes of each layer's weights
 * @param outputs bytes of one tile
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
    int tiles,
    int[] layers,
    long[] times,
    long[] weights,
    long[] outputs,
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

  int size() {
    return layers.length;
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
