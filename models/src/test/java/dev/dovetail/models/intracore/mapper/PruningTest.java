package dev.dovetail.models.intracore.mapper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.dataflow.NamedDataflows;
import dev.dovetail.models.intracore.maestro.InvalidMappingException;
import dev.dovetail.models.intracore.maestro.MaestroCostModel;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import dev.dovetail.models.intracore.maestro.MappingFloor;
import dev.dovetail.models.intracore.maestro.PreparedMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is passed over is nothing that would have been kept. */
class PruningTest {
  private static final MaestroCostModel MODEL = new MaestroCostModel(MaestroMode.CORRECTED);

  @Property(tries = 25)
  void pruningLosesNoPointAndChangesNone(
      @ForAll("layers") LayerShape layer,
      @ForAll("cores") MapperCore core,
      @ForAll Residency residency,
      @ForAll boolean loopOrders) {
    MappingSpace space =
        MappingSpace.standard().withSizes(3, 40).withResidency(residency).withLoopOrders(loopOrders)
            .withLeastUtilisationPercent(0);
    MappingTable all = new Mapper(space.withPruning(false)).table(layer, Layers.BYTES, core);
    MappingTable pruned = new Mapper(space).table(layer, Layers.BYTES, core);
    assertThat(pruned.points()).isEqualTo(all.points());
    assertThat(all.pruned()).isZero();
    assertThat(pruned.evaluated() + pruned.pruned() + pruned.duplicates() + pruned.droppedCount())
        .isEqualTo(pruned.declared())
        .isEqualTo(all.evaluated() + all.duplicates() + all.droppedCount());
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void noEvaluationIsBelowItsFloor(
      @ForAll("layers") LayerShape layer,
      @ForAll("cores") MapperCore core,
      @ForAll @IntRange(min = 0, max = 1_000_000) int pick) {
    List<DataflowSpace> parts = MappingSpace.standard().withSizes(5, 200).withLoopOrders(true).parts(layer);
    DataflowSpace part = parts.get(pick % parts.size());
    long choices = part.size().total() / part.loopOrders();
    List<Directive> mapping =
        part.order(pick % part.loopOrders()).resolve(layer, part.choice(pick / 7 % choices));
    try {
      PreparedMapping prepared = MODEL.prepare(layer, mapping, core.hardware());
      Optional<MappingFloor> known = prepared.floor();
      MaestroStatistics s = prepared.evaluate();
      MappingFloor floor = known.orElseThrow();
      assertThat(floor.cycles()).isPositive().isLessThanOrEqualTo(s.runtimeCycles());
      assertThat(floor.macs()).isEqualTo(s.macs());
      AccessEnergy energies = new AccessEnergy(core.energies(), new ElementBits(8, 4, 16));
      assertThat(energies.of(floor, prepared.whole())).isPositive().isLessThanOrEqualTo(energies.of(s));
      assertThat(floor.inputReads()).isPositive().isLessThanOrEqualTo(s.input().l2Read());
      assertThat(floor.filterReads()).isPositive().isLessThanOrEqualTo(s.filter().l2Read());
      assertThat(floor.outputWrites()).isPositive().isLessThanOrEqualTo(s.output().l2Write());
      assertThat(s).isEqualTo(MODEL.evaluate(layer, mapping, core.hardware()));
    } catch (InvalidMappingException e) {
      // A tile of a cluster that is larger than the one above it may be left with nothing to do: a delay of 0.
      assertThat(e.code()).isIn(
          InvalidMappingException.Code.TOO_FEW_PES,
          InvalidMappingException.Code.COVERAGE,
          InvalidMappingException.Code.DIVISION_BY_ZERO);
    }
  }

  @Test
  void withoutEdgesTheFloorIsTheCost() {
    // 8 filters on 4 groups of 2 units, 4 channels by 2, 6 rows and columns one by one: every tile is whole.
    LayerShape layer = Layers.conv(8, 4, 3, 8, 1);
    List<Directive> mapping = NamedDataflows.named("kcp_ws").resolve(layer, Map.of("tc", 2L));
    PreparedMapping prepared = MODEL.prepare(layer, mapping, Layers.roomyCore(8).hardware());
    MaestroStatistics s = prepared.evaluate();
    assertThat(prepared.floor()).contains(
        new MappingFloor(
            s.runtimeCycles(),
            s.macs(),
            s.input().l2Read(),
            s.filter().l2Read(),
            s.output().l2Write()));
  }

  @Test
  void mostCandidatesOfALargeLayerArePassedOverWhereAllIsHeld() {
    MappingSpace space = MappingSpace.standard().withSizes(4, 100).withResidency(Residency.ALL_HELD);
    MappingTable table = new Mapper(space).table(Layers.conv(64, 64, 3, 58, 1), Layers.BYTES, Layers.roomyCore(64));
    assertThat(table.pruned()).isGreaterThan(table.evaluated());
  }

  @Provide
  Arbitrary<LayerShape> layers() {
    Arbitrary<Long> channels = Arbitraries.longs().between(1, 12);
    Arbitrary<LayerShape> convolutions =
        Combinators
            .combine(
                Arbitraries.of(LayerType.CONV, LayerType.CONV, LayerType.NGCONV, LayerType.DSCONV),
                channels,
                channels,
                Arbitraries.of(1L, 2L, 3L),
                Arbitraries.longs().between(3, 14),
                Arbitraries.of(1L, 1L, 2L, 3L))
            .as((type, k, c, kernel, extent, stride) -> {
              LayerShape layer = Layers.of(type, k, c, kernel, extent, stride);
              return type == LayerType.NGCONV ? Layers.with(layer, LoopDim.G, 2) : layer;
            });
    Arbitrary<LayerShape> products =
        Combinators.combine(channels, Arbitraries.longs().between(1, 30), Arbitraries.longs().between(1, 30))
            .as(NamedDataflows::fullyConnected);
    return Arbitraries.oneOf(convolutions, convolutions, products);
  }

  @Provide
  Arbitrary<MapperCore> cores() {
    return Combinators
        .combine(
            Arbitraries.longs().between(1, 40),
            Arbitraries.of(1L, 3L, 16L, 1000L),
            Arbitraries.of(0L, 1L, 5L),
            Arbitraries.of(1L, 4L),
            Arbitraries.of(1L, 7L, 1000L),
            Arbitraries.of(20L, 200L, 100_000L),
            Arbitraries.of(
                List.of(300L),
                List.of(3000L),
                List.of(1_000_000L),
                List.of(1_000_000L, 5L),
                List.of(300L, 5000L)))
        .as((pes, noc, latency, simd, offChip, l1, l2) -> new MapperCore(
            new MaestroHardware(pes, noc, 1, latency, simd, offChip, 1, 1),
            l1,
            l2.get(0),
            l2.size() == 1 ? null : new DeclaredEnergies(7, l2.get(1), 2 * l2.get(1), 3, 1)));
  }
}
