package dev.dovetail.models.addresses;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An allocator that goes through time as a running program would: it takes a free range when a piece begins, and gives it back when
 * it ends. Pieces that live long stand at the lower end, others at the upper one.
 */
final class Timeline {
  private static final Comparator<Piece> BY_START =
      Comparator.comparingLong(Piece::from).thenComparing(Comparator.comparingLong(Piece::until).reversed())
          .thenComparing(Comparator.comparingLong(Piece::bytes).reversed());

  private final List<Piece> pieces;
  private final long capacity;
  private final int[] order;

  Timeline(List<Piece> pieces, long capacity) {
    this.pieces = pieces;
    this.capacity = capacity;
    this.order = FirstFit.order(pieces, BY_START);
  }

  /**
   * The places of all pieces; where no range is large enough for a piece it stands in several.
   *
   * @param longLife cycles from which a piece is one that lives long
   * @param best whether a piece takes the smallest range that is large enough, not the first one from its end
   * @throws IllegalStateException if more bytes are alive at once than the memory has
   */
  List<Place> places(long longLife, boolean best) {
    Place[] places = new Place[pieces.size()];
    TreeMap<Long, Long> free = new TreeMap<>(); // address -> bytes
    free.put(0L, capacity);
    PriorityQueue<Integer> alive = new PriorityQueue<>(Comparator.comparingLong((Integer i) -> pieces.get(i).until()));
    for (int i : order) {
      Piece piece = pieces.get(i);
      while (!alive.isEmpty() && pieces.get(alive.peek()).until() <= piece.from()) {
        places[alive.remove()].parts().forEach(part -> giveBack(free, part));
      }
      boolean low = piece.until() - piece.from() >= longLife;
      Place.Part whole = range(free, piece.bytes(), low, best);
      Place place = whole == null ? parts(free, piece.bytes(), low) : new Place(List.of(whole));
      place.parts().forEach(part -> take(free, part));
      places[i] = place;
      alive.add(i);
    }
    return List.of(places);
  }

  private static Place.@Nullable Part range(TreeMap<Long, Long> free, long bytes, boolean low, boolean best) {
    Map.Entry<Long, Long> chosen = null;
    for (Map.Entry<Long, Long> gap : (low ? free : free.descendingMap()).entrySet()) {
      if (gap.getValue() >= bytes && (chosen == null || gap.getValue() < chosen.getValue())) {
        chosen = gap;
        if (!best) {
          break;
        }
      }
    }
    return chosen == null ? null : new Place.Part(low ? chosen.getKey() : chosen.getKey() + chosen.getValue() - bytes, bytes);
  }

  /** As few ranges as there can be now: the largest ones. */
  private static Place parts(TreeMap<Long, Long> free, long bytes, boolean low) {
    List<Map.Entry<Long, Long>> gaps = new ArrayList<>(free.entrySet());
    gaps.sort(Map.Entry.<Long, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
    List<Place.Part> parts = new ArrayList<>();
    long left = bytes;
    for (Map.Entry<Long, Long> gap : gaps) {
      if (left > 0) {
        long taken = Math.min(left, gap.getValue());
        parts.add(new Place.Part(low ? gap.getKey() : gap.getKey() + gap.getValue() - taken, taken));
        left -= taken;
      }
    }
    parts.sort(Comparator.comparingLong(Place.Part::address));
    if (left > 0) {
      throw new IllegalStateException("Of %d bytes %d find no free range.".formatted(bytes, left));
    }
    return new Place(parts);
  }

  private static void take(TreeMap<Long, Long> free, Place.Part part) {
    Map.Entry<Long, Long> gap = free.floorEntry(part.address());
    if (gap == null) {
      throw new IllegalStateException("The range at %d is not free.".formatted(part.address()));
    }
    long end = gap.getKey() + gap.getValue();
    free.remove(gap.getKey());
    if (part.address() > gap.getKey()) {
      free.put(gap.getKey(), part.address() - gap.getKey());
    }
    if (part.end() < end) {
      free.put(part.end(), end - part.end());
    }
  }

  private static void giveBack(TreeMap<Long, Long> free, Place.Part part) {
    long address = part.address();
    long end = part.end();
    Map.Entry<Long, Long> below = free.floorEntry(address);
    if (below != null && below.getKey() + below.getValue() == address) {
      address = below.getKey();
      free.remove(address);
    }
    Long above = free.remove(end);
    free.put(address, (above == null ? end : end + above) - address);
  }
}
