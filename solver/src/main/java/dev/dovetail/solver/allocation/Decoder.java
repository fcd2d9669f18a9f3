package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.allocation.tiles.TileGraphs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Genome to timetable: builds the tile graph, the order and the deliveries, sends data through DRAM where the order would not fit
 * memory, and schedules.
 *
 * <p>Role: the one way from a point of the search space to a cost. Not thread-safe: one per search thread.
 */
final class Decoder {
  /** A decoded genome: the timetable, and the genome with the detours that it needed. */
  record Decoded(Genome genome, Timetable table) {}

  /** Items and their consumers together, of a graph that is scheduled many times over: more takes seconds each time. */
  private static final long LARGEST = 800_000;

  /** Heap bytes that scheduling takes for each of them: references from both ends, copies, positions of uses. */
  private static final long HEAP_BYTES_EACH = 100;

  /** Part of the heap that the scheduling of one graph may take. */
  private static final double HEAP_SHARE = 0.7;

  /** Rounds of repair; each sends one or several deliveries through DRAM. */
  private static final int MOST_REPAIRS = 80;

  final Machine machine;
  private final TileGraphs graphs;
  private final ListScheduler scheduler;
  private final HandoverDetours handovers;
  private final BooleanSupplier stop;
  private long decoded;
  private long tooLarge;

  /** A decoder that nothing stops. */
  Decoder(Machine machine) {
    this(machine, () -> false);
  }

  /** @param stop asked often while a large genome is decoded: the limit must not wait for its end */
  Decoder(Machine machine, BooleanSupplier stop) {
    this.machine = machine;
    this.stop = stop;
    this.graphs = new TileGraphs(machine.problem.workload(), machine.problem.options().pieceBytes());
    this.scheduler = new ListScheduler(machine, stop);
    this.handovers = new HandoverDetours(machine.problem);
  }

  /** How many genomes were decoded so far: the deterministic measure of work. */
  long decodedCount() {
    return decoded;
  }

  /** How many genomes were not scheduled because their tile graphs are too large. */
  long tooLargeCount() {
    return tooLarge;
  }

  /**
   * The timetable of a genome; empty if it fits in no way, ends later than {@code giveUpAt}, was stopped, or if its tile graph is too
   * large to schedule many like it.
   */
  Optional<Decoded> decode(Genome genome, long giveUpAt) {
    return decode(genome, giveUpAt, LARGEST);
  }

  /**
   * The timetable of a genome for which only the heap counts, not the time.
   *
   * @return empty if it fits in no way, was stopped, or if its tile graph is too large for the heap
   */
  Optional<Decoded> decodeAtAnySize(Genome genome) {
    return decode(genome, Long.MAX_VALUE,
        Math.max(LARGEST, (long) (Runtime.getRuntime().maxMemory() * HEAP_SHARE) / HEAP_BYTES_EACH));
  }

  private Optional<Decoded> decode(Genome genome, long giveUpAt, long largest) {
    decoded++;
    TileGraph graph = graph(genome);
    if (!machine.problem.fixesAllGrids() && graph.items().stream().mapToLong(i -> 4L + i.consumers().length).sum() > largest) {
      tooLarge++;
      return Optional.empty();
    }
    int[] core = new int[graph.nodes()];
    for (int n = 0; n < core.length; n++) {
      core[n] = genome.layers()[graph.layerOf()[n]].core(graph.row(n), graph.chunk(n));
    }
    Set<Plan.Detour> detours = handovers.with(genome.detours());
    Plan plan =
        new Plan(
            graph,
            machine.cores,
            core,
            order(graph, genome),
            genome.manner(),
            genome.merged(),
            genome.staged(),
            detours,
            genome.frugal());
    Deliveries deliveries = new Deliveries(plan);
    long[][] profile = deliveries.sequentialProfile(machine.cores);
    for (int repair = 0; repair < MOST_REPAIRS && !stop.getAsBoolean(); repair++) {
      List<Plan.Detour> more = detoursForOverflow(deliveries, profile);
      if (more.isEmpty()) {
        break;
      }
      if (machine.problem.options().movesItems()) {
        return Optional.empty(); // nothing else would make room
      }
      detours.addAll(more);
      deliveries = new Deliveries(plan.with(detours));
      profile = deliveries.sequentialProfile(machine.cores);
    }
    Genome repaired = detours.equals(genome.detours()) ? genome : genome.with(detours);
    return scheduler.schedule(deliveries, profile, giveUpAt).map(table -> new Decoded(repaired, table));
  }

