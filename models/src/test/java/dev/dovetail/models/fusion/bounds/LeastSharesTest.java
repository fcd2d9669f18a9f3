package dev.dovetail.models.fusion.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.fusion.Expansion;
import dev.dovetail.models.fusion.Extent;
import dev.dovetail.models.fusion.ExternalInput;
import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionNetwork;
import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.FusionRules;
import dev.dovetail.models.fusion.InputRanges;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.models.fusion.LayerKind;
import dev.dovetail.models.fusion.PlanExpansion;
import dev.dovetail.models.fusion.TileShape;
import dev.dovetail.models.fusion.TileShapes;
import dev.dovetail.models.intracore.polar.PolarCore;
import dev.dovetail.models.intracore.polar.TileCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What each layer computes and reads at least, where transposes exchange axes that later layers use in part only. */
class LeastSharesTest {
  private static final FusionRules FREE = new FusionRules(false, true, 0, false);

  private static FusionLayer conv(int id, Extent in, int channels, int kernel, int strideHeight, int strideWidth) {
    Extent out =
        new Extent(channels, (in.height() - kernel) / strideHeight + 1, (in.width() - kernel) / strideWidth + 1);
    return layer(id, LayerKind.CONV, out, in, kernel, strideHeight, strideWidth, List.of());
  }

  /** Output axis i is placed on input axis {@code axes[i]}. */
  private static FusionLayer transpose(int id, Extent in, List<Integer> axes) {
    int[] extents = {in.channels(), in.height(), in.width()};
    Extent out = new Extent(extents[axes.get(0)], extents[axes.get(1)], extents[axes.get(2)]);
    return layer(id, LayerKind.TRANSPOSE, out, in, 1, 1, 1, axes);
  }

  private static FusionLayer layer(
      int id, LayerKind kind, Extent out, Extent in, int kernel, int strideHeight, int strideWidth, List<Integer> axes) {
    long weights = kind == LayerKind.CONV ? (long) kernel * kernel * in.channels() * out.channels() : 0;
    return new FusionLayer(id, "layer" + id, kind, id == 0 ? List.of() : List.of(id - 1), List.of(),
        id == 0 ? List.of(0) : List.of(), out, in,
        kernel, kernel, strideHeight, strideWidth, 0, 0, 1, 1, weights, axes);
  }

  private static FusionProblem problem(int batch, PolarCore core, long bandwidth, List<FusionLayer> chain) {
    FusionNetwork network = new FusionNetwork("net", List.of(new ExternalInput(0, "x", chain.get(0).in())), chain);
    return new FusionProblem("p", network, batch, core, bandwidth, FREE, Objective.LATENCY);
  }

  private static long latencyOfOneSubGroup(FusionProblem p, int tiles) {
    List<Integer> order = p.network().layers().stream().map(FusionLayer::id).toList();
    Expansion expansion = new PlanExpansion(p).expand(new FusionPlan(order, List.of(0), List.of(), List.of(tiles)));
    DramScheduleProblem schedule = Objects.requireNonNull(expansion.result()).schedule();
    return new DramScheduleEvaluator().evaluate(schedule, DefaultSchedule.of(schedule)).objective();
  }

  private static long bound(FusionProblem p) {
    return new FusionBounds().of(p).stream().mapToLong(LowerBound::value).max().orElseThrow();
  }

  @Test
  void channelsThatNobodyAsksForBehindATransposeNeedNotBeComputed() {
    // The last layer reads the first of 9 rows, so one of the first layer's nine channels is computed: on 8 lanes one pass of 4 x 4 positions instead of
    // two. With 4 x 1 x 4 operations of the transpose, two at a time, and 1 x 4 positions of the last layer: 16 + 8 + 4 cycles of compute, not 32 + 8 + 4.
    FusionLayer first = conv(0, new Extent(4, 4, 4), 9, 1, 1, 1);
    FusionLayer exchange = transpose(1, first.out(), List.of(1, 0, 2));
    FusionLayer last = conv(2, exchange.out(), 8, 1, 9, 1);
    FusionProblem p = problem(1, new PolarCore(1, 32, 1 << 20, 1 << 10), 1 << 10, List.of(first, exchange, last));

    // Two loads of one cycle before the first tile, the last weights meanwhile, one cycle for the output.
    assertThat(latencyOfOneSubGroup(p, 1)).isEqualTo(2 + 16 + 8 + 4 + 1);
    assertThat(bound(p)).isLessThanOrEqualTo(31);
  }

