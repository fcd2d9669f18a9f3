package dev.dovetail.solver.linkslots.metro;

import dev.dovetail.models.linkslots.routes.TimedRoute;
import org.jspecify.annotations.Nullable;

/**
 * A genome with what it decodes to.
 *
 * @param genes by message, see {@link Routing}
 * @param order in which messages are injected
 * @param routes by message; null where they would take too much memory, then they are decoded anew
 * @param objective of the decoded table; {@link Long#MAX_VALUE} if it breaks a deadline
 * @param flitHops slots times links, summed over the messages: decides between equal objectives
 */
record Individual(int[][] genes, int[] order, TimedRoute @Nullable [] routes, long objective, long flitHops)
    implements Comparable<Individual> {
  @Override
  public int compareTo(Individual other) {
    int first = Long.compare(objective, other.objective);
    return first != 0 ? first : Long.compare(flitHops, other.flitHops);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "Individual[%d, %d]".formatted(objective, flitHops);
  }
}
