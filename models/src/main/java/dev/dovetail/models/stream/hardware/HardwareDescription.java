package dev.dovetail.models.stream.hardware;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Stream accelerator as its files describe it.
 *
 * <p>Role: what the importers of both cost models start from. Made by {@link HardwareReader} from Stream's YAML and by {@link
 * GoldenHardware} from the hardware section of a reference instance.
 *
 * @param name free text
 * @param cores in the order of their numbers, 0 to n-1
 * @param dramCore number of the core that stands for DRAM
 * @param connections in the order of the file: where several join the same two cores, the last one carries their transfers
 * @param sharedTopMemory groups of cores that share their top memory, the owner first
 * @param warnings what the description says that is not used, or not as a reader would think; for people
 */
public record HardwareDescription(
    String name, List<CoreDescription> cores, int dramCore, List<ConnectionDescription> connections,
    List<List<Integer>> sharedTopMemory, List<String> warnings) {
  /** An ordered pair of cores. */
  public record Pair(int from, int to) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      return from != other.from ? Integer.compare(from, other.from) : Integer.compare(to, other.to);
    }
  }

  public HardwareDescription {
    cores = List.copyOf(cores);
    connections = List.copyOf(connections);
    sharedTopMemory = sharedTopMemory.stream().map(List::copyOf).toList();
    warnings = List.copyOf(warnings);
  }

  /** The cores that compute, in the order of their numbers. */
  public List<CoreDescription> computeCores() {
    return cores.stream().filter(c -> c.kind() == CoreDescription.Kind.COMPUTE).toList();
  }

  /** For every ordered pair of cores that a connection joins, the connection that carries its transfers: the last one listed. */
  public Map<Pair, ConnectionDescription> directConnections() {
    Map<Pair, ConnectionDescription> direct = new TreeMap<>();
    for (ConnectionDescription c : connections) {
      for (int from : c.cores()) {
        for (int to : c.cores()) {
          if (from != to) {
            direct.put(new Pair(from, to), c);
          }
        }
      }
    }
    return direct;
  }
}
