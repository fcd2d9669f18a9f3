package dev.dovetail.models.links;

/**
 * A resource that carries a limited number of transfers at a time: a directed link, a shared bus, a DRAM port, a local port.
 *
 * @param name unique in its network
 * @param kind what it is, for reports
 * @param bandwidth the rate of one transfer on it
 * @param latencyCycles from entering it to being able to enter the next one, at least 0
 * @param femtojoulesPerByte energy of carrying one byte, at least 0
 * @param capacity how many transfers it carries at the same time, at least 1
 */
public record Channel(
    String name, Kind kind, Bandwidth bandwidth, long latencyCycles, long femtojoulesPerByte, int capacity) {
  /** What a channel is. */
  public enum Kind {
    LINK,
    BUS,
    DRAM_PORT,
    /** The way from a tile into its router. */
    INJECT,
    /** The way out of a router into its tile. */
    EJECT
  }

  public Channel {
    if (capacity < 1 || latencyCycles < 0) {
      throw new IllegalArgumentException(
          "The channel (%s) must have a positive capacity and no negative latency.".formatted(name));
    }
  }

  /** A channel that carries one transfer at a time. */
  public Channel(String name, Kind kind, Bandwidth bandwidth, long latencyCycles, long femtojoulesPerByte) {
    this(name, kind, bandwidth, latencyCycles, femtojoulesPerByte, 1);
  }
}
