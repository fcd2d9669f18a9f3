package dev.dovetail.models.intracore.mapper;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * The vectors that no other beats so far, sorted, each with what it stands for. Of equal vectors the one that came first stays.
 *
 * @param <T> what a vector stands for
 */
final class ParetoArchive<T> {
  /** A vector and what it stands for. */
  record Entry<T>(Vector vector, T value) {}

  private final List<Vector> vectors = new ArrayList<>();
  private final List<Entry<T>> entries = new ArrayList<>();

  /** Whether a kept vector is at most {@code vector} in every objective. */
  boolean covers(Vector vector) {
    // Only vectors that are not later in the order can be: equal ones are found, larger ones are not looked at.
    for (Vector kept : vectors) {
      if (kept.cycles() > vector.cycles()) {
        return false;
      }
      if (kept.noWorseThan(vector)) {
        return true;
      }
    }
    return false;
  }

  /** Keeps the vector if no kept one is at most as large, and forgets those that it beats. */
  void offer(Vector vector, Supplier<T> value) {
    if (covers(vector)) {
      return;
    }
    int found = Collections.binarySearch(vectors, vector, Vector.ORDER);
    int at = found < 0 ? -found - 1 : found;
    int to = at;
    for (int i = at; i < vectors.size(); i++) {
      if (!vector.noWorseThan(vectors.get(i))) {
        vectors.set(to, vectors.get(i));
        entries.set(to, entries.get(i));
        to++;
      }
    }
    vectors.subList(to, vectors.size()).clear();
    entries.subList(to, entries.size()).clear();
    vectors.add(at, vector);
    entries.add(at, new Entry<>(vector, value.get()));
  }

  /** What is kept, in the order of the vectors. */
  List<Entry<T>> entries() {
    return List.copyOf(entries);
  }
}
