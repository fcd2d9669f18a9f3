package dev.dovetail.benchmarks.wormhole;

/** Which way packets take. None of them can deadlock: where the way is not fixed, virtual channels are split in classes. */
public enum PacketRouting {
  /** East or west first, then north or south. */
  XY("XY", 1),
  /** Each packet draws whether it goes XY or YX; half of the virtual channels is for either. */
  XY_YX("XY/YX", 2),
  /**
   * Each packet draws a node in the rectangle between source and destination and goes XY to it, then XY on; half of the virtual channels
   * is for either part. Source: Nesson and Johnsson, ROMM routing on mesh and torus networks, SPAA 1995.
   */
  ROMM("ROMM", 2);

  private final String label;
  private final int leastVirtualChannels;

  PacketRouting(String label, int leastVirtualChannels) {
    this.label = label;
    this.leastVirtualChannels = leastVirtualChannels;
  }

  /** How many virtual channels it needs in order not to deadlock. */
  public int leastVirtualChannels() {
    return leastVirtualChannels;
  }

  /** As in tables. */
  @Override
  public String toString() {
    return label;
  }
}
