package dev.dovetail.models.stream.bounds;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.stream.BitRate;
import dev.dovetail.models.stream.RouteTable;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.bounds.CompulsoryBits.Load;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All lower bounds of kind {@code stream}: {@code compute-roof}, {@code compute-table}, {@code dram-compulsory}, {@code slot-chain}.
 *
 * <p>They hold for every mapping that the judge accepts. A group takes {@code S + (T-1) * II} cycles, II the busy time of any of its resources and
 * S at least II: so at least T times the busy time of each core and link. What the rounding of the model may take away is taken off
 * ({@link RoundingLoss}); where it may take all, the bound is 0 and says so.
 *
 * <p>Source: the bounds of Stream's reference instances without rounding; the treatment of rounding is ours.
 */
public final class StreamBounds implements LowerBounds<StreamProblem> {
  /** Relative slack against the rounding of floating-point sums. */
  private static final double SAFE = 1 - 1e-9;

  @Override
  public List<LowerBound> of(StreamProblem problem) {
    return new Computation(problem).all();
  }

  /** One problem. */
  private static final class Computation {
    private final StreamProblem problem;
    private final TableFacts facts;
    private final RoundingLoss rounding;
    private final CompulsoryBits compulsory;
    private final RouteTable routes;
    private final Set<Integer> out = new LinkedHashSet<>();
    private final Set<Integer> in = new LinkedHashSet<>();

    Computation(StreamProblem problem) {
      this.problem = problem;
      this.facts = new TableFacts(problem);
      this.rounding = new RoundingLoss(problem, facts);
      this.compulsory = new CompulsoryBits(problem, facts);
      this.routes = new RouteTable(problem.hardware());
      StreamHardware hardware = problem.hardware();
      for (int c = 0; c < hardware.cores().size(); c++) {
        if (routes.direct(hardware.dram(), c) >= 0) {
          out.add(routes.direct(hardware.dram(), c));
        }
        if (routes.direct(c, hardware.dram()) >= 0) {
          in.add(routes.direct(c, hardware.dram()));
        }
      }
    }

    List<LowerBound> all() {
      List<LowerBound> bounds = new ArrayList<>();
      bounds.add(compute("compute-roof", true));
      bounds.add(compute("compute-table", false));
      LowerBound dram = dram();
      bounds.add(dram);
      long busiest = bounds.stream().mapToLong(LowerBound::value).max().orElseThrow();
      bounds.add(chain(busiest));
      return bounds;
    }

    /** What is left of a node's cycles. */
    private double left(int v) {
      return rounding.left(v, facts.fewestCycles(v));
    }

    /**
     * For weights y of the cores that add to 1, {@code total >= sum_c y_c T busy_c}. A node on m cores is as slow as its slowest: its cycles times
     * P on each of them are at least (iterations / m) / speed, so it adds at least {@code iterations * min_c y_c / speed_c}. Taken is y in proportion
     * to what each core does at most per cycle; the roof lets every node run at that speed.
     */
    private LowerBound compute(String name, boolean roof) {
      int cores = problem.hardware().cores().size();
      double all = 0;
      for (int c = 0; c < cores; c++) {
        all += roof ? facts.fastest(c) : facts.fastestEntry(c);
      }
      double cycles = 0;
      boolean lost = false;
      for (int v : facts.computing()) {
        if (!facts.isKnown(v)) {
          continue;
        }
        double least = roof ? 1 : Double.MAX_VALUE;
        for (int c = 0; c < cores && !roof; c++) {
          if (facts.speed(v, c) > 0) {
            least = Math.min(least, facts.fastestEntry(c) / facts.speed(v, c));
          }
        }
        lost |= left(v) == 0;
        cycles += Double.isFinite(all) && least < Double.MAX_VALUE ? left(v) * facts.work(v) * least / all : 0;
      }
      String words = roof
          ? "all iterations of all nodes, one per array unit and cycle"
          : "all iterations at the best speeds of the cost table";
      return new LowerBound(name, whole(cycles), words + loss(lost));
    }

