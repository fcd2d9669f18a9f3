package dev.dovetail.models.allocation;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Bottlenecks;
import dev.dovetail.models.links.Bandwidth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All lower bounds of kind {@code allocation}, each valid alone for every grid that the problem allows, every order, allocation and delivery.
 *
 * <p>Role: half of every gap. Latency: compute load (unrelated machines), DRAM compulsory traffic, traffic forced over the shared
 * bus by core types, the path bound under tile pipelining, the work that remains once a layer is complete. Energy: least energy of
 * the work plus compulsory traffic plus leakage over the latency bound. EDP: the least product over intervals of latency, see {@link
 * FrontBounds}. Sources: allocation notes, section 3; Stream specification, 3.5.
 */
public final class AllocationBounds implements LowerBounds<AllocationProblem> {
  /**
   * All bounds.
   *
   * @throws dev.dovetail.models.InfeasibleException if some layer fits nowhere: see {@link AllocationFeasibility}
   */
  @Override
  public List<LowerBound> of(AllocationProblem problem) {
    AllocationFeasibility.check(problem);
    Demands demands = new Demands(problem);
    List<LowerBound> latency = latency(demands);
    if (problem.objective() == Objective.LATENCY) {
      return latency;
    }
    LowerBound best = latency.stream().max(Comparator.comparingLong(LowerBound::value)).orElseThrow();
    FrontBounds front = new FrontBounds(demands, best);
    return List.of(problem.objective() == Objective.ENERGY ? front.energy() : front.edp());
  }

  private static List<LowerBound> latency(Demands demands) {
    Accelerator accelerator = demands.problem.accelerator();
    Bottlenecks necks = Bottlenecks.of(accelerator);
    List<LowerBound> bounds = new ArrayList<>();
    ComputeLoad compute = new ComputeLoad(demands);
    bounds.add(compute.bound());
    Traffic traffic = new Traffic(demands, necks);
    bounds.add(traffic.compulsory());
    if (necks.everything() >= 0) {
      bounds.add(traffic.forced());
    }
    PathBound path = new PathBound(demands, compute, traffic);
    bounds.add(path.bound());
    bounds.add(new RemainingWork(demands, compute, traffic, path).bound());
    bounds.addAll(TileBounds.of(demands));
    return List.copyOf(bounds);
  }

  private static boolean[] all(Demands demands) {
    boolean[] all = new boolean[demands.layers];
    Arrays.fill(all, true);
    return all;
  }

  /** Bytes over the channels that nothing can avoid. */
  static final class Traffic {
    private final Demands demands;
    private final Bottlenecks necks;

    Traffic(Demands demands, Bottlenecks necks) {
      this.demands = demands;
      this.necks = necks;
    }

    /** Cycles to load and store what the marked layers need, at least. */
    long cycles(boolean[] layers, boolean withStores) {
      long in = 0;
      long out = 0;
      for (int l = 0; l < layers.length; l++) {
        if (layers[l]) {
          in += demands.loadBytes[l];
          out += withStores ? demands.storeBytes[l] : 0;
        }
      }
      long moves = demands.forcedMoveBytes(layers);
      return Math.max(dramCycles(in, out), busCycles(in + out + moves));
    }

    /** Rounded up: the true duration is an integer and no smaller than bytes over rate. Without a rate nothing is known. */
    private static long up(@Nullable Bandwidth rate, long bytes) {
      return rate == null ? 0 : rate.cyclesFor(bytes);
    }

    Bandwidth rate(int channel) {
      return demands.problem.accelerator().channels().get(channel).bandwidth();
    }

    /** Rate of the shared bus, or null. */
    @Nullable
    Bandwidth busRate() {
      return necks.everything() >= 0 ? rate(necks.everything()) : null;
    }

    /** Cycles to carry so much over the shared bus; 0 if there is none. */
    long busCycles(long bytes) {
      return necks.everything() >= 0 ? up(rate(necks.everything()), bytes) : 0;
    }

    /** Cycles to carry so much out of and into DRAM. */
    long dramCycles(long in, long out) {
      long best = Math.max(up(necks.in(), in), up(necks.out(), out));
      return necks.dram() >= 0 ? Math.max(best, up(rate(necks.dram()), in + out)) : best;
    }

    LowerBound compulsory() {
      long in = Arrays.stream(demands.loadBytes).sum();
      long out = Arrays.stream(demands.storeBytes).sum();
      long value = Math.max(up(necks.in(), in), up(necks.out(), out));
      String through = "%s in, %s out".formatted(orUnlimited(necks.in()), orUnlimited(necks.out()));
      if (necks.dram() >= 0) {
        value = Math.max(value, up(rate(necks.dram()), in + out));
        through = "channel %s at %s".formatted(name(necks.dram()), rate(necks.dram()));
      }
      return new LowerBound("dram-compulsory", value,
          "%,d bytes in and %,d bytes out of DRAM through %s".formatted(in, out, through));
    }

    LowerBound forced() {
      long in = Arrays.stream(demands.loadBytes).sum();
      long out = Arrays.stream(demands.storeBytes).sum();
      long moves = demands.forcedMoveBytes(all(demands));
      int bus = necks.everything();
      return new LowerBound(
          "bus-load",
          up(rate(bus), in + out + moves),
          "channel %s at %s carries %,d bytes from or to DRAM and %,d bytes between cores that can never share a core"
              .formatted(name(bus), rate(bus), in + out, moves));
    }

    private static String orUnlimited(@Nullable Bandwidth rate) {
      return rate == null ? "an unlimited port" : rate.toString();
    }

    private String name(int channel) {
      return demands.problem.accelerator().channels().get(channel).name();
    }
  }
}
