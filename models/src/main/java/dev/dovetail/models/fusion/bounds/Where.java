package dev.dovetail.models.fusion.bounds;

/**
 * Where a tensor lies between two sub-groups that some later layer reads.
 *
 * <p>Role: digits of a label's state. A tensor is stored if one of its readers stands in a later layer group, and stays on the chip until its last
 * reader in its own group has finished.
 */
final class Where {
  /** In DRAM: all readers that are left load it. */
  static final byte DRAM = 0;
  /** On the chip for all readers; it is never stored. */
  static final byte CHIP = 1;
  /** On the chip for the next readers, stored for later ones. */
  static final byte BOTH = 2;
  /** Not followed: it costs nothing. */
  static final byte UNKNOWN = 3;

  private static final int BASE = 3;

  private Where() {}

  /** A number for the places of a milestone's tensors. */
  static long code(byte[] places) {
    long code = 0;
    for (byte p : places) {
      code = BASE * code + p;
    }
    return code;
  }

  /** The places of {@code count} tensors from their number. */
  static byte[] places(long code, int count) {
    byte[] places = new byte[count];
    long rest = code;
    for (int i = count - 1; i >= 0; i--) {
      places[i] = (byte) (rest % BASE);
      rest /= BASE;
    }
    return places;
  }
}
