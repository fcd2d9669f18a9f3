package dev.dovetail.models.addresses;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * First fit in an order that learns: each piece gets the lowest address that is free in all of its cycles; a piece that finds none comes
 * earlier in the next round.
 */
final class FirstFit {
  private final List<Piece> pieces;
  private final long capacity;
  private final Budget budget;
  private int failed;

  FirstFit(List<Piece> pieces, long capacity, Budget budget) {
    this.pieces = pieces;
    this.capacity = capacity;
    this.budget = budget;
  }

  /** The addresses of all pieces in this order or one repaired from it in so many rounds, or null. */
  long @Nullable [] addresses(int[] firstOrder, int rounds) {
    int[] order = firstOrder.clone();
    int[] failures = new int[pieces.size()];
    for (int round = 0; round < rounds && !budget.isSpent(); round++) {
      long[] addresses = inOrder(order);
      if (addresses != null) {
        return addresses;
      }
      if (failed < 0) {
        return null;
      }
      // The more often a piece failed, the further it comes to the front.
      int at = indexOf(order, failed);
      int to = at >> Math.min(30, ++failures[failed]);
      int piece = order[at];
      System.arraycopy(order, to, order, to + 1, at - to);
      order[to] = piece;
    }
    return null;
  }

  private static int indexOf(int[] order, int piece) {
    int at = 0;
    while (order[at] != piece) {
      at++;
    }
    return at;
  }

  private long @Nullable [] inOrder(int[] order) {
    long[] addresses = new long[pieces.size()];
    int[] placed = new int[order.length]; // by address, ascending
    int size = 0;
    failed = -1;
    for (int i : order) {
      if (!budget.take(size + 1L)) {
        return null;
      }
      Piece piece = pieces.get(i);
      long address = 0;
      for (int p = 0; p < size; p++) {
        int j = placed[p];
        if (pieces.get(j).meets(piece)) {
          if (addresses[j] - address >= piece.bytes()) {
            break;
          }
          address = Math.max(address, addresses[j] + pieces.get(j).bytes());
        }
      }
      if (address + piece.bytes() > capacity) {
        failed = i;
        return null;
      }
      addresses[i] = address;
      insert(placed, size++, i, addresses);
    }
    return addresses;
  }

  private static void insert(int[] placed, int size, int i, long[] addresses) {
    int lo = 0;
    int hi = size;
    while (lo < hi) {
      int middle = (lo + hi) >>> 1;
      if (addresses[placed[middle]] <= addresses[i]) {
        lo = middle + 1;
      } else {
        hi = middle;
      }
    }
    System.arraycopy(placed, lo, placed, lo + 1, size - lo);
    placed[lo] = i;
  }

  /** The positions of a list, sorted. */
  static int[] order(List<Piece> pieces, java.util.Comparator<Piece> by) {
    Integer[] order = new Integer[pieces.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, java.util.Comparator.comparing((Integer i) -> pieces.get(i), by).thenComparing(i -> i));
    return Arrays.stream(order).mapToInt(i -> i).toArray();
  }
}
