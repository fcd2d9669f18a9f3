package dev.dovetail.models.fusion.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.fusion.Extent;
import dev.dovetail.models.fusion.ExternalInput;
import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionNetwork;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.FusionRules;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.models.fusion.LayerKind;
import dev.dovetail.models.fusion.TileShape;
import dev.dovetail.models.intracore.polar.PolarCore;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Bounds of networks that are small enough to compute by hand. */
class FusionBoundsTest {
  private static final FusionRules FREE = new FusionRules(false, false, 0, false);

  /** A matrix product: 64 rows, channels as given, weights channels x outputs. */
  private static FusionLayer product(int id, List<Integer> inputs, int channels, int outputs) {
    return new FusionLayer(id, "product" + id, LayerKind.CONV, inputs, List.of(), inputs.isEmpty() ? List.of(0) : List.of(),
        new Extent(outputs, 64, 1), new Extent(channels, 64, 1), 1, 1, 1, 1, 0, 0, 1, 1, (long) channels * outputs, List.of());
  }

  private static FusionProblem problem(FusionRules rules, Objective objective, long buffer, FusionLayer... layers) {
    FusionNetwork network =
        new FusionNetwork("net", List.of(new ExternalInput(0, "x", new Extent(layers[0].in().channels(), 64, 1))),
            List.of(layers));
    return new FusionProblem("p", network, 1, new PolarCore(2, 32, buffer, 64), 4, rules, objective);
  }

  @Test
  void aSampleThatCannotBeCutIsLoadedThenComputedThenStored() {
    // One row: weights 1024 and input 32 bytes, 264 cycles; then the tile; then 32 bytes of output, 8 cycles.
    FusionLayer one = new FusionLayer(0, "row", LayerKind.CONV, List.of(), List.of(), List.of(0), new Extent(32, 1, 1),
        new Extent(32, 1, 1), 1, 1, 1, 1, 0, 0, 1, 1, 1024, List.of());
    FusionNetwork network = new FusionNetwork("net", List.of(new ExternalInput(0, "x", new Extent(32, 1, 1))), List.of(one));
    PolarCore core = new PolarCore(2, 32, 1 << 20, 64);
    FusionProblem p = new FusionProblem("p", network, 1, core, 4, FREE, Objective.LATENCY);
    long tile = new LayerCosts(network, core).of(0, new TileShape(1, 32, 1, 1)).cycles();

    assertThat(bounds(p).get("buffer-label")).isEqualTo(264 + tile + 8);
  }

  private static Map<String, Long> bounds(FusionProblem problem) {
    return new FusionBounds().of(problem).stream().collect(Collectors.toMap(LowerBound::name, LowerBound::value));
  }

  @Test
  void oneProductMovesItsWeightsInputAndOutputOnce() {
    // Weights 32 x 32 = 1024 bytes = 256 cycles, input and output 32 x 64 = 2048 bytes = 512 cycles each: 1280 cycles of traffic.
    // Elements take 4 channels and make 8: four of them 64 x 32 x 32 / 128 = 512 cycles.
    Map<String, Long> bounds = bounds(problem(FREE, Objective.LATENCY, 1 << 20, product(0, List.of(), 32, 32)));

    assertThat(bounds.get("dram-compulsory")).isEqualTo(256 + 512 + 512);
    assertThat(bounds.get("compute")).isEqualTo(512);
    assertThat(bounds.get("cone")).isEqualTo(256 + 512);
    assertThat(bounds.get("buffer-label")).isGreaterThanOrEqualTo(256 + 512 + 512);
  }

  @Test
  void weightsThatDoNotFitTogetherCannotAllBePrefetched() {
    // Three products with 4096 bytes of weights each, 1024 cycles of the channel; compute 64 x 64 x 64 / 128 = 2048 cycles each.
    FusionLayer[] chain = {product(0, List.of(), 64, 64), product(1, List.of(0), 64, 64), product(2, List.of(1), 64, 64)};
    long wide = bounds(problem(FREE, Objective.LATENCY, 1 << 20, chain)).get("buffer-label");
    long narrow = bounds(problem(FREE, Objective.LATENCY, 9000, chain)).get("buffer-label");

    assertThat(wide).isGreaterThanOrEqualTo(1024 + 3 * 2048);
    assertThat(narrow).isGreaterThan(wide);
  }

