package dev.dovetail.models.stream.hardware;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/**
 * One memory level of a Stream core.
 *
 * <p>Source: the core files of Stream and ZigZag (arXiv 2212.10612, stream-dse 1.13.14).
 *
 * @param name unique in its core
 * @param sizeBits capacity of one instance, at least 0
 * @param readPicojoules energy of one read access at port width, at least 0
 * @param writePicojoules energy of one write access at port width, at least 0
 * @param holds the operands that it stores
 * @param sharedAlong the array axes along which one instance is shared; empty if there is one instance per array unit
 * @param ports its ports
 */
public record MemoryDescription(
    String name, long sizeBits, BigDecimal readPicojoules, BigDecimal writePicojoules, Set<Operand> holds,
    List<String> sharedAlong, List<Port> ports) {
  /** What a memory holds, in the file's own letters. */
  public enum Operand {
    /** Activation. */
    I1,
    /** Weight, or the second operand. */
    I2,
    /** Output. */
    O
  }

  /**
   * A port.
   *
   * @param name unique in its memory
   * @param reads whether it can read
   * @param writes whether it can write
   * @param bitsPerCycle its largest rate
   * @param serves operand and direction of each use, as the file writes it, for example {@code I1, tl}
   */
  public record Port(String name, boolean reads, boolean writes, BigDecimal bitsPerCycle, List<String> serves) {
    public Port {
      serves = List.copyOf(serves);
    }
  }

  public MemoryDescription {
    holds = Set.copyOf(holds);
    sharedAlong = List.copyOf(sharedAlong);
    ports = List.copyOf(ports);
  }

  /** The largest rate of a port that reads; the largest of all ports if none does, and one bit if there is no port. */
  public BigDecimal readBitsPerCycle() {
    return rate(true);
  }

  /** The largest rate of a port that writes, likewise. */
  public BigDecimal writeBitsPerCycle() {
    return rate(false);
  }

  private BigDecimal rate(boolean reading) {
    BigDecimal own = BigDecimal.ZERO;
    BigDecimal any = BigDecimal.ONE;
    for (Port p : ports) {
      any = any.max(p.bitsPerCycle);
      if (reading ? p.reads : p.writes) {
        own = own.max(p.bitsPerCycle);
      }
    }
    return own.signum() > 0 ? own : any;
  }
}
