package dev.dovetail.solver.pipeline.clusters;

import dev.dovetail.encodings.pipeline.segment.SegmentEncoding;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import dev.dovetail.models.pipeline.bounds.SegmentRelaxation;
import dev.dovetail.models.pipeline.graph.GraphCosts;
import dev.dovetail.models.pipeline.graph.SegmentChoice;
import dev.dovetail.models.pipeline.graph.SegmentPrices;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendRun;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.Outcome.Proof;
import dev.dovetail.solver.Outcome.Termination;
import dev.dovetail.solver.pipeline.clusters.FreeColumns.Column;
import dev.dovetail.solver.pipeline.clusters.FreeColumns.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers problems whose clusters are no intervals, whose chiplets differ, or whose weights may be replicated.
 *
 * <p>It begins with clusters that are intervals, improves the segments of the best plan by annealing, and, if it has a backend, proves or improves
 * the segments of the cheapest path over what is known, one constraint model each, until that path costs as much as the best plan.
 */
public final class ClusterSearch {
  /** Neighbours tried for a segment in one go. */
  private static final int STEPS = 400;

  /** Rounds over the segments of the best plan for each second of a limit that must be deterministic. */
  private static final int ROUNDS_PER_SECOND = 1;

  /** Rounds without a better plan after which the search ends. */
  private static final int MOST_IDLE_ROUNDS = 150;

  /** Segments beside those of the best plan that are improved in each round. */
  private static final int OTHERS = 4;

  /** How much more the plan of intervals through such a segment may cost than the best one. */
  private static final double OTHERS_WITHIN = 0.03;

  private static final int MOST_OTHERS = 200;

  /** Share of the time before proofs begin. */
  private static final double BEFORE_PROOFS = 0.5;

  private final PipelineProblem problem;
  private final Limits limits;
  private final Listener<PipelinePlan> listener;
  private final GraphCosts costs;
  private final SegmentPrices prices;
  private final ClusterAnnealing annealing;
  private final ClusterTable table;
  private final FreeColumns columns;
  private final BackendRun run;
  private final long bound;
  private final List<Supplier<List<List<Integer>>>> others = new ArrayList<>();
  private long best = Long.MAX_VALUE;

  private ClusterSearch(PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener, BackendRun run) {
    this.problem = problem;
    this.limits = limits;
    this.listener = listener;
    this.run = run;
    this.costs = new GraphCosts(problem);
    this.prices = new SegmentPrices(costs);
    this.table = new ClusterTable(costs);
    Allocation allocation = new Allocation(problem.module(), table, problem.switches().idle());
    this.annealing = new ClusterAnnealing(costs, prices, allocation, limits.seed());
    SegmentRelaxation relaxation = new SegmentRelaxation(problem);
    this.columns = new FreeColumns(problem.network().size(), (first, last) -> relaxation.segment((int) first, (int) last));
    this.bound = relaxation.total();
    if (bound != Long.MAX_VALUE) {
      listener.bound(new LowerBound("segment-relaxation", bound,
          "cheapest chain of segments whose layers each take the least chiplets times cycles that the stage admits"));
    }
  }

  /** Whether a problem is one that it was made for. */
  public static boolean isFor(PipelineProblem problem) {
    return problem.objective() != PipelineObjective.ENERGY && (problem.switches().graph() == Graph.BRANCHES
        || !problem.module().isUniform() || problem.switches().weights() != Weights.DISTRIBUTED);
  }

  /**
   * Searches until it is done or told to stop.
   *
   * @param backend proves segments; null for none
   */
  public static Outcome solve(
      PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener, BackendRun run,
      @Nullable Supplier<Backend> backend) {
    return new ClusterSearch(problem, limits, listener, run).search(backend);
  }

  private Outcome search(@Nullable Supplier<Backend> backend) {
    if (bound == Long.MAX_VALUE) {
      return new Outcome(Termination.COMPLETE, Proof.INFEASIBLE, "no chain of segments has regions that hold its weights");
    }
    begin();
    offer("intervals");
    boolean proves = backend != null && SegmentEncoding.takes(problem) && SegmentProofs.takes(problem.module());
    anneal(proves ? run.until(BEFORE_PROOFS) : run.until(1));
    if (best <= bound) {
      return new Outcome(Termination.COMPLETE, Proof.OPTIMAL,
          "the best plan costs as much as the cheapest chain of relaxed segments");
    }
    if (proves && !listener.shouldStop()) {
      return prove(new SegmentProofs(problem, backend.get(), run));
    }
    return new Outcome(listener.shouldStop() ? Termination.LIMIT : Termination.COMPLETE, Proof.NONE, "searched");
  }

  /** Segments of clusters that are intervals: those of the cheapest plan for each mix of types; at least each layer alone. */
  private void begin() {
    int layers = problem.network().size();
    for (int l = 0; l < layers; l++) {
      annealing.price(List.of(List.of(l)), Long.MAX_VALUE / 4).ifPresent(columns::offer);
    }
    annealing.price(List.of(IntStream.range(0, layers).boxed().toList()), Long.MAX_VALUE / 4).ifPresent(columns::offer);
    if (!IntervalProgramme.takes(costs)) {
      ChainStart.segments(problem, limits, listener)
          .forEach(s -> annealing.price(s, Long.MAX_VALUE / 4).ifPresent(columns::offer));
      return;
    }
    for (List<ChipletType> mix : table.mixes()) {
      IntervalProgramme programme = new IntervalProgramme(costs, prices, mix, listener::shouldStop);
      FreeColumns estimate = new FreeColumns(layers, (first, last) -> programme.cost((int) first, (int) last));
      Path path = estimate.cheapestBound();
      for (Column column : path.columns()) {
        annealing.price(programme.clusters(column.first(), column.last()), Long.MAX_VALUE / 4).ifPresent(columns::offer);
      }
      estimate.within(path.cost() + (long) (path.cost() * OTHERS_WITHIN), MOST_OTHERS)
          .forEach(c -> others.add(() -> programme.clusters(c.first(), c.last())));
    }
  }

