package dev.dovetail.models.stream;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * All numbers of one fusion group in the slot model.
 *
 * <p>Role: what the judge finds, what {@code check} prints, and what reports draw. Indices of nodes, transfers and held tensors are those of
 * {@link GroupGraph}.
 *
 * @param graph nodes, transfers and held tensors
 * @param tiling splits, tiles and iterations
 * @param effects what each temporal loop does
 * @param nodes per node
 * @param transfers per transfer
 * @param held per held tensor
 * @param slotCycles cycles per slot, from slot 0, in which nothing runs
 * @param busy per used link ({@code bus12}, {@code 2->0}) and core ({@code core0}) the slots in which it is active
 * @param sumCycles S
 * @param intervalCycles initiation interval: the busiest resource; S if there is only one iteration
 * @param busiestCycles time of the busiest resource in one iteration
 * @param totalCycles of all iterations
 * @param loads bits per core that hold something, DRAM too
 * @param order names in the order in which slots were given; empty if the mapping says the slots
 * @param settled whether the reuse levels are proved best (always, unless a search was left unfinished)
 */
public record GroupRun(
    GroupGraph graph, GroupTiling tiling, LoopEffects effects, List<NodeRun> nodes, List<TransferRun> transfers,
    List<HeldRun> held, List<Long> slotCycles, Map<String, BitSet> busy, long sumCycles, long intervalCycles, long busiestCycles,
    long totalCycles,
    Map<Integer, Long> loads, List<String> order, boolean settled) {
  /**
   * A node.
   *
   * @param slot from 1
   * @param cycles of one run, on its slowest core
   * @param present iterations that take part, of all
   * @param active cycles that its slot must have
   * @param femtojoules of all iterations and cores; 0 where estimated
   * @param estimated whether some entry of the cost table is an estimate
   */
  public record NodeRun(int slot, long cycles, long present, long active, long femtojoules, boolean estimated) {}

  /**
   * A transfer.
   *
   * @param slot from 1
   * @param from cores that hold what it moves
   * @param to cores that get it
   * @param links resources that it takes; empty if both ends are one core
   * @param rate the least bandwidth of them; null if there are none
   * @param bits of one tile
   * @param raw cycles of one run
   * @param present iterations that take part, of all
   * @param presentCycles cycles averaged over all iterations
   * @param reuse iterations that one run serves
   * @param active cycles that its slot must have
   */
  public record TransferRun(
      int slot, List<Integer> from, List<Integer> to, List<String> links, @org.jspecify.annotations.Nullable BitRate rate,
      long bits, long raw, long present, long presentCycles, long reuse, long active) {}

  /**
   * A held tensor.
   *
   * @param cores that hold it
   * @param table its levels
   * @param level the chosen one
   * @param bits of one tile, all cores together
   * @param perCore extents of one tile on one core
   * @param perCoreBits bits of that; 0 if it takes no memory
   */
  public record HeldRun(List<Integer> cores, LevelTable table, int level, long bits, List<Long> perCore, long perCoreBits) {
    /** Bits that it takes on each of its cores. */
    public long load() {
      return perCoreBits * table.tiles(level);
    }
  }

  /** T. */
  public long iterations() {
    return tiling.iterations();
  }

  /** Cycles by which successive iterations overlap; 0 if there is only one. */
  public long overlapCycles() {
    return sumCycles - intervalCycles;
  }

  /** On-core energy of all iterations. */
  public long femtojoules() {
    return nodes.stream().mapToLong(NodeRun::femtojoules).reduce(0, dev.dovetail.models.Exact::add);
  }
}
