package dev.dovetail.models.mapping;

import dev.dovetail.models.Box;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Handovers;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Proves that some questions have no answer.
 *
 * <p>Role: what conflicts are found with. Every refutation holds for all mappings of this kind; that none is found says nothing. Asked
 * are, in this order: whether handovers and fusion groups can be as wished; for each layer, whether some core runs it, may run it, gets
 * what it reads, gets outputs to DRAM, and holds its smallest nodes or its fixed tiles; whether layers that share a core have one; and whether
 * what must be on chip at once fits all cores together. More pieces never make a refutation go away.
 */
final class FeasibilityOracle {
  private final AllocationProblem base;
  private final Workload workload;
  private final int cores;
  private final NodeBytes nodeBytes;
  private final WholeTensors wholeTensors;
  private final Map<Set<String>, Reachability> reachabilities = new HashMap<>();

  FeasibilityOracle(AllocationProblem base) {
    this.base = base;
    this.workload = base.workload();
    this.cores = base.accelerator().cores().size();
    this.nodeBytes = new NodeBytes(base);
    this.wholeTensors = new WholeTensors(workload);
  }

  /** The question of a problem as it is. */
  Question question(List<Requirement> wishes) {
    return new Question(wishes, base.accelerator().cores().stream().map(c -> c.capacityBytes()).toList(), new BitSet());
  }

  /** Why a question has no answer; empty if that is not known. */
  Optional<Refutation> refute(Question question) {
    Optional<Refutation> groups = GroupWishes.refute(workload, question.wishes());
    return groups.isPresent() ? groups : new Check(question).refute();
  }

  /** What the nodes of a layer, fixed tiles or the smallest, need of each core; -1 where it does not run. */
  long[][] bytes(int layer, Question question) {
    return nodeBytes.of(layer, grid(workload.layers().get(layer).name(), question));
  }

  /** The grid that is demanded of a layer, or null. */
  @Nullable
  LayerGrid grid(String layer, Question question) {
    LayerGrid grid = base.grids().get(layer);
    for (Requirement wish : question.wishes()) {
      if (wish instanceof Requirement.Tiles tiles && tiles.layer().equals(layer)) {
        grid = tiles.grid();
      }
    }
    return grid;
  }

  /** Bytes of a core's buffer that the question leaves. */
  static long capacity(AllocationProblem base, int core, Question question) {
    long capacity = question.capacities().get(core);
    for (Requirement wish : question.wishes()) {
      if (wish instanceof Requirement.Cap cap && cap.core().equals(base.accelerator().cores().get(core).name())) {
        capacity = Math.min(capacity, cap.bytes());
      }
    }
    return capacity;
  }

  /** One question, worked on. */
  private final class Check {
    private final Question question;
    private final List<BitSet> allowed = new ArrayList<>();
    private final List<BitSet> possible = new ArrayList<>();
    private final Handovers handovers;
    private final Reachability reach;
    private final long[] capacity = new long[cores];
    private final boolean[] reserved = new boolean[cores];

    Check(Question question) {
      this.question = question;
      for (int c = 0; c < cores; c++) {
        capacity[c] = capacity(base, c, question);
      }
      Set<String> channels = new java.util.HashSet<>();
      for (Requirement wish : question.wishes()) {
        if (wish instanceof Requirement.ReserveChannel reserve) {
          channels.add(reserve.channel());
        } else if (wish instanceof Requirement.ReserveCore reserve) {
          reserved[base.accelerator().coreIndex(reserve.core())] = true;
        }
      }
      this.reach = reachabilities.computeIfAbsent(channels, r -> new Reachability(base.accelerator().links(), cores, r));
      this.handovers = GroupWishes.handovers(workload, question.wishes());
      for (Layer layer : workload.layers()) {
        allowed.add(allowed(layer.name()));
      }
    }

    private BitSet allowed(String layer) {
      BitSet set = new BitSet();
      for (int c = 0; c < cores; c++) {
        String name = base.accelerator().cores().get(c).name();
        boolean may = base.allows(layer, name) && !reserved[c];
        for (Requirement wish : question.wishes()) {
          may &= !(wish instanceof Requirement.Pin pin && pin.layer().equals(layer) && !pin.cores().contains(name));
          may &= !(wish instanceof Requirement.Forbid forbid && forbid.layer().equals(layer) && forbid.cores().contains(name));
        }
        set.set(c, may);
      }
      return set;
    }

    Optional<Refutation> refute() {
      for (int l = 0; l < workload.layers().size(); l++) {
        Optional<Refutation> found = layer(l);
        if (found.isPresent()) {
          return found;
        }
      }
      for (List<Integer> group : together()) {
        boolean some =
            IntStream.range(0, cores).anyMatch(c -> group.stream().allMatch(l -> possible.get(l).get(c) && holdsAll(l, c)));
        if (!some) {
          return Optional.of(new Refutation("No one core can run all of the layers %s, which must share one."
              .formatted(String.join(", ", group.stream().map(this::name).toList())), group));
        }
      }
      return residency();
    }

    private String name(int layer) {
      return workload.layers().get(layer).name();
    }

    private boolean holdsAll(int l, int core) {
      for (long[] node : bytes(l, question)) {
        if (!question.everywhere().get(l) && (node[core] < 0 || node[core] > capacity[core])) {
          return false;
        }
      }
      return true;
    }

