package dev.dovetail.models.stream.files;

import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamNode.Role;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamWorkload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Stream's fusion groups where nobody chose any: runs of nodes in their order, cut at layout nodes, in front of a normalisation that reads
 * what its group makes, behind each MaxPool, and behind a Relu that is the only reader of an Add.
 *
 * <p>Source: stream-dse 1.13.14.
 */
final class FusionCuts {
  private FusionCuts() {}

  /** Numbers of the computing nodes of each group, in order. */
  static List<List<Integer>> groups(StreamWorkload workload) {
    List<List<Integer>> groups = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    for (int n = 0; n < workload.nodes().size(); n++) {
      StreamNode node = workload.node(n);
      if (node.role() == Role.LAYOUT || beginsNormalisation(workload, node, open)) {
        close(groups, open);
      }
      if (node.role() == Role.COMPUTE) {
        open.add(n);
        if (node.op().equals("MaxPool") || closesResidual(workload, node)) {
          close(groups, open);
        }
      }
    }
    close(groups, open);
    return groups;
  }

  private static void close(List<List<Integer>> groups, List<Integer> open) {
    if (!open.isEmpty()) {
      groups.add(List.copyOf(open));
      open.clear();
    }
  }

  /** The first of a normalisation's four nodes needs all of what it reads before any of it can be divided. */
  private static boolean beginsNormalisation(StreamWorkload workload, StreamNode node, List<Integer> open) {
    return node.op().equals("ReduceMax")
        && node.inputs().stream().anyMatch(o -> open.contains(workload.writer(o.tensor())));
  }

  private static boolean closesResidual(StreamWorkload workload, StreamNode node) {
    if (!node.op().equals("Relu")) {
      return false;
    }
    int writer = workload.writer(node.inputs().get(0).tensor());
    if (writer < 0 || !workload.node(writer).op().equals("Add")) {
      return false;
    }
    Set<Integer> readers = new HashSet<>();
    for (StreamOperand o : workload.node(writer).outputs()) {
      workload.readers(o.tensor()).stream().filter(r -> workload.node(r).role() == Role.COMPUTE).forEach(readers::add);
    }
    return readers.size() == 1;
  }
}
