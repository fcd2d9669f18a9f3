package dev.dovetail.models.stream;

import dev.dovetail.models.Findings;
import dev.dovetail.models.stream.StreamNode.Role;
import java.util.HashSet;
import java.util.Set;

/**
 * The rules that a mapping obeys before any of its groups can be priced.
 *
 * <p>Role: every computing node is in exactly one group, no group reads what a later one writes, and cores exist and compute.
 */
final class MappingRules {
  private final StreamProblem problem;
  private final StreamMapping mapping;
  private final Findings findings;
  private final int[] groupOf;

  MappingRules(StreamProblem problem, StreamMapping mapping, Findings findings) {
    this.problem = problem;
    this.mapping = mapping;
    this.findings = findings;
    this.groupOf = new int[problem.workload().nodes().size()];
    java.util.Arrays.fill(groupOf, -1);
  }

  /** Reports every broken rule; whether there was none. */
  boolean check() {
    Findings own = new Findings();
    for (int g = 0; g < mapping.groups().size(); g++) {
      if (mapping.groups().get(g).nodes().isEmpty()) {
        own.add("missing-node", "group " + g, "The group has no nodes.");
      }
      for (NodePlacement p : mapping.groups().get(g).nodes()) {
        place(g, p, own);
      }
    }
    if (own.isEmpty()) {
      complete(own);
      order(own);
    }
    own.violations().forEach(v -> findings.add(v.rule(), v.where(), "%s", v.message()));
    return own.isEmpty();
  }

  private void place(int g, NodePlacement p, Findings own) {
    if (p.node() < 0 || p.node() >= groupOf.length) {
      own.add("unknown-node", "group " + g, "There is no node %d.", p.node());
      return;
    }
    StreamNode node = problem.workload().node(p.node());
    if (node.role() == Role.LAYOUT) {
      own.add("layout-node", node.name(), "The node (%s) only reorders a tensor in DRAM; it runs on no core and ends a group.",
          node.op());
    }
    if (groupOf[p.node()] >= 0) {
      own.add("node-twice", node.name(), "It is in group %d and in group %d.", groupOf[p.node()], g);
    }
    groupOf[p.node()] = g;
    if (p.cores().isEmpty()) {
      own.add("unknown-core", node.name(), "It has no core.");
    }
    Set<Integer> seen = new HashSet<>();
    for (int c : p.cores()) {
      if (c < 0 || c >= problem.hardware().cores().size()) {
        own.add("unknown-core", node.name(), "There is no core %d; the cores are 0 to %d.", c,
            problem.hardware().cores().size() - 1);
      } else if (problem.hardware().core(c).kind() != StreamCore.Kind.COMPUTE) {
        own.add("core-kind", node.name(), "Core %d (%s) computes nothing.", c, problem.hardware().core(c).type());
      } else if (!seen.add(c)) {
        own.add("core-twice", node.name(), "Core %d is named twice.", c);
      }
    }
  }

  private void complete(Findings own) {
    for (int n = 0; n < groupOf.length; n++) {
      StreamNode node = problem.workload().node(n);
      if (groupOf[n] < 0 && node.role() == Role.COMPUTE) {
        own.add("missing-node", node.name(), "It is in no group.");
      }
    }
  }

  /** A node may read what its own group writes, or an earlier one; a reordered tensor must come from an earlier one. */
  private void order(Findings own) {
    for (int n = 0; n < groupOf.length; n++) {
      StreamNode node = problem.workload().node(n);
      if (node.role() == Role.COMPUTE) {
        for (StreamOperand o : node.inputs()) {
          int latest = latest(o.tensor());
          int writer = problem.workload().writer(o.tensor());
          boolean reordered = writer >= 0 && problem.workload().node(writer).role() == Role.LAYOUT;
          if (latest > groupOf[n] || reordered && latest == groupOf[n]) {
            own.add("group-order", node.name(), "It is in group %d, but reads %s, which is there only behind group %d.",
                groupOf[n],
                problem.workload().tensor(o.tensor()).name(), latest);
          }
        }
      }
    }
  }

  /** The group behind which a tensor is in DRAM, or in which it is written; -1 if it is there from the beginning. */
  private int latest(int tensor) {
    int writer = problem.workload().writer(tensor);
    if (writer < 0) {
      return -1;
    }
    if (problem.workload().node(writer).role() == Role.COMPUTE) {
      return groupOf[writer];
    }
    int latest = -1;
    for (StreamOperand o : problem.workload().node(writer).inputs()) {
      latest = Math.max(latest, latest(o.tensor()));
    }
    return latest;
  }
}
