package dev.dovetail.benchmarks.metro;

import dev.dovetail.benchmarks.flows.FlowSets;
import dev.dovetail.benchmarks.wormhole.WormholeTraffic;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.files.FlowsFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A flow set that is compared.
 *
 * @param file it was read from
 * @param problem what is in it: any routes, trees
 * @param packetFlits longest packet of the traditional network
 */
record MetroSet(Path file, LinkSlotsProblem problem, int packetFlits) {
  private static final int LONGEST_PACKET = 1 << 20;

  /**
   * Reads a file; empty if it is of another format.
   *
   * @throws dev.dovetail.models.BadInputException if it is wrong
   */
  static Optional<MetroSet> read(Path file) {
    DataNode root = DataFile.read(file);
    if (!root.isObject() || root.optional("format").filter(f -> f.isText() && f.text().equals(FlowsFile.FORMAT)).isEmpty()) {
      return Optional.empty();
    }
    LinkSlotsProblem problem = FlowsFile.read(root);
    int packetFlits =
        root.optional("baseline_packet_flits").map(p -> p.intValue(1, LONGEST_PACKET)).orElse(FlowSets.PACKET_FLITS);
    return Optional.of(new MetroSet(file, problem, packetFlits));
  }

  /** Why the traditional network cannot carry it, in words; empty if it can. */
  Optional<String> obstacle() {
    return WormholeTraffic.obstacle(problem);
  }

  /** Whether trees make a difference. */
  boolean hasTrees() {
    return problem.flows().stream().anyMatch(f -> f.kind() == FlowKind.MULTICAST && f.destinations().size() > 1
        || f.kind() == FlowKind.REDUCE && f.sources().size() > 1);
  }
}
