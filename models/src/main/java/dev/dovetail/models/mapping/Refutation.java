package dev.dovetail.models.mapping;

import java.util.List;

/**
 * A proof that a question has no answer.
 *
 * @param claim one sentence: what cannot be
 * @param layers indices of the layers that it is about; empty if it is about fusion groups alone
 * @param missingBytes what all cores together hold too little of what must be on chip at once; 0 if it is not about that
 */
record Refutation(String claim, List<Integer> layers, long missingBytes) {
  Refutation {
    layers = List.copyOf(layers);
  }

  Refutation(String claim, List<Integer> layers) {
    this(claim, layers, 0);
  }
}
