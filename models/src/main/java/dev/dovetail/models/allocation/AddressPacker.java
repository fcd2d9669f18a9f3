package dev.dovetail.models.allocation;

import dev.dovetail.models.Exact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Gives every buffer of one core an address: rectangles of bytes x cycles that must not overlap.
 *
 * <p>Role: shows that the bytes that fit in sum also fit in place, each in one piece. Offline first fit in several orders; it
 * may give up although a packing exists, and then says so.
 */
final class AddressPacker {
  /**
   * Something that occupies memory for a while.
   *
   * @param from first cycle
   * @param until one past the last cycle
   * @param bytes at least 1
   */
  record Piece(long from, long until, long bytes) {}

  private static final List<Comparator<Piece>> ORDERS = List.of(
      Comparator.comparingLong(Piece::from).thenComparing(Comparator.comparingLong(Piece::until).reversed()),
      Comparator.comparingLong(Piece::bytes).reversed(),
      Comparator.comparingLong((Piece p) -> p.until() - p.from()).reversed(),
      Comparator.comparingLong((Piece p) -> Exact.multiply(p.bytes(), p.until() - p.from())).reversed());

  private AddressPacker() {}

  /** The address of each piece such that none reaches beyond {@code capacity}; empty if no order packs them. */
  static Optional<long[]> pack(List<Piece> pieces, long capacity) {
    for (Comparator<Piece> order : ORDERS) {
      Optional<long[]> addresses = firstFit(pieces, order, capacity);
      if (addresses.isPresent()) {
        return addresses;
      }
    }
    return Optional.empty();
  }

  private static Optional<long[]> firstFit(List<Piece> pieces, Comparator<Piece> by, long capacity) {
    Integer[] order = new Integer[pieces.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing((Integer i) -> pieces.get(i), by).thenComparing(i -> i));
    long[] addresses = new long[pieces.size()];
    List<Integer> placed = new ArrayList<>(); // by address, ascending
    for (int i : order) {
      Piece piece = pieces.get(i);
      long address = 0;
      for (int j : placed) {
        Piece other = pieces.get(j);
        if (other.from() < piece.until() && piece.from() < other.until()) {
          if (addresses[j] - address >= piece.bytes()) {
            break;
          }
          address = Math.max(address, addresses[j] + other.bytes());
        }
      }
      if (address + piece.bytes() > capacity) {
        return Optional.empty();
      }
      addresses[i] = address;
      insert(placed, i, addresses);
    }
    return Optional.of(addresses);
  }

  private static void insert(List<Integer> placed, int i, long[] addresses) {
    int lo = 0;
    int hi = placed.size();
    while (lo < hi) {
      int middle = (lo + hi) >>> 1;
      if (addresses[placed.get(middle)] <= addresses[i]) {
        lo = middle + 1;
      } else {
        hi = middle;
      }
    }
    placed.add(lo, i);
  }
}
