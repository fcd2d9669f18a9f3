package dev.dovetail.models.pipeline.counting;

import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import dev.dovetail.models.pipeline.chain.ChainModel;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Effort;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.models.pipeline.chain.StageCosts;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many mappings of a problem there are, and how many of them cost at most so much.
 *
 * <p>Role: the counting programme, exact: a mapping is a chain of segments of clusters with the number of chiplets of each, which add up to at most
 * those of the module; where its partitions are not told apart it has the fastest. Which chiplets form a region is not told apart. Source:
 * reconstructed model of Scope (arXiv 2602.14393).
 */
public final class MappingCounts {
  /** Additions that the counts of segments may take; more are avoided by taking neighbouring times of clusters together. */
  private static final long STEPS = 20_000_000_000L;

  /** Different costs of a path that are told apart, at most. */
  private static final int WIDEST = 1 << 18;

  private static final int LEAST_KEPT = 256;

  /** Numbers that all costs of paths, or of segments, and their counts may take together. */
  private static final int ROOM = 40_000_000;

  private final PipelineProblem problem;
  private final Population population;
  private final Effort effort;
  private final ChainProgramme chain;
  private final StageCosts stages;
  private final BigInteger all;
  private final Residues residues;
  private final BigInteger feasible;
  private final ClusterWays.Bracket ways;

  private MappingCounts(PipelineProblem problem, Population population, Effort effort) {
    this.problem = problem;
    this.population = population;
    this.effort = effort;
    this.chain = ChainProgramme.of(problem, Restriction.MERGED, effort);
    this.stages = new StageCosts(chain.segments().times());
    this.all = all();
    this.residues = Residues.upTo(all);
    this.ways = switch (population) {
      case ALLOCATIONS -> ClusterWays.Bracket.exact(new AllocationWays(problem, effort));
      case PARTITIONS -> PartitionWays.bracket(problem, residues, effort);
    };
    this.feasible = feasible(ways.optimistic());
  }

  /**
   * Counts all mappings.
   *
   * @throws IllegalArgumentException if {@link #supports} says no
   */
  public static MappingCounts of(PipelineProblem problem, Population population, Effort effort) {
    if (!supports(problem, population)) {
      throw new IllegalArgumentException("Mappings of problem %s cannot be counted.".formatted(problem.name()));
    }
    return new MappingCounts(problem, population, effort);
  }

  /** Whether the mappings of a problem can be counted: where the chain programme is exact. Energy is no function of stage times. */
  public static boolean supports(PipelineProblem problem, Population population) {
    PipelineSwitches switches = problem.switches();
    return problem.objective() != PipelineObjective.ENERGY && ChainModel.of(problem) == ChainModel.EXACT
        && (population == Population.ALLOCATIONS || switches.weights() == Weights.DISTRIBUTED);
  }

  /** All mappings, also those whose weights do not fit. */
  public BigInteger all() {
    int chiplets = problem.module().size();
    int size = problem.network().size();
    boolean idle = problem.switches().idle();
    BigInteger[] ones = new BigInteger[size + 1];
    for (int length = 1; length <= size; length++) {
      BigInteger sum = BigInteger.ZERO;
      BigInteger cuts = BigInteger.ONE; // length - 1 choose c - 1
      BigInteger regions = BigInteger.ONE; // N choose c, or N - 1 choose c - 1
      for (int c = 1; c <= Math.min(length, chiplets); c++) {
        if (idle) {
          regions = regions.multiply(BigInteger.valueOf(chiplets - c + 1L)).divide(BigInteger.valueOf(c));
        }
        sum = sum.add(cuts.multiply(regions));
        cuts = cuts.multiply(BigInteger.valueOf((long) length - c)).divide(BigInteger.valueOf(c));
        if (!idle) {
          regions = regions.multiply(BigInteger.valueOf((long) chiplets - c)).divide(BigInteger.valueOf(c));
        }
      }
      BigInteger split = BigInteger.valueOf(problem.switches().partitions().size()).pow(length);
      ones[length] = population == Population.PARTITIONS ? sum.multiply(split) : sum;
    }
    BigInteger[] chains = new BigInteger[size + 1];
    Arrays.fill(chains, BigInteger.ZERO);
    chains[0] = BigInteger.ONE;
    for (int end = 1; end <= size; end++) {
      for (int length = 1; length <= end; length++) {
        chains[end] = chains[end].add(ones[length].multiply(chains[end - length]));
      }
    }
    return chains[size];
  }

  /** Mappings whose weights fit. */
  public BigInteger feasible() {
    return feasible;
  }

  /**
   * Counts the mappings whose cost under the problem's objective is at most {@code cost}: exactly where there are few different costs or the bracket
   * of rounded costs closes, else between two numbers.
   */
  public Percentile percentile(long cost) {
    BigInteger upper = BigInteger.ZERO;
    BigInteger lower = BigInteger.ZERO;
    if (chain.optimum() <= cost && cost != ClusterTimes.INFINITE) {
      Columns[] columns = columns(ways.optimistic(), cost);
      PathCounts optimistic = paths(columns, cost, false);
      upper = optimistic.count().min(feasible);
      boolean exact = ways.isExact() && optimistic.isExact() && Arrays.stream(columns).allMatch(Columns::isExact);
      lower = exact ? upper : paths(ways.isExact() ? columns : columns(ways.pessimistic(), cost), cost, true).count();
    }
    return new Percentile(population, cost, lower, upper, all, feasible);
  }

  private Columns[] columns(ClusterWays counted, long cost) {
    int size = problem.network().size();
    Columns[] columns = new Columns[size];
    long many = 0;
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        many += chain.through(i, j) <= cost ? 1 : 0;
      }
    }
    int kept = (int) (ROOM / (residues.count() + 1) / Math.max(1, many));
    effort.forEach(size,
        i -> columns[i] = new Columns(chain, stages, counted, residues, i, cost, STEPS / size, Math.max(LEAST_KEPT, kept)));
    return columns;
  }

  private PathCounts paths(Columns[] columns, long cost, boolean up) {
    int width = Math.min(WIDEST, ROOM / problem.network().size() / (residues.count() + 1));
    return new PathCounts(chain, residues, (i, j) -> up ? columns[i].high(j) : columns[i].low(j), cost - chain.optimum(), up,
        width,
        effort);
  }

  private BigInteger feasible(ClusterWays counted) {
    int size = problem.network().size();
    long[][][] ones = new long[size][][];
    effort.forEach(size, i -> {
      List<Integer> ends = IntStream.rangeClosed(i, chain.segments().longest(i)).filter(stages::leavesRoom).boxed().toList();
      ones[i] = starts(counted, i).count(ClusterTimes.INFINITE - 1, ends, 0)[0];
    });
    long[][] chains = new long[size + 1][residues.count()];
    Arrays.fill(chains[0], 1);
    for (int i = 0; i < size; i++) {
      for (int j = i; j < i + ones[i].length; j++) {
        for (int r = 0; ones[i][j - i] != null && r < residues.count(); r++) {
          long product = Residues.times(chains[i][r], ones[i][j - i][r], residues.modulus(r));
          chains[j + 1][r] = Residues.plus(chains[j + 1][r], product, residues.modulus(r));
        }
      }
    }
    return residues.value(chains[size]);
  }

  private StartCounts starts(ClusterWays counted, int i) {
    return new StartCounts(counted, residues, problem.module().size(), problem.switches().idle(), i, chain.segments().longest(i));
  }
}