    private Optional<Refutation> layer(int l) {
      Layer layer = workload.layers().get(l);
      boolean everywhere = question.everywhere().get(l);
      long[][] nodes = bytes(l, question);
      BitSet able = (BitSet) allowed.get(l).clone();
      for (int c = 0; c < cores; c++) {
        able.set(c, able.get(c) && (everywhere || nodes[0][c] >= 0));
      }
      if (able.isEmpty()) {
        return Optional.of(new Refutation("The layer (%s) can run on no core.".formatted(layer.name()), List.of(l)));
      }
      for (Operand operand : layer.operands()) {
        BitSet gets = gets(layer, operand, able);
        if (gets.isEmpty()) {
          return Optional.of(new Refutation("What the layer (%s) reads of (%s) gets to no core that can run it."
              .formatted(layer.name(), operand.tensor()), List.of(l)));
        }
        if (isAlwaysRead(layer, operand)) {
          able = gets;
        }
      }
      if (workload.tensor(layer.output()).isOutput()) {
        able.and(IntStream.range(0, cores).filter(reach::toDram).collect(BitSet::new, BitSet::set, BitSet::or));
        if (able.isEmpty()) {
          return Optional.of(new Refutation("What the layer (%s) makes gets to DRAM from no core that can run it."
              .formatted(layer.name()), List.of(l)));
        }
      }
      possible.add(able);
      for (long[] node : nodes) {
        if (!everywhere && able.stream().noneMatch(c -> node[c] <= capacity[c])) {
          return Optional.of(new Refutation(String.format(Locale.ROOT,
              "The layer (%s) fits on no core that can run it: %s with everything it reads needs %,d bytes at least.",
              layer.name(),
              grid(layer.name(), question) == null ? "one row of one output channel" : "a tile",
              able.stream().mapToLong(c -> node[c]).min().orElseThrow()), List.of(l)));
        }
      }
      return Optional.empty();
    }

    /** The cores among some that an operand can get to. */
    private BitSet gets(Layer layer, Operand operand, BitSet able) {
      Integer producer = workload.producers().get(operand.tensor());
      BitSet gets = new BitSet();
      able.stream().filter(c -> producer == null ? reach.fromDram(c) : handed(producer, layer.name(), c)).forEach(gets::set);
      return gets;
    }

    private boolean handed(int producer, String consumer, int core) {
      Handovers.Handover handover = new Handovers.Handover(name(producer), consumer);
      boolean stays = !handovers.throughDram().contains(handover);
      boolean leaves = !handovers.onChip().contains(handover) && reach.fromDram(core);
      return possible.get(producer).stream().anyMatch(p -> stays && reach.onChip(p, core) || leaves && reach.toDram(p));
    }

    /** Layers that must share one core, joined where groups overlap. */
    private List<List<Integer>> together() {
      List<Set<String>> groups = new ArrayList<>(base.together());
      question.wishes().forEach(w -> {
        if (w instanceof Requirement.Together group) {
          groups.add(group.layers());
        }
      });
      int[] root = IntStream.range(0, workload.layers().size()).toArray();
      for (Set<String> group : groups) {
        List<Integer> members = IntStream.range(0, root.length).filter(l -> group.contains(name(l))).boxed().toList();
        members.forEach(m -> java.util.Arrays.setAll(root, l -> root[l] == root[m] ? root[members.get(0)] : root[l]));
      }
      Map<Integer, List<Integer>> joined = new java.util.TreeMap<>();
      for (int l = 0; l < root.length; l++) {
        joined.computeIfAbsent(root[l], k -> new ArrayList<>()).add(l);
      }
      return joined.values().stream().filter(g -> g.size() > 1).toList();
    }

    /** A fused layer that reads beside a tensor what depends on all of it: all that it reads of the tensor is on chip at once. */
    private Optional<Refutation> residency() {
      long total = 0;
      for (int c = 0; c < cores; c++) {
        total = reserved[c] ? total : capacity[c] > Question.UNLIMITED - total ? Question.UNLIMITED : total + capacity[c];
      }
      for (int l = 0; l < workload.layers().size(); l++) {
        Layer layer = workload.layers().get(l);
        for (Operand operand : layer.operands()) {
          Integer producer = workload.producers().get(operand.tensor());
          if (producer != null && handovers.onChip().contains(new Handovers.Handover(name(producer), layer.name()))
              && wholeTensors.dependsOnAllOf(layer, operand.tensor())) {
            Box read = operand.needed(layer.outputBox());
            long bytes = workload.tensor(operand.tensor()).bytesOf(read.volume());
            if (bytes > total) {
              return Optional.of(new Refutation(
                  String.format(Locale.ROOT,
                      "All that the layer (%s) reads of (%s), %,d bytes, must be on chip at once; all cores together hold %,d.",
                      layer.name(), operand.tensor(), bytes, total),
                  List.of(producer, l), bytes - total));
            }
          }
        }
      }
      return Optional.empty();
    }
  }

  /** Whether every output element needs some element of the operand: maps are monotone, so that the first and the last one tell. */
  private static boolean isAlwaysRead(Layer layer, Operand operand) {
    Box box = layer.outputBox();
    Box first = box;
    Box last = box;
    for (int a = 0; a < box.rank(); a++) {
      first = first.with(a, box.lo(a), box.lo(a) + 1);
      last = last.with(a, box.hi(a) - 1, box.hi(a));
    }
    return Objects.requireNonNull(operand).needed(first).volume() > 0 && operand.needed(last).volume() > 0;
  }
}