  @Test
  void isolatedClassifierSendsItsInputThroughDram() {
    FusionLayer fc =
        new FusionLayer(2, "fc", LayerKind.FC, List.of(1), List.of(), List.of(), new Extent(10, 1, 1), new Extent(32, 1, 1),
            1, 1, 1, 1, 0, 0, 1, 1, 320, List.of());
    FusionLayer pool = new FusionLayer(1, "pool", LayerKind.POOL, List.of(0), List.of(), List.of(), new Extent(32, 1, 1),
        new Extent(32, 64, 1), 64, 1, 64, 1, 0, 0, 1, 1, 0, List.of());
    FusionLayer[] layers = {product(0, List.of(), 32, 32), pool, fc};
    Map<String, Long> fused = bounds(problem(FREE, Objective.LATENCY, 1 << 20, layers));
    Map<String, Long> isolated = bounds(problem(FusionRules.SOMA, Objective.LATENCY, 1 << 20, layers));

    // The pool belongs to the group of the classifier: 32 x 64 bytes are written and read, 512 cycles each.
    assertThat(isolated.get("dram-compulsory")).isEqualTo(fused.get("dram-compulsory") + 512 + 512);
    assertThat(isolated.get("buffer-label")).isGreaterThanOrEqualTo(fused.get("buffer-label") + 512);
  }

  @Test
  void energyIsThatOfTheOnlyPlanOfOneTile() {
    // A batch of one row cannot be cut: one tile, 84 pJ for each of 32 + 32 x 32 + 32 bytes, plus the tile.
    FusionLayer one = new FusionLayer(0, "row", LayerKind.CONV, List.of(), List.of(), List.of(0), new Extent(32, 1, 1),
        new Extent(32, 1, 1), 1, 1, 1, 1, 0, 0, 1, 1, 1024, List.of());
    FusionNetwork network = new FusionNetwork("net", List.of(new ExternalInput(0, "x", new Extent(32, 1, 1))), List.of(one));
    PolarCore core = new PolarCore(2, 32, 1 << 20, 64);
    FusionProblem p = new FusionProblem("p", network, 1, core, 4, FREE, Objective.ENERGY);
    long tile = new LayerCosts(network, core).of(0, new TileShape(1, 32, 1, 1))
        .femtojoules();

    assertThat(bounds(p)).containsOnly(Map.entry("energy", 84_000L * (32 + 1024 + 32) + tile));
  }

  @Test
  void edpBoundsAreProductsWithTheEnergyBound() {
    FusionLayer[] layers = {product(0, List.of(), 32, 32)};
    long energy = bounds(problem(FREE, Objective.ENERGY, 1 << 20, layers)).get("energy");
    Map<String, Long> cycles = bounds(problem(FREE, Objective.LATENCY, 1 << 20, layers));
    Map<String, Long> edp = bounds(problem(FREE, Objective.EDP, 1 << 20, layers));

    cycles.forEach((name, value) -> assertThat(edp.get(name)).isEqualTo(energy / 1_000_000 * value));
  }

  @Test
  void workLimitEndsWithWhatIsProvenByThen() {
    FusionLayer[] chain = {product(0, List.of(), 64, 64), product(1, List.of(0), 64, 64), product(2, List.of(1), 64, 64)};
    FusionProblem p = problem(FREE, Objective.LATENCY, 9000, chain);
    long simple =
        bounds(p).entrySet().stream().filter(e -> !e.getKey().equals("buffer-label")).mapToLong(Map.Entry::getValue).max()
            .orElseThrow();

    long stopped =
        new FusionBounds(0).of(p).stream().filter(b -> b.name().equals("buffer-label")).findFirst().orElseThrow().value();

    assertThat(stopped).isEqualTo(simple);
  }

  @Test
  void workLimitLeavesEnergyWithLayersByThemselvesAndCompulsoryTraffic() {
    FusionProblem p = problem(FREE, Objective.ENERGY, 1 << 20, product(0, List.of(), 32, 32), product(1, List.of(0), 32, 32));

    long stopped = new FusionBounds(0).best(p).value();

    // Both weights, input and output are 2 x 1024 + 2 x 2048 bytes.
    assertThat(stopped).isGreaterThan(84_000L * (2 * 1024 + 2 * 2048)).isLessThanOrEqualTo(new FusionBounds().best(p).value());
  }

  @Test
  void noPlanAtAllIsSaid() {
    FusionProblem p = problem(FREE, Objective.ENERGY, 900, product(0, List.of(), 32, 32));

    assertThatThrownBy(() -> new FusionBounds().of(p)).isInstanceOf(InfeasibleException.class);
  }
}
