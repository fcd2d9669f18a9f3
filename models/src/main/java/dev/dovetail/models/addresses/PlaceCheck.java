package dev.dovetail.models.addresses;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The judge of addresses: every piece stands inside of the memory with all of its bytes, and no two that are alive in one cycle
 * share a byte.
 *
 * <p>Role: sweeps through the cycles with the ranges that are taken; knows nothing of how the places were found.
 */
public final class PlaceCheck {
  private record Event(long cycle, boolean begins, int piece) {}

  private PlaceCheck() {}

  /** Everything that is wrong, in words; empty if nothing is. */
  public static List<String> faults(List<Piece> pieces, List<Place> places, long capacity) {
    if (pieces.size() != places.size()) {
      return List.of("%d pieces have %d places".formatted(pieces.size(), places.size()));
    }
    List<String> faults = new ArrayList<>();
    boolean[] sound = new boolean[pieces.size()];
    Arrays.fill(sound, true);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      long bytes = 0;
      for (Place.Part part : places.get(i).parts()) {
        bytes += part.bytes();
        if (part.address() < 0 || part.bytes() < 1 || part.address() > capacity - part.bytes()) {
          faults.add("piece %d takes the bytes [%d, %d) of a memory of %d".formatted(i, part.address(), part.end(), capacity));
          sound[i] = false;
        }
      }
      if (bytes != pieces.get(i).bytes()) {
        faults.add("piece %d has a place of %d bytes and needs %d".formatted(i, bytes, pieces.get(i).bytes()));
        sound[i] = false;
      }
      events.add(new Event(pieces.get(i).from(), true, i));
      events.add(new Event(pieces.get(i).until(), false, i));
    }
    events.sort(Comparator.comparingLong(Event::cycle).thenComparing(Event::begins));
    TreeMap<Long, long[]> taken = new TreeMap<>(); // address -> end, piece
    for (Event event : events) {
      if (sound[event.piece()]) {
        for (Place.Part part : places.get(event.piece()).parts()) {
          if (event.begins()) {
            begin(event, part, taken, faults);
          } else {
            long[] holder = taken.get(part.address());
            if (holder != null && holder[1] == event.piece()) {
              taken.remove(part.address());
            }
          }
        }
      }
    }
    return faults;
  }

  private static void begin(Event event, Place.Part part, TreeMap<Long, long[]> taken, List<String> faults) {
    Map.Entry<Long, long[]> below = taken.floorEntry(part.address());
    Map.Entry<Long, long[]> above = taken.higherEntry(part.address());
    long[] other = below != null && below.getValue()[0] > part.address()
        ? below.getValue()
        : above != null && above.getKey() < part.end() ? above.getValue() : null;
    if (other == null) {
      taken.put(part.address(), new long[] {part.end(), event.piece()});
    } else {
      faults.add("in cycle %d the pieces %d and %d share bytes of [%d, %d)".formatted(event.cycle(), other[1], event.piece(),
          part.address(), part.end()));
    }
  }
}
