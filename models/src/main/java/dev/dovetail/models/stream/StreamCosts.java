package dev.dovetail.models.stream;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cost table: what each node's share of an iteration takes on each core.
 *
 * <p>Role: the numbers that come from an intra-core mapper. An entry is looked up by node, loop sizes and core; then by what decides a cost:
 * operator, strides, precision, loop sizes and type of core, so that equal nodes share it. What is not in the table is absent, never
 * estimated here.
 */
public final class StreamCosts {
  private record Exact(String node, List<Long> sizes, int core) {}

  private record Alike(Signature signature, List<Long> sizes, String coreType) {}

  /**
   * What decides a node's cost besides its loop sizes and the core.
   *
   * @param op operator
   * @param operands per operand, inputs first: bits of an element and the coefficients of each axis
   */
  record Signature(String op, List<List<Object>> operands) {}

  private final StreamWorkload workload;
  private final StreamHardware hardware;
  private final Map<Exact, StreamCost> exact;
  private final Map<Alike, StreamCost> alike;
  private final List<Signature> signatures;

  private StreamCosts(Builder b) {
    this.workload = b.workload;
    this.hardware = b.hardware;
    this.exact = Map.copyOf(b.exact);
    this.alike = Map.copyOf(b.alike);
    this.signatures = b.signatures;
  }

  /**
   * The entry, if there is one.
   *
   * @param node number of the node
   * @param sizes of its loops on this core
   * @param core id
   */
  public Optional<StreamCost> of(int node, long[] sizes, int core) {
    List<Long> list = Arrays.stream(sizes).boxed().toList();
    StreamCost found = exact.get(new Exact(workload.node(node).name(), list, core));
    return Optional.ofNullable(
        found != null ? found : alike.get(new Alike(signatures.get(node), list, hardware.core(core).type())));
  }

  /**
   * The loop sizes for which {@link #of} knows a node's cost on a core, in a fixed order.
   *
   * @param node number of the node
   * @param core id
   */
  public List<long[]> shapes(int node, int core) {
    TreeMap<String, List<Long>> found = new TreeMap<>();
    String name = workload.node(node).name();
    String type = hardware.core(core).type();
    exact.keySet().stream().filter(e -> e.core() == core && e.node().equals(name))
        .forEach(e -> found.put(e.sizes().toString(), e.sizes()));
    alike.keySet().stream().filter(a -> a.coreType().equals(type) && a.signature().equals(signatures.get(node)))
        .forEach(a -> found.put(a.sizes().toString(), a.sizes()));
    return found.values().stream().map(s -> s.stream().mapToLong(Long::longValue).toArray()).toList();
  }

  /** Number of entries. */
  public int size() {
    return exact.size();
  }

  /** A table without entries. */
  public static StreamCosts none(StreamWorkload workload, StreamHardware hardware) {
    return new Builder(workload, hardware).build();
  }

  /** Collects entries. */
  public static final class Builder {
    private final StreamWorkload workload;
    private final StreamHardware hardware;
    private final Map<Exact, StreamCost> exact = new HashMap<>();
    private final Map<Alike, StreamCost> alike = new HashMap<>();
    private final List<Signature> signatures;

    /** A table for the nodes and cores of these two. */
    public Builder(StreamWorkload workload, StreamHardware hardware) {
      this.workload = workload;
      this.hardware = hardware;
      this.signatures = workload.nodes().stream().map(n -> signature(workload, n)).toList();
    }

    /**
     * Adds an entry. Of two for the same node, sizes and core the last one counts; nodes that merely cost alike take the first one.
     *
     * @param node number of the node
     * @param sizes of its loops on this core
     * @param core id
     */
    public Builder put(int node, long[] sizes, int core, StreamCost cost) {
      List<Long> list = Arrays.stream(sizes).boxed().toList();
      exact.put(new Exact(workload.node(node).name(), list, core), cost);
      alike.putIfAbsent(new Alike(signatures.get(node), list, hardware.core(core).type()), cost);
      return this;
    }

    /** The table. */
    public StreamCosts build() {
      return new StreamCosts(this);
    }

    private static Signature signature(StreamWorkload workload, StreamNode node) {
      return new Signature(node.op(), node.operands().stream().map(o -> operand(workload, o)).toList());
    }

    private static List<Object> operand(StreamWorkload workload, StreamOperand operand) {
      return List.of(workload.tensor(operand.tensor()).bits(), operand.axes().stream().map(AxisIndex::terms).toList());
    }
  }
}
