package dev.dovetail.benchmarks.metro;

import dev.dovetail.solver.Gap;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line of a table: a set with one sort of routes, slots against the traditional network.
 *
 * @param set name of the set
 * @param trees whether the slot tables use trees; the traditional network never does
 * @param routes of the slot tables
 * @param messages how many the slot tables schedule
 * @param localPorts how the way between tile and router counts
 * @param packetFlits longest packet of the traditional network
 * @param baseline the traditional network
 * @param greedy the greedy scheduler
 * @param metro METRO's search as reconstructed; null where its routes are not allowed
 * @param best our method
 */
record MetroRow(
    String set,
    boolean trees,
    SlotRoutes routes,
    int messages,
    String localPorts,
    int packetFlits,
    Baseline baseline,
    SlotAnswer greedy,
    @Nullable SlotAnswer metro,
    SlotAnswer best) {

  /** The best bound that any of the runs proved; each holds for the same problem. */
  @Nullable
  SlotAnswer tightest() {
    return Stream.of(best, greedy, metro).filter(Objects::nonNull).filter(a -> a.bound() != null)
        .reduce((a, b) -> Objects.requireNonNull(b.bound()) > Objects.requireNonNull(a.bound()) ? b : a).orElse(null);
  }

  /** The best bound, slots. */
  @Nullable
  Long bound() {
    SlotAnswer tightest = tightest();
    return tightest == null ? null : tightest.bound();
  }

  /** Between our makespan and the best bound. */
  @Nullable
  Double gap() {
    Long bound = bound();
    return best.objective() == null || bound == null ? null : Double.valueOf(Gap.of(best.objective(), bound));
  }

  /** Whether a port of a tile binds: then no routes and no slots gain more than a few per cent. */
  boolean isPortBound() {
    SlotAnswer tightest = tightest();
    return tightest != null && tightest.boundSource() != null && tightest.boundSource().contains("port");
  }

  /** How many times as long the traditional network needs; null if either is not known. */
  @Nullable
  Double speedUp(@Nullable Long cycles) {
    return cycles == null || best.objective() == null ? null : Double.valueOf((double) cycles / best.objective());
  }

  /** The most that any slot table can gain over the traditional network with XY and 4 cycles per hop. */
  @Nullable
  Double atMost() {
    Long bound = bound();
    Long xy = baseline.xy();
    return bound == null || xy == null ? null : Double.valueOf((double) xy / bound);
  }
}
