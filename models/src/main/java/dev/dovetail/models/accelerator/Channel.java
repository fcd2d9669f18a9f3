package dev.dovetail.models.accelerator;

/**
 * A resource that carries one transfer at a time: a directed link, a shared bus, or a DRAM port.
 *
 * @param name unique in its accelerator
 * @param kind what it is, for reports
 * @param bandwidth its rate
 * @param latencyCycles from entering it to leaving it, at least 0
 * @param femtojoulesPerByte energy of carrying one byte, at least 0
 */
public record Channel(String name, Kind kind, Bandwidth bandwidth, long latencyCycles, long femtojoulesPerByte) {
  /** What a channel is. */
  public enum Kind {
    LINK,
    BUS,
    DRAM_PORT
  }
}
