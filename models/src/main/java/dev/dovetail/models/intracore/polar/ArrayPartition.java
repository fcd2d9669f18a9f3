package dev.dovetail.models.intracore.polar;

/**
 * Which two dimensions of a convolution the sides of the array unroll; in the order in which the public program tries them.
 */
enum ArrayPartition {
  CHANNEL_KERNEL(true, true, false, false, false),
  CHANNEL_BATCH(true, false, false, false, true),
  BATCH_KERNEL(false, true, false, false, true),
  CHANNEL_WIDTH(true, false, false, true, false),
  HEIGHT_KERNEL(false, true, true, false, false),
  HEIGHT_WIDTH(false, false, true, true, false);

  private static final ArrayPartition[] ALL = values();

  final boolean channels;
  final boolean outChannels;
  final boolean height;
  final boolean width;
  final boolean batch;

  ArrayPartition(boolean channels, boolean outChannels, boolean height, boolean width, boolean batch) {
    this.channels = channels;
    this.outChannels = outChannels;
    this.height = height;
    this.width = width;
    this.batch = batch;
  }

  static ArrayPartition at(int index) {
    return ALL[index];
  }

  static int count() {
    return ALL.length;
  }
}