  @Test
  void aTransposeThatMovesAllAxesReadsNoMoreThanTheTilesBehindItAsk() {
    // Two tiles of one column: each asks for 4 rows and 1 column of the transpose's 5 and 6, that is 1 row, 6 columns and all 5 channels of the input.
    FusionLayer cycle = transpose(0, new Extent(5, 6, 6), List.of(2, 0, 1));
    FusionLayer last = conv(1, cycle.out(), 1, 1, 3, 3);
    FusionProblem p = problem(1, new PolarCore(2, 32, 1 << 20, 1 << 10), 1, List.of(cycle, last));

    // On the channel: 2 x 30 bytes of input, 6 of weights, 2 x 2 of output, and compute between, less than the 120 + 6 + 4 of one tile.
    assertThat(bound(p)).isLessThanOrEqualTo(latencyOfOneSubGroup(p, 2));
  }

  @Property(tries = 400)
  void noTilesOfAChainComputeOrReadLess(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FusionProblem p = chain(random);
    LayerGraph graph = new LayerGraph(p.network());
    Coverage coverage = new Coverage(p, graph);
    LeastWork work = new LeastWork(p, graph, coverage);
    LayerCosts costs = new LayerCosts(p.network(), p.core());
    TileShapes shapes = new TileShapes(p.network(), p.batch());
    int[] order = p.network().layers().stream().mapToInt(FusionLayer::id).toArray();
    int[] tile = new int[TileShapes.NUMBERS * order.length];
    int[] range = new int[TileShapes.NUMBERS];
    for (int from = 0; from < order.length; from++) {
      for (int t = 1; t <= 12; t++) {
        if (shapes.fill(order, from, order.length, t, tile) != TileShapes.ALL_CUT) {
          continue;
        }
        for (int l = from; l < order.length; l++) {
          int at = (l - from) * TileShapes.NUMBERS;
          TileShape shape = new TileShape(tile[at], tile[at + 1], tile[at + 2], tile[at + 3]);
          TileCost cost = costs.of(l, shape);
          InputRanges.activation(graph.layer(l), tile, at, range);
          String where = "%s from %d in %d tiles, layer %d".formatted(p.network().layers(), from, t, l);
          assertThat(t * cost.cycles()).as("cycles: %s", where).isGreaterThanOrEqualTo(work.cycles(l));
          assertThat(t * cost.femtojoules()).as("energy: %s", where).isGreaterThanOrEqualTo(work.femtojoules(l));
          assertThat(t * shape.volume()).as("output: %s", where).isGreaterThanOrEqualTo(coverage.bytes(l));
          assertThat((long) t * range[0] * range[2] * range[3]).as("input: %s", where)
              .isGreaterThanOrEqualTo(coverage.readBytes(l, 1, false));
        }
      }
    }
  }

  private static FusionProblem chain(SplittableRandom random) {
    List<List<Integer>> exchanges =
        List.of(List.of(1, 0, 2), List.of(2, 1, 0), List.of(0, 2, 1), List.of(1, 2, 0), List.of(2, 0, 1));
    List<FusionLayer> chain = new ArrayList<>();
    Extent e = new Extent(1 + random.nextInt(10), 1 + random.nextInt(10), 1 + random.nextInt(10));
    int count = 2 + random.nextInt(4);
    for (int l = 0; l < count; l++) {
      int kernel = Math.min(Math.min(e.height(), e.width()), 1 + random.nextInt(2));
      chain.add(random.nextInt(3) == 0
          ? transpose(l, e, exchanges.get(random.nextInt(exchanges.size())))
          : conv(l, e, 1 + random.nextInt(20), kernel, 1 + random.nextInt(5), 1 + random.nextInt(3)));
      e = chain.get(l).out();
    }
    return problem(1 + random.nextInt(4), new PolarCore(1 + random.nextInt(2), 32, 1 << 20, 1 << random.nextInt(7)), 4, chain);
  }
}
