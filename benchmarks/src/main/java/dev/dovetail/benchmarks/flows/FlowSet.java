package dev.dovetail.benchmarks.flows;

import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Topologies;
import java.util.List;

/**
 * A set of flows on a square mesh.
 *
 * @param name of the set
 * @param size nodes per row and per column
 * @param packetFlits into which packets a traditional network cuts the messages
 * @param rule how it was made, in words
 * @param flows at least one
 */
public record FlowSet(String name, int size, int packetFlits, String rule, List<Flow> flows) {
  public FlowSet {
    flows = List.copyOf(flows);
  }

  /** As a problem with METRO's conventions: any route, trees, both local ports counted. */
  public LinkSlotsProblem problem() {
    return new LinkSlotsProblem(name, Topologies.mesh(size, size, LocalPorts.BOTH), flows, SlotRules.DEFAULT);
  }
}
