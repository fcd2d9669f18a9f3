package dev.dovetail.models.pipeline;

import dev.dovetail.models.Findings;
import dev.dovetail.models.Violation;
import dev.dovetail.models.linkslots.LinkSlotsEvaluator;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import java.util.List;
import java.util.Optional;

/**
 * The rules of the transfers between the clusters of a segment, where they need slots on the links of the mesh: every rule of kind link-slots,
 * against messages and deadlines that follow from the plan.
 *
 * <p>Rules by name: {@code traffic} where there is no slot table, one too many, slots without contention, or no mesh; otherwise those of
 * {@link LinkSlotsEvaluator} behind {@code traffic-}, for example {@code traffic-deadline}.
 */
final class TrafficRules {
  private TrafficRules() {}

  /** Checks the transfers of segment {@code s}. */
  static void check(PipelineProblem problem, PipelinePlan plan, int s, Findings findings) {
    String where = PlanPlaces.segment(s);
    List<String> faults = SegmentTraffic.unsupported(problem);
    if (!faults.isEmpty()) {
      findings.add("traffic", where, "Contention %s.", faults.get(0));
      return;
    }
    Optional<LinkSlotsProblem> slots = new SegmentTraffic(problem).slots(plan.segments().get(s));
    SlotTable table = plan.segments().get(s).traffic();
    if (slots.isEmpty()) {
      if (table != null && !table.transmissions().isEmpty()) {
        findings.add("traffic", where, "It has slots for %d transfers, but its clusters hand nothing over.",
            table.transmissions().size());
      }
    } else if (table == null) {
      findings.add("traffic", where, "The %d transfers between its %d clusters have no slots.", slots.get().messages().size(),
          plan.segments().get(s).clusters().size());
    } else {
      for (Violation v : new LinkSlotsEvaluator().evaluate(slots.get(), table).violations()) {
        findings.add("traffic-" + v.rule(), where + ", " + v.where(), "%s", v.message());
      }
    }
  }
}