  private void anneal(BooleanSupplier stop) {
    long rounds = limits.reproducible() ? Math.max(1, limits.time().toSeconds() * ROUNDS_PER_SECOND) : Long.MAX_VALUE;
    int idle = 0;
    for (long round = 0; round < rounds && idle < MOST_IDLE_ROUNDS && !stop.getAsBoolean(); round++) {
      long before = columns.cheapestFound().cost();
      for (Column column : columns.cheapestFound().columns()) {
        SegmentChoice choice = columns.best(column);
        if (choice != null && columns.bound(column) < choice.cost()) {
          columns.offer(annealing.improve(choice, STEPS, stop));
        }
      }
      for (int i = 0; i < Math.min(OTHERS, others.size()); i++) {
        improved(others.get((int) ((round * OTHERS + i) % others.size())).get(), stop);
      }
      offer("annealing");
      border(round, stop);
      offer("annealing over borders");
      idle = columns.cheapestFound().cost() < before ? 0 : idle + 1;
    }
  }

  /** Tries other borders of segments: moves one by a layer, joins two segments, or cuts one. */
  private void border(long round, BooleanSupplier stop) {
    List<Column> path = columns.cheapestFound().columns();
    for (int s = 0; s < path.size() && !stop.getAsBoolean(); s++) {
      List<List<Integer>> mine = clusters(path.get(s));
      int cut = path.get(s).first() + (int) (round % (path.get(s).last() - path.get(s).first() + 1));
      if (cut > path.get(s).first()) {
        both(mine, cut, stop);
      }
      if (s + 1 < path.size()) {
        List<List<Integer>> joined = new ArrayList<>(mine);
        joined.addAll(clusters(path.get(s + 1)));
        int border = path.get(s + 1).first();
        for (int at : new int[] {border - 1, border + 1}) {
          if (at > path.get(s).first() && at <= path.get(s + 1).last()) {
            both(joined, at, stop);
          }
        }
        improved(joined, stop);
      }
    }
  }

  private List<List<Integer>> clusters(Column column) {
    SegmentChoice choice = columns.best(column);
    return choice == null ? List.of() : choice.clusters().stream().map(c -> c.layers()).toList();
  }

  /** The segments of the layers below and from a border on. */
  private void both(List<List<Integer>> clusters, int border, BooleanSupplier stop) {
    improved(part(clusters, 0, border - 1), stop);
    improved(part(clusters, border, Integer.MAX_VALUE), stop);
  }

  private static List<List<Integer>> part(List<List<Integer>> clusters, int first, int last) {
    return clusters.stream().map(c -> c.stream().filter(l -> l >= first && l <= last).toList()).filter(c -> !c.isEmpty())
        .toList();
  }

  private void improved(List<List<Integer>> clusters, BooleanSupplier stop) {
    int first = clusters.stream().mapToInt(c -> c.get(0)).min().orElse(0);
    int last = clusters.stream().mapToInt(c -> c.get(c.size() - 1)).max().orElse(-1);
    if (last < first || !prices.exists(first, last)) {
      return;
    }
    Column column = new Column(first, last);
    SegmentChoice known = columns.best(column);
    if (columns.through(column) < best && (known == null || columns.bound(column) < known.cost())) {
      annealing.price(clusters, Long.MAX_VALUE / 4).map(c -> known == null || c.cost() < known.cost() ? c : known)
          .ifPresent(c -> columns.offer(annealing.improve(c, STEPS / 4, stop)));
    }
  }

  private Outcome prove(SegmentProofs proofs) {
    while (!listener.shouldStop()) {
      Path path = columns.cheapestBound();
      listener.bound(new LowerBound("segments", Math.min(path.cost(), best),
          "cheapest chain of segments, each at least at the cost that a constraint model of it proves"));
      if (path.cost() >= best) {
        return new Outcome(Termination.COMPLETE, best == Long.MAX_VALUE ? Proof.INFEASIBLE : Proof.OPTIMAL,
            "the cheapest chain of segments is proved, segment by segment");
      }
      Column open = path.columns().stream().filter(c -> columns.bound(c) < columns.cost(c) && proofs.isOpen(c)).findFirst()
          .orElse(null);
      if (open == null) {
        return new Outcome(Termination.COMPLETE, Proof.NONE, "a gap is left: a segment is too large for a constraint model");
      }
      proofs.prove(columns, open, best);
      offer("segments");
    }
    return new Outcome(Termination.LIMIT, Proof.NONE, "stopped");
  }

  private void offer(String source) {
    Path path = columns.cheapestFound();
    if (path.cost() >= best) {
      return;
    }
    List<PipelinePlan.Segment> segments = new ArrayList<>();
    for (Column column : path.columns()) {
      SegmentChoice choice = columns.best(column);
      if (choice != null) {
        segments.add(choice.segment(problem.module()));
      }
    }
    PipelinePlan plan = new PipelinePlan(segments);
    if (SegmentEncoding.takes(problem)) {
      best = path.cost();
      listener.incumbent(plan, best, source);
      return;
    }
    // Stages that overlap, shapes and links are the judge's matter.
    Evaluation evaluation = new PipelineEvaluator().evaluate(problem, plan);
    if (evaluation.isExecutable() && evaluation.objective() < best) {
      best = evaluation.objective();
      listener.incumbent(plan, best, source);
    }
  }
}
