package dev.dovetail.models.stream.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamWorkload;
import java.util.List;

/** Nodes, loops and cores as mapping files name them. */
final class LoopNames {
  private LoopNames() {}

  /** The number of the node of that name. */
  static int node(StreamWorkload workload, DataNode where, String name) {
    int node = workload.nodeNamed(name);
    if (node < 0) {
      throw where.error("The node (%s) is not in the network (%s).".formatted(name, workload.name()),
          Suggestions.instead(name, workload.nodes().stream().map(StreamNode::name).toList()));
    }
    return node;
  }

  /** The number of a loop written as {@code D2}. */
  static int loop(StreamNode node, DataNode where, String name) {
    boolean written = name.matches("D[0-9]{1,3}");
    int dim = written ? Integer.parseInt(name.substring(1)) : -1;
    if (dim < 0 || dim >= node.dims().size()) {
      throw where.error("The dimension (%s) is none of the node (%s, %s), which has %s.".formatted(name, node.name(), node.op(),
          described(node)), written ? "count from D0." : "write it as D0, D1, and so on.");
    }
    return dim;
  }

  /** The loops of a node with letters and sizes, for messages. */
  static String described(StreamNode node) {
    StringBuilder text = new StringBuilder();
    for (int d = 0; d < node.dims().size(); d++) {
      StreamNode.Loop loop = node.dims().get(d);
      text.append(d == 0 ? "" : ", ").append('D').append(d).append(loop.letter().isEmpty() ? "" : " " + loop.letter()).append('=')
          .append(loop.size());
    }
    return text.toString();
  }

  /** Core ids of a list. */
  static List<Integer> cores(StreamHardware hardware, DataNode list) {
    return list.items().stream().map(n -> core(hardware, n)).toList();
  }

  static int core(StreamHardware hardware, DataNode where) {
    long id = where.longValue();
    if (id < 0 || id >= hardware.cores().size()) {
      throw where.error("The core (%d) does not exist; the accelerator (%s) has the cores 0 to %d.".formatted(id, hardware.name(),
          hardware.cores().size() - 1), "another core was meant.");
    }
    return (int) id;
  }
}