    /**
     * Every load takes at least one connection out of DRAM for its bits over that one's bandwidth, every store one into DRAM: so the bits divided by
     * the bandwidth of all of them together. A bus carries both.
     */
    private LowerBound dram() {
      double bitsIn = 0;
      double bitsOut = 0;
      boolean lost = false;
      for (Load l : compulsory.loads()) {
        double left = left(l, rate(out));
        lost |= left == 0;
        bitsIn += left * l.bits();
      }
      for (Load s : compulsory.stores()) {
        double left = left(s, rate(in));
        lost |= left == 0;
        bitsOut += left * s.bits();
      }
      Set<Integer> both = new LinkedHashSet<>(out);
      both.addAll(in);
      double load = time(bitsIn, rate(out));
      double store = time(bitsOut, rate(in));
      double sum = time(bitsIn + bitsOut, rate(both));
      double most = Math.max(sum, Math.max(load, store));
      String what = most == sum
          ? "%,.0f bits loaded and %,.0f stored over %s".formatted(bitsIn, bitsOut, names(both))
          : most == load
              ? "%,.0f bits loaded over %s".formatted(bitsIn, names(out))
              : "%,.0f bits stored over %s".formatted(bitsOut, names(in));
      return new LowerBound("dram-compulsory", whole(most), what + loss(lost));
    }

    private static double time(double bits, double rate) {
      return rate == 0 ? 0 : bits / rate;
    }

    private double rate(Set<Integer> resources) {
      return resources.stream().mapToDouble(r -> bitsPerCycle(routes.rate(r))).sum();
    }

    private static double bitsPerCycle(BitRate rate) {
      return (double) rate.bits() / rate.cycles();
    }

    private String names(Set<Integer> resources) {
      List<String> names = resources.stream().map(routes::name).toList();
      return names.size() <= 4 ? String.join(", ", names) : names.size() + " connections";
    }

    /** What is left of a transfer's cycles: one run moves at least the smallest tile of it, over the fastest connection. */
    private double left(Load load, double rate) {
      double least = 1;
      for (int v : load.nodes()) {
        StreamOperand o = problem.workload().node(v).operands().stream().filter(p -> p.tensor() == load.tensor()).findFirst()
            .orElseThrow();
        long[] sizes = problem.workload().node(v).sizes();
        for (int d = 0; d < sizes.length; d++) {
          sizes[d] = Math.max(1, sizes[d] / facts.tiles(v, d));
        }
        double bits = problem.workload().tensor(load.tensor()).bits();
        for (int a = 0; a < o.axes().size(); a++) {
          bits *= CompulsoryBits.footprint(o.axes().get(a), sizes, problem.workload().tensor(load.tensor()).shape().get(a));
        }
        least = Math.min(least, rounding.left(v, rate == 0 ? 0 : Math.max(1, bits / rate)));
      }
      return least;
    }

    /**
     * Within one iteration a node is in a later slot than the load of what it reads and than the nodes that it depends on, and its store is in a
     * later one still: S is at least the sum along any such path, C/T if all iterations together take C along it. With W a bound on T times the
     * busy time, {@code S + (T-1) * II >= W + (C - W) / T}, which falls with T if C is above W (and S >= II settles the other case); so the
     * most iterations that the table allows are taken. Groups add up.
     */
    private LowerBound chain(long busiest) {
      Map<Integer, Double> ends = new HashMap<>();
      double longest = 0;
      for (int v : facts.computing()) {
        double before = 0;
        double speed = 0;
        for (int c = 0; c < problem.hardware().cores().size(); c++) {
          speed += facts.speed(v, c);
        }
        for (StreamOperand o : problem.workload().node(v).inputs()) {
          int writer = problem.workload().writer(o.tensor());
          before = Math.max(before, writer < 0 ? load(o.tensor(), v) : ends.getOrDefault(writer, 0.0));
        }
        double own = speed == 0 || Double.isInfinite(speed) ? 0 : left(v) * facts.work(v) / speed;
        ends.put(v, before + own);
        longest = Math.max(longest, before + own + store(v));
      }
      double value = busiest + Math.max(0, longest * SAFE - busiest) / rounding.iterations();
      return new LowerBound("slot-chain", (long) Math.floor(value),
          "load, nodes one after another and store take %,.0f cycles, spread over at most %,d iterations".formatted(longest,
              rounding.iterations()));
    }

    private double load(int tensor, int reader) {
      return compulsory.loads().stream().filter(l -> l.tensor() == tensor && l.nodes().contains(reader))
          .mapToDouble(l -> time(left(l, rate(out)) * l.bits(), rate(out))).max().orElse(0);
    }

    private double store(int writer) {
      return compulsory.stores().stream().filter(s -> s.nodes().contains(writer))
          .mapToDouble(s -> time(left(s, rate(in)) * s.bits(), rate(in))).max().orElse(0);
    }

    private static long whole(double cycles) {
      return (long) Math.max(0, Math.ceil(cycles * SAFE - 1e-6));
    }

    private static String loss(boolean lost) {
      return lost ? "; without what the model may round to 0 cycles, since the cost table allows very small tiles" : "";
    }
  }
}
