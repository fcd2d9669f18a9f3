package dev.dovetail.models.addresses;

import java.util.List;

/**
 * Where a piece stands: in one range of addresses, or in several parts of which each holds the bytes that follow those of the part before.
 *
 * @param parts ranges of addresses, in the order of the piece's bytes; at least one
 */
public record Place(List<Part> parts) {
  /**
   * A range of addresses.
   *
   * @param address of its first byte
   * @param bytes at least 1
   */
  public record Part(long address, long bytes) {
    /** One past the last address. */
    public long end() {
      return address + bytes;
    }
  }

  public Place {
    parts = List.copyOf(parts);
  }

  /** A place in one part. */
  public static Place of(long address, long bytes) {
    return new Place(List.of(new Part(address, bytes)));
  }

  /** Whether it is one range. */
  public boolean isWhole() {
    return parts.size() == 1;
  }

  /** The address of the first byte. */
  public long address() {
    return parts.get(0).address();
  }
}
