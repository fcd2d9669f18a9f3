package dev.dovetail.models.addresses;

import java.util.List;

/**
 * The places of all pieces of a memory.
 *
 * @param places by piece; empty if more bytes are alive at once than the memory has
 * @param peakBytes most bytes that are alive at once
 * @param proved whether it is certain that no better packing exists: with whole places that is trivial, else no places in one part each exist
 * @param note what stands in the way of places in one part each; empty if nothing does
 */
public record Packing(List<Place> places, long peakBytes, boolean proved, String note) {
  public Packing {
    places = List.copyOf(places);
  }

  /** Whether the memory is large enough: each piece has a place. */
  public boolean fits() {
    return !places.isEmpty() || peakBytes == 0;
  }

  /** Whether each piece stands in one part. */
  public boolean isWhole() {
    return places.stream().allMatch(Place::isWhole);
  }

  /** How many pieces stand in several parts. */
  public int inParts() {
    return (int) places.stream().filter(p -> !p.isWhole()).count();
  }
}
