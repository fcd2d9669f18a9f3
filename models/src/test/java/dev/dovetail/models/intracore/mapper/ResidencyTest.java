package dev.dovetail.models.intracore.mapper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.dataflow.NamedDataflows;
import dev.dovetail.models.dataflow.TileParameter;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One mapping, all choices of what stays in the shared memory, worked out by hand. */
class ResidencyTest {
  // (5 x 10) by (10 x 3) on 8 processing elements, 4 of them summing: input 50, weights 30, output 15 elements.
  private static final LayerShape PRODUCT =
      new LayerShape(LayerType.GEMM, Map.of(LoopDim.M, 5L, LoopDim.N, 3L, LoopDim.K, 10L));
  private static final Dataflow SUMMING =
      new Dataflow(
          "summing",
          EnumSet.of(LayerType.GEMM),
          List.of(new TileParameter("tk", null, List.of(4L))),
          NamedDataflows.named("gemm_nmk").directives());
  private static final MaestroHardware HARDWARE = new MaestroHardware(8, 4, 1, 1, 1, 50, 1, 1);

  @Test
  void everyUsefulSetIsAPointOfItsOwn() {
    // The array reads 164 inputs and 84 weights and writes 45 partial sums of 15 outputs, so 30 are read back. Tiles: 16, 8, 4.
    // held       space              traffic
    // none       16 +  8 +  4 = 28  164 + 84 + 75 = 323
    // output     16 +  8 + 15 = 39  164 + 84 + 15 = 263
    // filter     16 + 30 +  4 = 50  164 + 30 + 75 = 269   beaten by output
    // filter+out 16 + 30 + 15 = 61  164 + 30 + 15 = 209
    // input      50 +  8 +  4 = 62   50 + 84 + 75 = 209   beaten by filter and output
    // input+out  50 +  8 + 15 = 73   50 + 84 + 15 = 149
    // operands   50 + 30 +  4 = 84   50 + 30 + 75 = 155   beaten by input and output
    // all        50 + 30 + 15 = 95   50 + 30 + 15 =  95
    MappingTable table = table(Residency.CHOICE, 95);
    assertThat(table.points()).extracting(MappingPoint::l2Bytes).containsExactly(28L, 39L, 61L, 73L, 95L);
    assertThat(table.points()).extracting(MappingPoint::dramBytes).containsExactly(323L, 263L, 209L, 149L, 95L);
    assertThat(table.points()).extracting(MappingPoint::held)
        .containsExactly(
            Set.of(),
            Set.of(LayerTensor.OUTPUT),
            Set.of(LayerTensor.FILTER, LayerTensor.OUTPUT),
            Set.of(LayerTensor.INPUT, LayerTensor.OUTPUT),
            Set.of(LayerTensor.values()));
    // 388 accesses of the shared memory, 848 of the small ones, 150 multiply-accumulates:
    // (42803 * 388 + 3864 * 848 + 2300 * 150) / 10 = 2022923.6
    assertThat(table.points()).allSatisfy(p -> {
      assertThat(p.cycles()).isEqualTo(84);
      assertThat(p.energyFemtojoules()).isEqualTo(2_022_924);
      assertThat(p.l1Bytes()).isEqualTo(6);
      assertThat(p.label()).isEqualTo("summing(tk=4)");
    });
  }

  @Test
  void setsThatDoNotFitTheSharedMemoryAreNoChoice() {
    assertThat(table(Residency.CHOICE, 72).points()).extracting(MappingPoint::l2Bytes).containsExactly(28L, 39L, 61L);
    assertThat(table(Residency.CHOICE, 27).points()).isEmpty();
    assertThat(table(Residency.CHOICE, 27).dropped()).singleElement()
        .satisfies(d -> assertThat(d.code()).isEqualTo("CAPACITY_L2"))
        .satisfies(d -> assertThat(d.example()).contains("it needs 28 bytes in the shared memory, which has 27."));
  }

  @Test
  void widerElementsTakeMoreBytes() {
    MappingTable table =
        new Mapper(space(Residency.NONE)).table(PRODUCT, new ElementBits(8, 4, 32), new MapperCore(HARDWARE, 100, 1000));
    // Tiles 16 + 8/2 + 4*4, traffic 164 + 84/2 + 75*4, a processing element's 2 + 2/2 + 2*4.
    MappingPoint only = table.points().get(0);
    assertThat(only.l2Bytes()).isEqualTo(36);
    assertThat(only.dramBytes()).isEqualTo(506);
    assertThat(only.l1Bytes()).isEqualTo(11);
  }

  @Test
  void whereAllIsHeldTheSharedMemoryIsTheCallersBusiness() {
    MappingTable table = table(Residency.ALL_HELD, 1);
    assertThat(table.points()).singleElement()
        .satisfies(p -> assertThat(p.held()).containsExactlyInAnyOrder(LayerTensor.values()))
        .satisfies(p -> assertThat(p.l2Bytes()).isEqualTo(95))
        .satisfies(p -> assertThat(p.cycles()).isEqualTo(84));
  }

  @Test
  void everyOutputIsWrittenOnceEvenWhereTheModelCountsFewerWrites() {
    // (1 x 1) by (1 x 3), a column on each of 3 of 4 units: the model counts 2 writes of the 3 outputs. 1 + 3 + 3 elements move.
    LayerShape narrow = new LayerShape(LayerType.GEMM, Map.of(LoopDim.M, 1L, LoopDim.N, 3L, LoopDim.K, 1L));
    MappingSpace columns =
        MappingSpace.standard().withDataflows(List.of(NamedDataflows.named("gemm_1lv"))).withResidency(Residency.NONE);
    MappingPoint spread =
        new Mapper(columns).table(narrow, Layers.BYTES, Layers.roomyCore(4)).points().stream()
            .filter(p -> p.label().equals("gemm_1lv(tn=1,tm=1,tk=1)"))
            .findFirst()
            .orElseThrow();
    assertThat(spread.statistics().output().l2Write()).isEqualTo(2);
    assertThat(spread.dramBytes()).isEqualTo(7);
  }

  @Test
  void whatIsHeldNeverMovesMoreThanWhatIsNot() {
    for (LayerShape layer : List.of(PRODUCT, Layers.conv(3, 5, 3, 9, 2), Layers.depthwise(5, 3, 7, 1))) {
      for (long pes : new long[] {4, 7, 16}) {
        MappingSpace all = MappingSpace.standard().withSizes(3, 64).withLeastUtilisationPercent(0).withPruning(false);
        for (MappingPoint p : new Mapper(all).table(layer, Layers.BYTES, Layers.roomyCore(pes)).points()) {
          assertThat(p.dramBytes()).as(p.label()).isGreaterThanOrEqualTo(
              p.statistics().input().l2Write() + p.statistics().filter().l2Write() + p.statistics().output().l2Read());
        }
      }
    }
  }

  private static MappingSpace space(Residency residency) {
    return MappingSpace.standard().withDataflows(List.of(SUMMING)).withResidency(residency);
  }

  private static MappingTable table(Residency residency, long l2Bytes) {
    return new Mapper(space(residency)).table(PRODUCT, Layers.BYTES, new MapperCore(HARDWARE, 6, l2Bytes));
  }
}
