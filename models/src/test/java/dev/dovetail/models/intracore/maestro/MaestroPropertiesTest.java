package dev.dovetail.models.intracore.maestro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.RandomQuestions.Question;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What the corrected mode promises of every mapping that it accepts. */
class MaestroPropertiesTest {
  private static final Map<LoopDim, LoopDim> TRANSPOSED =
      Map.of(LoopDim.Y, LoopDim.X, LoopDim.X, LoopDim.Y, LoopDim.R, LoopDim.S, LoopDim.S, LoopDim.R, LoopDim.Y_OUT, LoopDim.X_OUT,
          LoopDim.X_OUT, LoopDim.Y_OUT);
  private static final Map<LoopDim, LoopDim> EXCHANGED = Map.of(LoopDim.M, LoopDim.N, LoopDim.N, LoopDim.M);

  @Property(tries = 300)
  void moreBandwidthIsNeverSlower(@ForAll Random random, @ForAll @IntRange(min = 1, max = 30) int more) {
    Question q = new RandomQuestions(random).valid();
    MaestroHardware c = q.core();
    MaestroHardware wider =
        new MaestroHardware(c.pes(), c.nocBandwidth() + more, c.nocHops(), c.hopLatency(), c.simd(), c.offChipBandwidth(),
            c.l1Elements(), c.l2Elements());
    MaestroHardware wideAndOffChip =
        new MaestroHardware(c.pes(), c.nocBandwidth() + more, c.nocHops(), c.hopLatency(), c.simd(), c.offChipBandwidth() + more,
            c.l1Elements(), c.l2Elements());
    long cycles = q.answer().runtimeCycles();
    long onWider = q.on(wider).answer().runtimeCycles();
    assertThat(onWider).isLessThanOrEqualTo(cycles);
    assertThat(q.on(wideAndOffChip).answer().runtimeCycles()).isLessThanOrEqualTo(onWider);
  }

  @Property(tries = 300)
  void moreLanesOrFewerHopsAreNeverSlower(@ForAll Random random, @ForAll @IntRange(min = 1, max = 5) int more) {
    Question q = new RandomQuestions(random).valid();
    MaestroHardware c = q.core();
    MaestroHardware lanes =
        new MaestroHardware(c.pes(), c.nocBandwidth(), c.nocHops(), c.hopLatency(), c.simd() + more, c.offChipBandwidth(),
            c.l1Elements(), c.l2Elements());
    MaestroHardware further =
        new MaestroHardware(c.pes(), c.nocBandwidth(), c.nocHops() + more, c.hopLatency(), c.simd(), c.offChipBandwidth(),
            c.l1Elements(), c.l2Elements());
    long cycles = q.answer().runtimeCycles();
    assertThat(q.on(lanes).answer().runtimeCycles()).isLessThanOrEqualTo(cycles);
    assertThat(q.on(further).answer().runtimeCycles()).isGreaterThanOrEqualTo(cycles);
  }

  /** Bandwidth, latency and lanes are a matter of time: no access, no space and no energy depends on them. */
  @Property(tries = 200)
  void accessesDoNotDependOnSpeed(@ForAll Random random) {
    Question q = new RandomQuestions(random).valid();
    MaestroHardware c = q.core();
    MaestroStatistics slow = q.on(new MaestroHardware(c.pes(), 1, 3, 2, 1, 1, c.l1Elements(), c.l2Elements())).answer();
    MaestroStatistics fast = q.answer();
    assertThat(List.of(slow.input(), slow.filter(), slow.output()))
        .isEqualTo(List.of(fast.input(), fast.filter(), fast.output()));
    assertThat(slow.energyFemtojoules()).isEqualTo(fast.energyFemtojoules());
  }

  @Property(tries = 400)
  void countsAreConserved(@ForAll Random random) {
    Question q = new RandomQuestions(random).valid();
    MaestroStatistics s = q.answer();
    long macs = trueMacs(q.layer());
    assertThat(s.macs()).isEqualTo(macs);
    assertThat(s.countedMacs()).isEqualTo(macs);
    // Each multiply-accumulate reads one input, one weight and one partial sum, and writes one.
    assertThat(List.of(s.input().l1Read(), s.filter().l1Read(), s.output().l1Read(), s.output().l1Write()))
        .containsOnly(macs);
    // What the array takes in is what the shared memory gives.
    assertThat(s.input().l1Write()).isEqualTo(s.input().l2Read());
    assertThat(s.filter().l1Write()).isEqualTo(s.filter().l2Read());
    // Not so for the outputs that leave: MAESTRO leaves out those of the last unit of an array that is wider than its dimension.
    assertThat(s.output().l2Read()).isEqualTo(outputs(q.layer()));
    // No array computes faster than its lanes.
    assertThat(s.runtimeCycles() * q.core().pes() * q.core().simd()).isGreaterThanOrEqualTo(macs);
    assertThat(s.averagePes()).isLessThanOrEqualTo(q.core().pes());
  }

