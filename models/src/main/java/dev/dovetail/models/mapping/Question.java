package dev.dovetail.models.mapping;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What is asked of a machine, piece by piece, so that each piece can be taken away.
 *
 * @param wishes the user's
 * @param capacities bytes of every core's buffer, by core
 * @param everywhere layers that every core is taken to run and to hold, whatever its operators
 */
record Question(List<Requirement> wishes, List<Long> capacities, BitSet everywhere) {
  /** A buffer that holds anything. */
  static final long UNLIMITED = Long.MAX_VALUE;

  Question {
    wishes = List.copyOf(wishes);
    capacities = List.copyOf(capacities);
    everywhere = (BitSet) everywhere.clone();
  }

  Question with(List<Requirement> others) {
    return new Question(others, capacities, everywhere);
  }

  Question without(Requirement wish) {
    return with(wishes.stream().filter(w -> w != wish).toList());
  }

  /** With other wishes in the place of one. */
  Question replaced(Requirement wish, List<Requirement> others) {
    List<Requirement> all = new ArrayList<>();
    wishes.forEach(w -> all.addAll(w == wish ? others : List.of(w)));
    return with(all);
  }

  Question withCapacity(int core, long bytes) {
    List<Long> all = new ArrayList<>(capacities);
    all.set(core, bytes);
    return new Question(wishes, all, everywhere);
  }

  Question withEverywhere(int layer) {
    BitSet more = (BitSet) everywhere.clone();
    more.set(layer);
    return new Question(wishes, capacities, more);
  }
}
