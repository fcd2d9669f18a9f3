package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import dev.dovetail.solver.exhaustive.ExhaustiveBackend;
import dev.dovetail.solver.process.ProcessBackend;
import java.util.List;

/** Which way of answering periodic problems belongs to which method of kind {@code link-slots}. */
public final class PeriodicMethods {
  private PeriodicMethods() {}

  /** The same methods under the same names; those that have a way of answering periodic problems answer them, too. */
  public static List<Method<LinkSlotsProblem, SlotTable>> covering(List<Method<LinkSlotsProblem, SlotTable>> methods) {
    return methods.stream().map(PeriodicMethods::covering).toList();
  }

  private static Method<LinkSlotsProblem, SlotTable> covering(Method<LinkSlotsProblem, SlotTable> method) {
    return switch (method.name()) {
      case "greedy" -> PeriodicMethod.greedy(method);
      case "lns", "cp-sat" -> PeriodicMethod.exact(method, () -> new ProcessBackend(new CpSatBackend()));
      case "choco" -> PeriodicMethod.exact(method, () -> new ProcessBackend(new ChocoBackend()));
      case "exhaustive" -> PeriodicMethod.oracle(method, ExhaustiveBackend::new);
      default -> method;
    };
  }
}
