package dev.dovetail.benchmarks.soma;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of the table: a problem with what SoMa reached, what its annealer reaches here, and what our method reaches.
 *
 * @param point name of the problem
 * @param rules which of SoMa's rules on plans are lifted, in words
 * @param recorded what the public program reached at the point, also where rules are lifted; null if there is no record
 * @param annealer runs of the reimplemented annealer, one per seed; empty where rules are lifted
 * @param ours the run of our method
 */
record SomaRow(String point, String rules, @Nullable Recorded recorded, List<Answer> annealer, Answer ours) {
  SomaRow {
    annealer = List.copyOf(annealer);
  }
}
