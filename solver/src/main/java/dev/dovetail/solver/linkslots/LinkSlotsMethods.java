package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import dev.dovetail.solver.linkslots.periodic.PeriodicMethods;
import dev.dovetail.solver.process.ProcessBackend;
import java.util.List;

/** Every method of ours that answers kind {@code link-slots}, in the order in which they are listed. */
public final class LinkSlotsMethods {
  private LinkSlotsMethods() {}

  /** All methods; making the list loads no solver's classes. */
  public static List<Method<LinkSlotsProblem, SlotTable>> all() {
    return PeriodicMethods.covering(List.of(
        new GreedyMethod(),
        new LocalSearchMethod(),
        new ConstraintMethod("cp-sat",
            "local search, then OR-Tools CP-SAT: symmetric mappings, proofs slot by slot, routes and starts as intervals",
            150_000, 120_000, () -> new ProcessBackend(new CpSatBackend())),
        new ConstraintMethod("choco", "local search, then Choco on routes and starts as intervals: small problems", 600, 0,
            () -> new ProcessBackend(new ChocoBackend())),
        new ExhaustiveMethod()));
  }
}
