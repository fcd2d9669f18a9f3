package dev.dovetail.models.accelerator;

/**
 * An exact rate: {@code bytes} bytes in every {@code cycles} cycles.
 *
 * @param bytes at least 1
 * @param cycles at least 1
 */
public record Bandwidth(long bytes, long cycles) implements Comparable<Bandwidth> {
  public Bandwidth {
    if (bytes < 1 || cycles < 1) {
      throw new IllegalArgumentException("The bandwidth (%d bytes in %d cycles) must be positive.".formatted(bytes, cycles));
    }
  }

  /** A whole number of bytes per cycle. */
  public static Bandwidth ofBytesPerCycle(long bytes) {
    return new Bandwidth(bytes, 1);
  }

  /** Cycles to move {@code amount} bytes, rounded up (for schedules). */
  public long cyclesFor(long amount) {
    return Math.floorDiv(Math.addExact(Math.multiplyExact(amount, cycles), bytes - 1), bytes);
  }

  /** Cycles to move {@code amount} bytes, rounded down (for bounds). */
  public long floorCyclesFor(long amount) {
    return Math.floorDiv(Math.multiplyExact(amount, cycles), bytes);
  }

  /** The slower rate. */
  public Bandwidth min(Bandwidth other) {
    return compareTo(other) <= 0 ? this : other;
  }

  @Override
  public int compareTo(Bandwidth other) {
    return Long.compare(Math.multiplyExact(bytes, other.cycles), Math.multiplyExact(other.bytes, cycles));
  }

  @Override
  public String toString() {
    return cycles == 1 ? bytes + " B/cycle" : bytes + " B per " + cycles + " cycles";
  }
}