  /** A map that holds its whole dimension has one step: where it stands among the others changes nothing. */
  @Property(tries = 300)
  void mapsOfWholeDimensionsMayStandAnywhere(@ForAll Random random) {
    Question q = new RandomQuestions(random).valid();
    LayerShape layer = q.layer();
    List<Directive> mapping = new ArrayList<>(q.mapping());
    int end = 0;
    while (end < mapping.size() && mapping.get(end).dim() != null) {
      end++;
    }
    List<Integer> whole = new ArrayList<>();
    for (int i = 0; i < end; i++) {
      Directive d = mapping.get(i);
      if (d.kind() == Directive.Kind.TEMPORAL && (d.dim() == LoopDim.R || d.dim() == LoopDim.S
          || d.size() == layer.sizes().getOrDefault(d.dim(), -1L) && d.offset() == d.size())) {
        whole.add(i);
      }
    }
    if (!whole.isEmpty()) {
      Directive moved = mapping.remove((int) whole.get(random.nextInt(whole.size())));
      mapping.add(random.nextInt(end), moved);
    }
    MaestroStatistics s = q.answer();
    MaestroStatistics again = new Question(layer, mapping, q.core()).answer();
    assertThat(again).usingRecursiveComparison().isEqualTo(s);
  }

  /** Rows and columns are names: a layer and its mapping turned by 90 degrees cost the same. */
  @Property(tries = 300)
  void aTurnedLayerCostsTheSame(@ForAll Random random) {
    Question q = convolution(random);
    LayerShape l = q.layer();
    Map<LoopDim, Long> sizes = new EnumMap<>(LoopDim.class);
    l.sizes().forEach((dim, size) -> sizes.put(TRANSPOSED.getOrDefault(dim, dim), size));
    Question turned =
        new Question(new LayerShape(l.type(), sizes, l.strideX(), l.strideY()),
            RandomQuestions.renamed(q.mapping(), TRANSPOSED), q.core());
    assertThat(turned.answer()).usingRecursiveComparison().isEqualTo(q.answer());
  }

  /** The transpose of a product is the product of the transposes: the operands change places. */
  @Property(tries = 300)
  void aTransposedProductExchangesItsOperands(@ForAll Random random) {
    Question q = product(random);
    Map<LoopDim, Long> sizes = new EnumMap<>(LoopDim.class);
    q.layer().sizes().forEach((dim, size) -> sizes.put(EXCHANGED.getOrDefault(dim, dim), size));
    Question exchanged =
        new Question(new LayerShape(LayerType.GEMM, sizes), RandomQuestions.renamed(q.mapping(), EXCHANGED), q.core());
    MaestroStatistics s = q.answer();
    MaestroStatistics t = exchanged.answer();
    assertThat(t.input()).isEqualTo(s.filter());
    assertThat(t.filter()).isEqualTo(s.input());
    assertThat(t.output()).isEqualTo(s.output());
    assertThat(t.runtimeCycles()).isEqualTo(s.runtimeCycles());
    assertThat(t.energyFemtojoules()).isEqualTo(s.energyFemtojoules());
  }

  private static Question convolution(Random random) {
    return of(random, true);
  }

  private static Question product(Random random) {
    return of(random, false);
  }

  private static Question of(Random random, boolean slides) {
    RandomQuestions mappings = new RandomQuestions(random);
    Question q = mappings.valid();
    while (q.layer().type().slides() != slides) {
      q = mappings.valid();
    }
    return q;
  }

  private static long trueMacs(LayerShape layer) {
    if (layer.type() == LayerType.GEMM) {
      return layer.sizes().values().stream().reduce(1L, Math::multiplyExact);
    }
    return outputs(layer)
        * RandomQuestions.size(layer, LoopDim.R) * RandomQuestions.size(layer, LoopDim.S)
        * (layer.type() == LayerType.DSCONV ? 1 : RandomQuestions.size(layer, LoopDim.C));
  }

  private static long outputs(LayerShape layer) {
    if (layer.type() == LayerType.GEMM) {
      return RandomQuestions.size(layer, LoopDim.M) * RandomQuestions.size(layer, LoopDim.N);
    }
    return RandomQuestions.outputs(layer, LoopDim.Y, LoopDim.R, layer.strideY())
        * RandomQuestions.outputs(layer, LoopDim.X, LoopDim.S, layer.strideX())
        * RandomQuestions.size(layer, layer.type() == LayerType.DSCONV ? LoopDim.C : LoopDim.K);
  }
}
