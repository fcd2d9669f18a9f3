package dev.dovetail.encodings.pipeline.segment;

import static dev.dovetail.encodings.cp.Constraints.atLeast;
import static dev.dovetail.encodings.cp.Constraints.atMost;
import static dev.dovetail.encodings.cp.Constraints.element;
import static dev.dovetail.encodings.cp.Constraints.equal;
import static dev.dovetail.encodings.cp.Constraints.exactlyOne;
import static dev.dovetail.encodings.cp.Constraints.implies;
import static dev.dovetail.encodings.cp.Constraints.or;
import static dev.dovetail.encodings.cp.Constraints.table;

import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import dev.dovetail.models.pipeline.graph.GraphCosts;
import dev.dovetail.models.pipeline.graph.Region;
import dev.dovetail.models.pipeline.graph.SegmentPrices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Asks for the best clusters, regions and partitions of the layers of one segment.
 *
 * <p>Each layer names the first layer of its cluster. A level for each layer, equal within a cluster and rising from one to the next, keeps
 * clusters free of cycles and measures how deep the pipeline is. A table gives the cycles of a layer from its region, its partition and, for each
 * layer that it reads, whether it is in the same cluster and how it is split. Area, chiplets times cycles, is bounded by stage times chiplets.
 */
public final class SegmentEncoding {
  private final GraphCosts costs;
  private final SegmentPrices prices;
  private final List<Region> regions;

  /**
   * @param problem that {@link #takes} admits
   */
  public SegmentEncoding(PipelineProblem problem) {
    this.costs = new GraphCosts(problem);
    this.prices = new SegmentPrices(costs);
    this.regions = Region.all(problem.module());
  }

  /** Whether all rules of a problem have words here: stages that begin at once, segments that share nothing, regions of any shape, room in DRAM. */
  public static boolean takes(PipelineProblem problem) {
    PipelineSwitches s = problem.switches();
    return s.timing() == Timing.LOCKSTEP && s.loadOverlap() == PipelineSwitches.LoadOverlap.NONE
        && s.border() == PipelineSwitches.Border.INGRESS && s.shape() == PipelineSwitches.Shape.ANY && !s.contention()
        && !s.dramCapacity()
        && problem.objective() != PipelineObjective.ENERGY;
  }

  /** The costs that it looks up. */
  public GraphCosts costs() {
    return costs;
  }

  /** What segments cost. */
  public SegmentPrices prices() {
    return prices;
  }

  /**
   * The model of a segment.
   *
   * @param first its first layer
   * @param last its last layer
   * @param atMost what it may cost
   */
  public SegmentModel encode(int first, int last, long atMost) {
    return new Assembly(first, last, atMost).assemble();
  }

  /** Builds one model. Layers count from the first of the segment. */
  private final class Assembly {
    private final int first;
    private final int last;
    private final int size;
    private final int layers;
    private final PipelineProblem problem = costs.problem();
    private final long io;
    private final List<LayerTable> tables;
    private final long atMost;
    private final long longestStage;
    private final ModelBuilder builder;
    private final SegmentModel.Variables v;

    Assembly(int first, int last, long atMost) {
      this.first = first;
      this.last = last;
      this.layers = last - first + 1;
      this.size = problem.module().size();
      this.io = costs.io(first, last);
      this.tables = IntStream.rangeClosed(first, last).mapToObj(l -> LayerTable.of(costs, regions, first, l)).toList();
      // No segment is worse than all layers one after another, each at its slowest.
      long slowest = tables.stream().mapToLong(LayerTable::largestCycles).sum();
      for (int l = first; l <= last; l++) {
        slowest += costs.layerCosts().streaming(l);
      }
      this.atMost = Math.min(atMost, prices.cost(first, last, layers - 1, slowest + io));
      this.longestStage = Math.max(0, (this.atMost - prices.load(first, last)) / prices.passes(0));
      this.builder = ConstraintModel.builder("pipeline/segment %d-%d".formatted(first, last));
      this.v = new SegmentModel.Variables(layers, costs.problem().module().types().size());
    }

    SegmentModel assemble() {
      v.stage = builder.intVar(Math.min(io, longestStage), longestStage, "stage");
      if (io > longestStage) {
        // No stage is that short: a model without a solution says so.
        builder.add(atLeast(v.stage.expr(), io));
      }
      for (int l = 0; l < layers; l++) {
        chooseCluster(l);
      }
      for (int l = 0; l < layers; l++) {
        chooseSplit(l);
      }
      for (int r = 0; r < layers; r++) {
        limitCluster(r);
      }
      shareChiplets();
      area();
      order();
      price();
      return new SegmentModel(costs, prices, regions, first, last, v, builder.build());
    }

