package dev.dovetail.models.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.Mapping;
import java.util.List;

/**
 * An executable allocation: every computation node with its core and cycles, every buffer with its lifetime, every transfer with
 * its route and slots.
 *
 * <p>Role: the mapping of kind {@code allocation}; what mapping.json holds. All intervals of cycles are half-open.
 *
 * @param tasks computation nodes; position = id
 * @param buffers copies of data in core memories; position = id
 * @param transfers movements between cores and DRAM; position = id
 */
public record Schedule(List<Task> tasks, List<Buffer> buffers, List<Transfer> transfers) implements Mapping {
  public Schedule {
    tasks = List.copyOf(tasks);
    buffers = List.copyOf(buffers);
    transfers = List.copyOf(transfers);
  }

  /**
   * One computation node: an output box of a layer, on a core.
   *
   * @param layer name of the layer
   * @param box the output elements that it makes
   * @param core name of the core
   * @param costPoint index into the cost model's Pareto set for (layer, box, core)
   * @param start first cycle
   * @param end one past the last cycle: start + the point's cycles
   * @param reads ids of the buffers (all on the same core) that together hold everything it reads
   * @param writes ids of the buffers (all on the same core) that together hold exactly its output box
   */
  public record Task(
      String layer, Box box, String core, int costPoint, long start, long end, List<Integer> reads, List<Integer> writes) {
    public Task {
      reads = List.copyOf(reads);
      writes = List.copyOf(writes);
    }
  }

  /**
   * A copy of a part of a tensor in a core's memory.
   *
   * @param core name of the core
   * @param tensor name of the tensor
   * @param boxes disjoint boxes of the tensor
   * @param bytes bytes that it occupies: of all its elements together, rounded up
   * @param from start of the task or transfer that fills it
   * @param until end of its last use: the task that fills it, every reading task, and every transfer out of it
   */
  public record Buffer(String core, String tensor, List<Box> boxes, long bytes, long from, long until) {
    public Buffer {
      boxes = List.copyOf(boxes);
    }
  }

  /**
   * One movement of data. It holds each channel of its route for {@code duration(bytes)} cycles, from its start plus the latencies
   * upstream of the channel; it cannot wait on its way. Data is usable at its end.
   *
   * @param kind load, move or store
   * @param tensor name of the tensor
   * @param boxes disjoint boxes of the tensor that it carries
   * @param bytes of all its elements together, rounded up
   * @param source id of the buffer it reads (move, store), or -1 (load)
   * @param targets ids of the buffers it fills, at most one per core (load, move); empty for a store
   * @param dram name of the DRAM node it starts or ends at (load, store); empty for a move
   * @param route names of the edges that it takes: a tree from its source node to all of its target nodes
   * @param start first cycle
   * @param end cycle at which the last byte has reached every target
   */
  public record Transfer(
      Kind kind,
      String tensor,
      List<Box> boxes,
      long bytes,
      int source,
      List<Integer> targets,
      String dram,
      List<String> route,
      long start,
      long end) {
    public Transfer {
      boxes = List.copyOf(boxes);
      targets = List.copyOf(targets);
      route = List.copyOf(route);
    }

    /** Where a transfer goes. */
    public enum Kind {
      /** From DRAM to cores. */
      LOAD,
      /** From a core to other cores. */
      MOVE,
      /** From a core to DRAM. */
      STORE
    }
  }
}
