package dev.dovetail.models.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The steady-state graph of a fusion group: its nodes, the transfers between them and DRAM, and every tensor that some core holds.
 *
 * <p>Role: what slots, levels and memory are said of. A graph input or weight is loaded by one transfer, which makes a copy per reader; an
 * intermediate tensor is handed on by one; an output is stored by one. A transfer exists even where both ends are the same cores. It depends
 * on the set of nodes alone, so a search makes it once.
 */
public final class GroupGraph {
  /** What a transfer connects. */
  public enum Kind {
    /** From DRAM to cores. */
    MEM_TO_COMPUTE,
    /** From cores to cores. */
    COMPUTE_TO_COMPUTE,
    /** From cores to DRAM. */
    COMPUTE_TO_MEM
  }

  /**
   * A transfer.
   *
   * @param name for example {@code Transfer(conv1_out)}
   * @param kind what it connects
   * @param tensor number in the workload
   * @param source the held tensor that it moves
   * @param makes the held tensors that it makes, one per reader
   * @param producer the group's node whose output it moves; -1 from DRAM
   * @param readers the group's nodes that read the copies, in order; empty for a store
   */
  public record Transfer(
      String name, Kind kind, int tensor, int source, List<Integer> makes, int producer, List<Integer> readers) {
    public Transfer {
      makes = List.copyOf(makes);
      readers = List.copyOf(readers);
    }
  }

  /**
   * A tensor in some memory.
   *
   * @param name for example {@code conv1_out_1}
   * @param tensor number in the workload
   * @param node the group's node that makes it, or -1
   * @param transfer the transfer that makes it, or -1; both -1 for what lies in DRAM from the beginning
   * @param reader the group's node that reads this copy, or -1
   * @param inDram whether DRAM holds it
   */
  public record Held(String name, int tensor, int node, int transfer, int reader, boolean inDram) {}

  private final StreamWorkload workload;
  private final int[] nodes;
  private final GlobalDims dims;
  private final List<Transfer> transfers = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private final List<List<Integer>> reads = new ArrayList<>();
  private final List<List<Integer>> writes = new ArrayList<>();

  /**
   * @param workload the network
   * @param group numbers of the group's computing nodes, in any order
   */
  public GroupGraph(StreamWorkload workload, List<Integer> group) {
    this.workload = workload;
    this.nodes = new TreeSet<>(group).stream().mapToInt(Integer::intValue).toArray();
    this.dims = new GlobalDims(workload, nodes);
    for (int i = 0; i < nodes.length; i++) {
      reads.add(new ArrayList<>());
      writes.add(new ArrayList<>());
    }
    TreeSet<Integer> seen = new TreeSet<>();
    for (int n : nodes) {
      for (StreamOperand o : workload.node(n).operands()) {
        if (seen.add(o.tensor())) {
          connect(o.tensor());
        }
      }
    }
    sortReads();
  }

  private void connect(int tensor) {
    String name = workload.tensor(tensor).name();
    int producer = dims.indexOf(workload.writer(tensor));
    List<Integer> readers = workload.readers(tensor).stream().map(dims::indexOf).filter(i -> i >= 0).toList();
    if (producer < 0) {
      int source = add(new Held(name, tensor, -1, -1, -1, true));
      transfer("Transfer(%s)".formatted(name), Kind.MEM_TO_COMPUTE, tensor, source, name + "_1", -1, readers);
      return;
    }
    boolean stored = isStored(tensor);
    String made = stored ? name + "_1" : name;
    int source = add(new Held(made, tensor, producer, -1, -1, false));
    writes.get(producer).add(source);
    if (!readers.isEmpty()) {
      // A tensor that is both read on chip and stored has two transfers; the names keep them apart.
      transfer(stored ? "Transfer(%s on chip)".formatted(made) : "Transfer(%s)".formatted(name), Kind.COMPUTE_TO_COMPUTE, tensor,
          source, stored ? name + "_2" : name + "_1", producer, readers);
    }
    if (stored) {
      int result = add(new Held(name, tensor, -1, transfers.size(), -1, true));
      transfers.add(new Transfer("Transfer(%s)".formatted(made), Kind.COMPUTE_TO_MEM, tensor, source, List.of(result), producer,
          List.of()));
    }
  }

  private void transfer(String name, Kind kind, int tensor, int source, String copy, int producer, List<Integer> readers) {
    List<Integer> makes = new ArrayList<>();
    for (int r = 0; r < readers.size(); r++) {
      String suffix = readers.size() > 1 ? "." + r : "";
      makes.add(add(new Held(copy + suffix, tensor, -1, transfers.size(), readers.get(r), false)));
      reads.get(readers.get(r)).add(makes.get(r));
    }
    transfers.add(new Transfer(name, kind, tensor, source, makes, producer, readers));
  }

  private int add(Held tensor) {
    held.add(tensor);
    return held.size() - 1;
  }

  /** Whether a tensor leaves the group: the network's output, or read by a node outside. */
  private boolean isStored(int tensor) {
    return workload.outputs().contains(tensor)
        || workload.readers(tensor).stream().anyMatch(r -> dims.indexOf(r) < 0);
  }

  /** Copies in the order of the operator's inputs. */
  private void sortReads() {
    for (int i = 0; i < nodes.length; i++) {
      List<Integer> order = workload.node(nodes[i]).inputs().stream().map(StreamOperand::tensor).toList();
      reads.get(i).sort((a, b) -> Integer.compare(order.indexOf(held.get(a).tensor()), order.indexOf(held.get(b).tensor())));
    }
  }

  /** The network. */
  public StreamWorkload workload() {
    return workload;
  }

  /** The global loops of the group. */
  public GlobalDims dims() {
    return dims;
  }

  /** Number of nodes. */
  public int size() {
    return nodes.length;
  }

  /** The group's node {@code i}. */
  public StreamNode node(int i) {
    return workload.node(nodes[i]);
  }

  /** Number in the workload of the group's node {@code i}. */
  public int number(int i) {
    return nodes[i];
  }

  /** All transfers. */
  public List<Transfer> transfers() {
    return List.copyOf(transfers);
  }

  /** All held tensors. */
  public List<Held> held() {
    return List.copyOf(held);
  }

  /** The held tensors that node {@code i} reads, in the operator's order. */
  public List<Integer> reads(int i) {
    return List.copyOf(reads.get(i));
  }

  /** The held tensors that node {@code i} writes. */
  public List<Integer> writes(int i) {
    return List.copyOf(writes.get(i));
  }

  /** The operand by which node {@code i} sees a tensor. */
  StreamOperand operand(int i, int tensor) {
    for (StreamOperand o : node(i).operands()) {
      if (o.tensor() == tensor) {
        return o;
      }
    }
    throw new IllegalArgumentException("Node %s has no operand %d.".formatted(node(i).name(), tensor));
  }
}
