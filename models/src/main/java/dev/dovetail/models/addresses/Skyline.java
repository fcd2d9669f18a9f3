package dev.dovetail.models.addresses;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Branch and bound over all packings in which nothing can be moved down.
 *
 * <p>Role: finds a packing or proves that there is none. Pieces are placed in the order of their addresses, each on top of what
 * stands in its cycles already: any packing that is pushed down arises so. A branch ends where the bytes that are still to come in some
 * cycle do not fit above the address that was reached. The scheme is that of MiniMalloc (Moffitt, ASPLOS 2023).
 */
final class Skyline {
  private final List<Piece> pieces;
  private final long capacity;
  private final Budget budget;
  private final int[] first; // section in which a piece begins
  private final int[] end;
  private final long[] height; // of each section: one past the highest address taken
  private final long[] rest; // of each section: bytes of its pieces that have no address
  private final long[] addresses;
  private final boolean[] placed;
  private boolean complete = true;

  Skyline(List<Piece> pieces, long capacity, Budget budget) {
    this.pieces = pieces;
    this.capacity = capacity;
    this.budget = budget;
    long[] starts = pieces.stream().mapToLong(Piece::from).distinct().sorted().toArray();
    this.first = new int[pieces.size()];
    this.end = new int[pieces.size()];
    this.height = new long[starts.length];
    this.rest = new long[starts.length];
    this.addresses = new long[pieces.size()];
    this.placed = new boolean[pieces.size()];
    for (int i = 0; i < pieces.size(); i++) {
      first[i] = Arrays.binarySearch(starts, pieces.get(i).from());
      int until = Arrays.binarySearch(starts, pieces.get(i).until());
      end[i] = until < 0 ? -until - 1 : until;
      for (int s = first[i]; s < end[i]; s++) {
        rest[s] += pieces.get(i).bytes();
      }
    }
  }

  /** The addresses, or null: then {@link #isComplete} says whether there are none. */
  long @Nullable [] addresses() {
    return fits(0) && search(0, 0, -1) ? addresses : null;
  }

  /** Whether everything was searched. */
  boolean isComplete() {
    return complete;
  }

  /** Whether what is to come fits above {@code floor} in all sections. */
  private boolean fits(long floor) {
    for (int s = 0; s < rest.length; s++) {
      if (rest[s] > 0 && Math.max(height[s], floor) + rest[s] > capacity) {
        return false;
      }
    }
    return true;
  }

  private boolean search(int done, long floor, int last) {
    if (done == placed.length) {
      return true;
    }
    if (!budget.take(4L * (placed.length - done) + height.length)) {
      complete = false;
      return false;
    }
    long[] tops = new long[placed.length];
    Integer[] open = new Integer[placed.length - done];
    int candidates = 0;
    long lowestEnd = Long.MAX_VALUE;
    for (int i = 0; i < placed.length; i++) {
      if (!placed[i]) {
        tops[i] = top(i);
        lowestEnd = Math.min(lowestEnd, tops[i] + pieces.get(i).bytes());
        open[candidates++] = i;
      }
    }
    Arrays.sort(open, (a, b) -> compare(a, b, tops));
    for (int i : open) {
      // At the lowest end or above, the piece that ends there could still be moved below: the branch that does so is as good.
      // Of pieces at one address any order is as good: ascending numbers.
      if (tops[i] < floor || tops[i] >= lowestEnd || tops[i] == floor && i < last) {
        continue;
      }
      if (place(i, tops[i], done)) {
        return true;
      }
      if (!complete) {
        return false;
      }
    }
    return false;
  }

  /** Low addresses first, of equal ones the piece that takes most. */
  private int compare(int a, int b, long[] tops) {
    if (tops[a] != tops[b]) {
      return Long.compare(tops[a], tops[b]);
    }
    int byArea = Double.compare(pieces.get(b).area(), pieces.get(a).area());
    return byArea != 0 ? byArea : Integer.compare(a, b);
  }

  private boolean place(int i, long address, int done) {
    long[] before = Arrays.copyOfRange(height, first[i], end[i]);
    long bytes = pieces.get(i).bytes();
    addresses[i] = address;
    placed[i] = true;
    for (int s = first[i]; s < end[i]; s++) {
      height[s] = address + bytes;
      rest[s] -= bytes;
    }
    if (fits(address) && search(done + 1, address, i)) {
      return true;
    }
    placed[i] = false;
    System.arraycopy(before, 0, height, first[i], before.length);
    for (int s = first[i]; s < end[i]; s++) {
      rest[s] += bytes;
    }
    return false;
  }

  private long top(int i) {
    long top = 0;
    for (int s = first[i]; s < end[i]; s++) {
      top = Math.max(top, height[s]);
    }
    return top;
  }
}
