package dev.dovetail.models.addresses;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives pieces of a memory their addresses: rectangles of bytes x cycles that must not overlap.
 *
 * <p>Role: shows that the bytes that fit in sum also fit in place. It tries first fit and best fit in the order of time, first fit in other
 * orders which it repairs, and a complete search. Where none of these gives each piece one range, as few pieces as it can stand
 * in several: so whatever fits in sum gets its place. One packer serves all memories of a machine; its steps are counted, so
 * that the answer is always the same.
 */
public final class AddressPacker {
  private static final long STEPS = 6_000_000;
  private static final int LONGEST_REPAIR = 4_000;
  private static final int LARGEST_SEARCH = 300;
  private static final int ROUNDS = 400;
  private static final double[] LONG_LIVES = {0, 0.5, 0.75, 0.9, 0.25};

  private static final List<Comparator<Piece>> ORDERS = List.of(
      Comparator.comparingDouble(Piece::area).reversed(),
      Comparator.comparingLong((Piece p) -> p.until() - p.from()).reversed(),
      Comparator.comparingLong(Piece::bytes).reversed());

  private final Budget budget;

  /** A packer with the usual number of steps. */
  public AddressPacker() {
    this(STEPS);
  }

  /**
   * @param steps elementary steps that it may take beyond one pass per memory
   */
  public AddressPacker(long steps) {
    this.budget = new Budget(steps);
  }

  /** The places of all pieces below {@code capacity}; none if more bytes are alive at once. */
  public Packing pack(List<Piece> pieces, long capacity) {
    long peak = peak(pieces);
    if (peak > capacity) {
      return new Packing(List.of(), peak, true, "%d bytes are alive at once, the memory has %d".formatted(peak, capacity));
    }
    Place[] places = new Place[pieces.size()];
    boolean proved = false;
    int parted = 0;
    for (List<Integer> stretch : stretches(pieces)) {
      List<Piece> some = stretch.stream().map(pieces::get).toList();
      Stretch packed = stretch(some, capacity);
      proved |= packed.proved();
      for (int k = 0; k < some.size(); k++) {
        places[stretch.get(k)] = packed.places().get(k);
        parted += packed.places().get(k).isWhole() ? 0 : 1;
      }
    }
    String note = parted == 0
        ? ""
        : "%d of %d pieces stand in several parts: %s, with up to %d of %d bytes alive".formatted(parted,
            pieces.size(),
            proved ? "that no addresses in one part each exist is proved" : "no addresses in one part each were found", peak,
            capacity);
    return new Packing(List.of(places), peak, parted == 0 || proved, note);
  }

  /** Most bytes that are alive at once. */
  public static long peak(List<Piece> pieces) {
    List<long[]> changes = new ArrayList<>();
    for (Piece piece : pieces) {
      changes.add(new long[] {piece.from(), piece.bytes()});
      changes.add(new long[] {piece.until(), -piece.bytes()});
    }
    changes.sort(Comparator.<long[]>comparingLong(c -> c[0]).thenComparingLong(c -> c[1]));
    long alive = 0;
    long peak = 0;
    for (long[] change : changes) {
      alive += change[1];
      peak = Math.max(peak, alive);
    }
    return peak;
  }

  /** Pieces by stretches of cycles between which nothing stays: each can be packed alone. */
  private static List<List<Integer>> stretches(List<Piece> pieces) {
    List<List<Integer>> stretches = new ArrayList<>();
    long end = Long.MIN_VALUE;
    for (int i : FirstFit.order(pieces, Comparator.comparingLong(Piece::from))) {
      if (pieces.get(i).from() >= end) {
        stretches.add(new ArrayList<>());
      }
      stretches.get(stretches.size() - 1).add(i);
      end = Math.max(end, pieces.get(i).until());
    }
    return stretches;
  }

  private record Stretch(List<Place> places, boolean proved) {}

  private Stretch stretch(List<Piece> pieces, long capacity) {
    Timeline timeline = new Timeline(pieces, capacity);
    long[] lives = pieces.stream().mapToLong(p -> p.until() - p.from()).sorted().toArray();
    List<Place> fewest = null;
    for (double share : LONG_LIVES) {
      for (boolean best : new boolean[] {false, true}) {
        List<Place> places = timeline.places(lives[(int) (share * (lives.length - 1))], best);
        if (fewest == null || parted(places) < parted(fewest)) {
          fewest = places;
        }
        if (parted(fewest) == 0) {
          return new Stretch(fewest, true);
        }
      }
    }
    Optional<long[]> repaired = repaired(pieces, capacity);
    if (repaired.isPresent()) {
      return new Stretch(whole(pieces, repaired.get()), true);
    }
    if (pieces.size() <= LARGEST_SEARCH) {
      Budget part = budget.part(2);
      Skyline search = new Skyline(pieces, capacity, part);
      long @Nullable [] addresses = search.addresses();
      budget.back(part);
      if (addresses != null) {
        return new Stretch(whole(pieces, addresses), true);
      }
      return new Stretch(Objects.requireNonNull(fewest), search.isComplete());
    }
    return new Stretch(Objects.requireNonNull(fewest), false);
  }

  private Optional<long[]> repaired(List<Piece> pieces, long capacity) {
    if (pieces.size() > LONGEST_REPAIR) {
      return Optional.empty();
    }
    for (Comparator<Piece> order : ORDERS) {
      Budget part = budget.part(8);
      long @Nullable [] addresses = new FirstFit(pieces, capacity, part).addresses(FirstFit.order(pieces, order), ROUNDS);
      budget.back(part);
      if (addresses != null) {
        return Optional.of(addresses);
      }
    }
    return Optional.empty();
  }

  private static long parted(List<Place> places) {
    return places.stream().filter(p -> !p.isWhole()).count();
  }

  private static List<Place> whole(List<Piece> pieces, long[] addresses) {
    Place[] places = new Place[addresses.length];
    Arrays.setAll(places, i -> Place.of(addresses[i], pieces.get(i).bytes()));
    return List.of(places);
  }
}
