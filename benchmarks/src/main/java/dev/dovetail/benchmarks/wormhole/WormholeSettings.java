package dev.dovetail.benchmarks.wormhole;

/**
 * What the traditional network is like.
 *
 * @param columns width of the mesh, tile y * columns + x is at (x, y); at least 1
 * @param rows height of the mesh, at least 1
 * @param virtualChannels of every input, 1 to 32
 * @param bufferFlits places of every virtual channel, at least 1
 * @param packetFlits longest packet, at least 1
 * @param hop cycles per hop
 * @param routing which way packets take
 * @param seed of what packets draw
 */
public record WormholeSettings(
    int columns,
    int rows,
    int virtualChannels,
    int bufferFlits,
    int packetFlits,
    HopPipeline hop,
    PacketRouting routing,
    long seed) {
  /** As many as a word of flags holds. */
  public static final int MOST_VIRTUAL_CHANNELS = 32;

  public WormholeSettings {
    if (columns < 1 || rows < 1) {
      throw new IllegalArgumentException("The mesh (%d x %d) must have a tile.".formatted(columns, rows));
    }
    if (bufferFlits < 1 || packetFlits < 1) {
      throw new IllegalArgumentException(
          "The places (%d) of a virtual channel and the flits (%d) of a packet must be positive.".formatted(bufferFlits,
              packetFlits));
    }
    if (virtualChannels < routing.leastVirtualChannels() || virtualChannels > MOST_VIRTUAL_CHANNELS) {
      throw new IllegalArgumentException("The number of virtual channels (%d) must be in %d to %d for routing %s.".formatted(
          virtualChannels, routing.leastVirtualChannels(), MOST_VIRTUAL_CHANNELS, routing));
    }
  }

  /** The usual network: XY, 4 virtual channels of 8 flits, 4 cycles per hop. */
  public static WormholeSettings usual(int columns, int rows, int packetFlits) {
    return new WormholeSettings(columns, rows, 4, 8, packetFlits, HopPipeline.FOUR_CYCLES, PacketRouting.XY, 1);
  }

  /** The same with another number of virtual channels. */
  public WormholeSettings withVirtualChannels(int other) {
    return new WormholeSettings(columns, rows, other, bufferFlits, packetFlits, hop, routing, seed);
  }

  /** The same with another pipeline. */
  public WormholeSettings withHop(HopPipeline other) {
    return new WormholeSettings(columns, rows, virtualChannels, bufferFlits, packetFlits, other, routing, seed);
  }

  /** The same with other packets. */
  public WormholeSettings withPacketFlits(int other) {
    return new WormholeSettings(columns, rows, virtualChannels, bufferFlits, other, hop, routing, seed);
  }

  /** The same with another routing and what is drawn for it. */
  public WormholeSettings withRouting(PacketRouting other, long otherSeed) {
    return new WormholeSettings(columns, rows, virtualChannels, bufferFlits, packetFlits, hop, other, otherSeed);
  }
}