    private void chooseCluster(int l) {
      v.in[l] = new Literal[l + 1];
      for (int r = 0; r <= l; r++) {
        v.in[l][r] = builder.boolVar("in[%d,%d]".formatted(first + l, first + r));
        if (r < l) {
          builder.add(implies(v.in[l][r], v.in[r][r]));
        }
        if (r < l && !costs.hasBranches()) {
          builder.add(implies(v.in[l][r], v.in[l - 1][r]));
        }
      }
      builder.add(exactlyOne(Arrays.asList(v.in[l])));
      v.region[l] = builder.intVar(0, regions.size() - 1, "region[%d]".formatted(first + l));
      for (int r = 0; r < l; r++) {
        builder.add(equal(v.region[l].expr(), v.region[r].expr()).onlyIf(v.in[l][r]));
      }
    }

    private void chooseSplit(int l) {
      v.partition[l] = builder.intVar(0, SegmentModel.PARTITIONS.size() - 1, "partition[%d]".formatted(first + l));
      int[] sources = costs.sources(first + l);
      v.together[l] = new Literal[sources.length];
      v.state[l] = new IntVar[sources.length];
      for (int s = 0; s < sources.length; s++) {
        if (sources[s] >= first) {
          join(l, s, sources[s] - first);
        }
      }
      LayerTable table = tables.get(l).within(longestStage);
      v.cycles[l] = builder.intVar(0, longestStage, "cycles[%d]".formatted(first + l));
      v.area[l] = builder.intVar(0, Math.max(0, table.largestArea()), "area[%d]".formatted(first + l));
      List<LinearExpr> columns = new ArrayList<>();
      columns.add(v.region[l].expr());
      columns.add(v.partition[l].expr());
      for (IntVar state : v.state[l]) {
        if (state != null) {
          columns.add(state.expr());
        }
      }
      columns.add(v.cycles[l].expr());
      columns.add(v.area[l].expr());
      builder.add(table(columns, table.rows()));
    }

    /** Whether layer l is in the cluster of its producer u, and if so how that one is split. */
    private void join(int l, int s, int u) {
      Literal together = builder.boolVar("together[%d,%d]".formatted(first + u, first + l));
      for (int r = 0; r <= l; r++) {
        if (r > u) {
          builder.add(implies(together, v.in[l][r].not()));
        } else {
          builder.add(or(List.of(together.not(), v.in[u][r].not(), v.in[l][r])));
          builder.add(or(List.of(together.not(), v.in[l][r].not(), v.in[u][r])));
          builder.add(or(List.of(together, v.in[u][r].not(), v.in[l][r].not())));
        }
      }
      IntVar state = builder.intVar(0, 2, "state[%d,%d]".formatted(first + u, first + l));
      List<List<Long>> rows = new ArrayList<>();
      for (int p = 0; p < SegmentModel.PARTITIONS.size(); p++) {
        rows.add(List.of(0L, (long) p, 0L));
        rows.add(List.of(1L, (long) p, SegmentModel.PARTITIONS.get(p).splitsPositions() ? 1L : 2L));
      }
      builder.add(table(
          List.of(together.expr(), v.partition[u].expr(), state.expr()), rows));
      v.together[l][s] = together;
      v.state[l][s] = state;
    }

    /** Time and weights of the cluster whose first layer is r, if there is one. */
    private void limitCluster(int r) {
      long weights = weights(r);
      long largestRoom = regions.stream().mapToLong(Region::room).max().orElseThrow();
      v.multiple[r] = builder.boolVar("multiple[%d]".formatted(first + r));
      v.room[r] = builder.intVar(0, largestRoom, "room[%d]".formatted(first + r));
      builder.add(element(v.region[r].expr(), regions.stream().mapToLong(Region::room).toArray(), v.room[r].expr()));
      v.share[r] = new IntVar[layers];
      v.kept[r] = new IntVar[layers];
      LinearExpr.Sum time = new LinearExpr.Sum();
      LinearExpr.Sum bytes = new LinearExpr.Sum();
      for (int l = r; l < layers; l++) {
        v.share[r][l] = builder.intVar(0, longestStage, "share[%d,%d]".formatted(first + r, first + l));
        builder.add(atLeast(v.share[r][l].expr().minus(v.cycles[l]), 0).onlyIf(v.in[l][r]));
        time.add(v.share[r][l], 1);
        if (l > r) {
          builder.add(implies(v.in[l][r], v.multiple[r]));
        }
        if (replicates()) {
          v.kept[r][l] = builder.intVar(0, largestRoom, "kept[%d,%d]".formatted(first + r, first + l));
          // A layer that is alone may exceed its region: it streams, see below.
          builder.add(atLeast(v.kept[r][l].expr().minus(keptBytes(l)), 0).onlyIf(v.in[l][r], v.multiple[r]));
          bytes.add(v.kept[r][l], 1);
        } else {
          bytes.add(v.in[l][r], weights(l));
        }
      }
      builder.add(atMost(time.build(), v.stage.expr()));
      builder.add(atMost(bytes.build(), v.room[r].expr()).onlyIf(v.multiple[r]));
      v.exceeds[r] = builder.boolVar("exceeds[%d]".formatted(first + r));
      builder.add(element(v.region[r].expr(), regions.stream().mapToLong(g -> weights > g.room() ? 1 : 0).toArray(),
          v.exceeds[r].expr()));
      v.streams[r] = builder.boolVar("streams[%d]".formatted(first + r));
      builder.add(or(List.of(v.in[r][r].not(), v.multiple[r], v.exceeds[r].not(), v.streams[r])));
      builder.add(atLeast(v.stage.expr(), costs.layerCosts().streaming(first + r)).onlyIf(v.streams[r]));
    }

