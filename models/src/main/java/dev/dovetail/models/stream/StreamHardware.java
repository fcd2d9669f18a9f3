package dev.dovetail.models.stream;

import java.util.List;

/**
 * An accelerator as Stream sees it.
 *
 * @param name of the accelerator
 * @param cores core i has the id i
 * @param dram id of the core that stands for DRAM
 * @param connections in the order of the file: of several between the same two cores the last one counts
 * @param sharedTopMemories groups of cores that share their top memory; the slot model counts each core on its own
 */
public record StreamHardware(
    String name, List<StreamCore> cores, int dram, List<StreamConnection> connections, List<List<Integer>> sharedTopMemories) {
  public StreamHardware {
    cores = List.copyOf(cores);
    connections = List.copyOf(connections);
    sharedTopMemories = sharedTopMemories.stream().map(List::copyOf).toList();
    for (int c = 0; c < cores.size(); c++) {
      if (cores.get(c).id() != c) {
        throw new IllegalArgumentException("Core %d stands at place %d.".formatted(cores.get(c).id(), c));
      }
    }
  }

  /** A core. */
  public StreamCore core(int id) {
    return cores.get(id);
  }

  /** Ids of the cores that compute, ascending. */
  public List<Integer> computeCores() {
    return cores.stream().filter(c -> c.kind() == StreamCore.Kind.COMPUTE).map(StreamCore::id).toList();
  }
}