  private TileGraph graph(Genome genome) {
    List<LayerGrid> grids = new ArrayList<>(genome.layers().length);
    for (Genome.LayerGene gene : genome.layers()) {
      grids.add(gene.grid());
    }
    return graphs.build(grids);
  }

  /** Nodes by key, but never before what they read. */
  private static int[] order(TileGraph graph, Genome genome) {
    int n = graph.nodes();
    double[] key = new double[n];
    int[] left = new int[n];
    for (int l = 0; l < genome.layers().length; l++) {
      Genome.LayerGene gene = genome.layers()[l];
      double[] ties = gene.ties();
      for (int i = 0; i < ties.length; i++) {
        key[graph.firstNode()[l] + i] = gene.keys()[i / gene.grid().chunks()] + 1e-6 * ties[i];
      }
    }
    for (Item item : graph.items()) {
      if (item.producer() >= 0) {
        for (int c : item.consumers()) {
          left[c]++;
        }
      }
    }
    PriorityQueue<Integer> ready =
        new PriorityQueue<>((a, b) -> key[a] != key[b] ? Double.compare(key[a], key[b]) : Integer.compare(a, b));
    for (int i = 0; i < n; i++) {
      if (left[i] == 0) {
        ready.add(i);
      }
    }
    int[] order = new int[n];
    int count = 0;
    while (!ready.isEmpty()) {
      int i = ready.poll();
      order[count++] = i;
      for (int item : graph.outputs()[i]) {
        for (int c : graph.items().get(item).consumers()) {
          if (--left[c] == 0) {
            ready.add(c);
          }
        }
      }
    }
    if (count < n) {
      throw new IllegalStateException("The tile graph of (%s) has a cycle.".formatted(graph.workload().name()));
    }
    return order;
  }

  /**
   * If memory overflows when everything runs in order, the deliveries to send through DRAM: at the worst overflow, the consumer layers
   * whose waiting copies hold the most bytes there, as many as it takes.
   */
  private List<Plan.Detour> detoursForOverflow(Deliveries d, long[][] profile) {
    int worstCore = -1;
    int worstPosition = -1;
    long worst = 0;
    for (int c = 0; c < machine.cores; c++) {
      for (int p = 0; p + 1 < profile[c].length; p++) {
        long over = profile[c][p] - machine.capacity[c];
        if (over > worst) {
          worst = over;
          worstCore = c;
          worstPosition = p;
        }
      }
    }
    if (worstCore < 0) {
      return List.of();
    }
    int[] position = d.position;
    TileGraph graph = d.plan.graph();
    Map<Plan.Detour, Long> waiting = new HashMap<>();
    for (int c = 0; c < d.copies.size(); c++) {
      Deliveries.Copy copy = d.copies.get(c);
      if (copy.core != worstCore) {
        continue;
      }
      if (d.firstPosition(copy) >= worstPosition || worstPosition > d.lastPosition(copy)) {
        continue;
      }
      Item item = graph.items().get(copy.item);
      Set<Integer> later = new HashSet<>();
      boolean usedHere = false;
      for (int n : copy.readers) {
        usedHere |= position[n] == worstPosition;
        if (position[n] > worstPosition) {
          later.add(graph.layerOf()[n]);
        }
      }
      for (int t : copy.sends) {
        Deliveries.Transfer send = d.transfers.get(t);
        usedHere |= send.firstUse() == worstPosition;
        if (send.firstUse() > worstPosition) {
          for (int target : send.targets()) {
            for (int n : d.copies.get(target).readers) {
              later.add(graph.layerOf()[n]);
            }
          }
        }
      }
      if (usedHere) {
        continue;
      }
      for (int layer : later) {
        Plan.Detour detour = new Plan.Detour(item.tensor(), layer);
        if (!d.plan.detours().contains(detour) && handovers.allows(detour)) {
          waiting.merge(detour, copy.bytes, Long::sum);
        }
      }
    }
    List<Map.Entry<Plan.Detour, Long>> heaviest = new ArrayList<>(waiting.entrySet());
    heaviest.sort(
        Map.Entry.<Plan.Detour, Long>comparingByValue()
            .reversed()
            .thenComparing(e -> e.getKey().layer())
            .thenComparing(e -> e.getKey().tensor()));
    List<Plan.Detour> chosen = new ArrayList<>();
    long relieved = 0;
    for (Map.Entry<Plan.Detour, Long> e : heaviest) {
      if (relieved >= worst) {
        break;
      }
      chosen.add(e.getKey());
      relieved += e.getValue();
    }
    return chosen;
  }
}