    private boolean replicates() {
      return problem.switches().weights() != PipelineSwitches.Weights.DISTRIBUTED;
    }

    private long weights(int l) {
      return problem.network().layer(first + l).weightBytes();
    }

    /** Bytes that a layer keeps on all chiplets of its region. */
    private LinearExpr keptBytes(int l) {
      if (v.stored[l] == null) {
        List<List<Long>> rows = SegmentModel.storedRows(regions, weights(l));
        v.stored[l] = builder.intVar(0, Math.multiplyExact(weights(l), size), "stored[%d]".formatted(first + l));
        builder.add(table(
            List.of(v.region[l].expr(), v.partition[l].expr(), v.stored[l].expr()), rows));
      }
      return v.stored[l].expr();
    }

    private void shareChiplets() {
      int types = problem.module().types().size();
      for (int r = 0; r < layers; r++) {
        v.choice[r] = builder.intVar(0, regions.size(), "choice[%d]".formatted(first + r));
        builder.add(equal(v.choice[r].expr().minus(v.region[r]), 1).onlyIf(v.in[r][r]));
        builder.add(equal(v.choice[r].expr(), 0).onlyIf(v.in[r][r].not()));
      }
      for (int t = 0; t < types; t++) {
        int type = t;
        long[] counts = LongStream.concat(LongStream.of(0),
            regions.stream().mapToLong(g -> g.counts().get(type))).toArray();
        int available = problem.module().types().get(t).count();
        LinearExpr.Sum used = new LinearExpr.Sum();
        v.used[t] = new IntVar[layers];
        for (int r = 0; r < layers; r++) {
          v.used[t][r] = builder.intVar(0, available, "used[%d,%d]".formatted(t, first + r));
          builder.add(element(v.choice[r].expr(), counts, v.used[t][r].expr()));
          used.add(v.used[t][r], 1);
        }
        builder.add(problem.switches().idle() ? atMost(used.build(), available) : equal(used.build(), available));
      }
    }

    private void area() {
      LinearExpr.Sum sum = new LinearExpr.Sum();
      for (IntVar a : v.area) {
        sum.add(a, 1);
      }
      builder.add(atMost(sum.build(), v.stage.expr().times(size)));
      if (problem.switches().dramShared()) {
        LinearExpr.Sum dram = new LinearExpr.Sum().add(io);
        for (int r = 0; r < layers; r++) {
          dram.add(v.streams[r], costs.layerCosts().streaming(first + r));
        }
        builder.add(atMost(dram.build(), v.stage.expr()));
      }
    }

    private void order() {
      v.depth = builder.intVar(0, layers - 1, "depth");
      if (!costs.hasBranches()) {
        LinearExpr.Sum clusters = new LinearExpr.Sum();
        for (int r = 0; r < layers; r++) {
          clusters.add(v.in[r][r], 1);
        }
        builder.add(equal(clusters.build().minus(v.depth), 1));
        return;
      }
      for (int l = 0; l < layers; l++) {
        v.level[l] = builder.intVar(0, layers - 1, "level[%d]".formatted(first + l));
        builder.add(atMost(v.level[l].expr(), v.depth.expr()));
        for (int r = 0; r < l; r++) {
          builder.add(equal(v.level[l].expr(), v.level[r].expr()).onlyIf(v.in[l][r]));
        }
      }
      for (int l = 0; l < layers; l++) {
        int[] sources = costs.sources(first + l);
        for (int s = 0; s < sources.length; s++) {
          if (sources[s] >= first) {
            LinearExpr rise = v.level[l].expr().minus(v.level[sources[s] - first]);
            builder.add(atLeast(rise, 1).onlyIf(v.together[l][s].not()));
          }
        }
      }
    }

    private void price() {
      v.cost = builder.intVar(Math.min(atMost, prices.cost(first, last, 0, io)), atMost, "cost");
      v.isDeep = new Literal[layers];
      LinearExpr.Sum depth = new LinearExpr.Sum();
      for (int d = 0; d < layers; d++) {
        v.isDeep[d] = builder.boolVar("deep[%d]".formatted(d));
        depth.add(v.isDeep[d], d);
        builder.add(atLeast(v.cost.expr().minus(v.stage.expr().times(prices.passes(d))), prices.load(first, last))
            .onlyIf(v.isDeep[d]));
      }
      builder.add(exactlyOne(Arrays.asList(v.isDeep)));
      builder.add(equal(depth.build(), v.depth.expr()));
      builder.minimize(v.cost);
    }
  }
}
