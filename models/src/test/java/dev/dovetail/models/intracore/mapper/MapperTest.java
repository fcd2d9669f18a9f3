package dev.dovetail.models.intracore.mapper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.DirectiveTemplate;
import dev.dovetail.models.dataflow.ExpressionParser;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.NamedDataflows;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MapperTest {
  private static final MappingSpace SPACE = MappingSpace.standard().withSizes(3, 100);
  private static final LayerShape LAYER = Layers.conv(6, 4, 3, 8, 1);

  @Test
  void everyDeclaredCandidateIsAccountedFor() {
    Dataflow kcp = NamedDataflows.named("kcp_ws");
    Dataflow own = new Dataflow("my_kcp", kcp.layers(), kcp.parameters(), kcp.directives());
    List<Dataflow> all = new ArrayList<>(NamedDataflows.all());
    all.add(own);
    MappingSpace space = SPACE.withDataflows(all);
    MappingTable table = new Mapper(space).table(LAYER, Layers.BYTES, Layers.core(8, 200, 1000));
    assertThat(table.evaluated()).isPositive();
    // A person's own dataflow takes part; its candidates tc = 1, 2, 4 are the same mappings as those of kcp_ws.
    assertThat(table.duplicates()).isEqualTo(3);
    assertThat(table.droppedCount()).isPositive();
    assertThat(table.declared()).isEqualTo(table.evaluated() + table.pruned() + table.duplicates() + table.droppedCount());
  }

  @Test
  void aLayerThatDoesNotFitGivesAnEmptyTableWithAReasonPerCode() {
    MappingTable table = new Mapper(SPACE).table(LAYER, Layers.BYTES, Layers.core(8, 1, 1000));
    assertThat(table.isEmpty()).isTrue();
    assertThat(table.dropped()).extracting(DroppedCandidates::code).contains("CAPACITY_L1", "TOO_FEW_PES");
    assertThat(table.dropped()).allSatisfy(d -> assertThat(d.example()).isNotBlank());
    assertThat(table.summary()).contains("The layer is not mappable on the core.", "CAPACITY_L1: ", "which has 1.");
  }

  @Test
  void aTransposedConvolutionIsRefusedByName() {
    LayerShape transposed = Layers.of(LayerType.TRCONV, 6, 4, 3, 8, 1);
    MappingTable table = new Mapper(SPACE).table(transposed, Layers.BYTES, Layers.roomyCore(8));
    assertThat(table.isEmpty()).isTrue();
    assertThat(table.dropped()).extracting(DroppedCandidates::code).contains("UNSUPPORTED_LAYER");
  }

  @Test
  void equalLayersOnEqualCoresShareATable() {
    Mapper mapper = new Mapper(SPACE);
    MappingTable first = mapper.table(LAYER, Layers.BYTES, Layers.core(8, 200, 1000));
    LayerShape again = new LayerShape(LayerType.CONV, Map.copyOf(LAYER.sizes()), 1, 1);
    assertThat(mapper.table(again, new ElementBits(8, 8, 8), Layers.core(8, 200, 1000))).isSameAs(first);
    assertThat(mapper.table(LAYER, new ElementBits(8, 8, 16), Layers.core(8, 200, 1000))).isNotSameAs(first);
    assertThat(mapper.tables()).isEqualTo(2);
  }

  @Test
  void theOrderInWhichDataflowsAreGivenChangesNothing() {
    List<Dataflow> backwards = new ArrayList<>(NamedDataflows.all());
    Collections.reverse(backwards);
    MappingTable table = new Mapper(SPACE).table(LAYER, Layers.BYTES, Layers.core(8, 200, 1000));
    assertThat(table.points()).isNotEmpty();
    assertThat(new Mapper(SPACE.withDataflows(backwards)).table(LAYER, Layers.BYTES, Layers.core(8, 200, 1000))).isEqualTo(table);
  }

  @Test
  void threadsThatAskAtTheSameTimeGetOneTable() {
    Mapper mapper = new Mapper(SPACE);
    Set<MappingTable> tables = Collections.newSetFromMap(new IdentityHashMap<>());
    tables.addAll(
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(i -> mapper.table(LAYER, Layers.BYTES, Layers.core(8, 200, 1000)))
            .toList());
    assertThat(tables).hasSize(1);
  }

  @Test
  void loopOrdersAndMoreSizesOnlyAddToWhatIsReached() {
    MapperCore core = Layers.core(8, 200, 1000);
    MappingTable small = new Mapper(SPACE).table(LAYER, Layers.BYTES, core);
    MappingTable large = new Mapper(SPACE.withLoopOrders(true)).table(LAYER, Layers.BYTES, core);
    assertThat(small.points()).allMatch(
        p -> large.points()
            .stream()
            .anyMatch(
                q -> q.cycles() <= p.cycles()
                    && q.energyFemtojoules() <= p.energyFemtojoules()
                    && q.l1Bytes() <= p.l1Bytes()
                    && q.l2Bytes() <= p.l2Bytes()
                    && q.dramBytes() <= p.dramBytes()));
    assertThat(large.points()).anyMatch(p -> p.loopOrder() > 0);
  }

  @Test
  void aBoundedTableSaysHowFarItIsThinned() {
    MapperCore core = Layers.core(8, 200, 1000);
    MappingTable all = new Mapper(SPACE).table(LAYER, Layers.BYTES, core);
    MappingTable few = new Mapper(SPACE.withMaxPoints(6)).table(LAYER, Layers.BYTES, core);
    assertThat(all.thinnedPermille()).isEmpty();
    assertThat(few.points()).hasSizeLessThanOrEqualTo(6).isSubsetOf(all.points());
    assertThat(few.thinnedPermille()).isPresent();
    assertThat(few.summary()).contains("thinned within a factor of 1 + ");
    assertThat(few.points().get(0)).isEqualTo(all.points().get(0));
  }

  @Test
  void clustersThatLeaveHalfOfTheArrayIdleAreDropped() {
    // Of 5 processing elements, clusters of 2 use 4 and clusters of 3 use 3; both are less than 90 %. Clusters of 1 use all.
    Dataflow kcp = NamedDataflows.named("kcp_ws");
    LayerShape layer = Layers.conv(6, 3, 3, 8, 1);
    MappingSpace space = SPACE.withDataflows(List.of(kcp)).withLeastUtilisationPercent(90);
    MappingTable table = new Mapper(space).table(layer, Layers.BYTES, Layers.roomyCore(5));
    assertThat(table.dropped()).singleElement().satisfies(d -> {
      assertThat(d.code()).isEqualTo("UTILISATION");
      assertThat(d.count()).isEqualTo(2);
      assertThat(d.example()).isEqualTo("The clusters use 4 of 5 processing elements, less than 90 %.");
    });
  }

  @Test
  void aSizeWithoutAValueIsDroppedWithItsMessage() {
    Dataflow own =
        new Dataflow(
            "own",
            EnumSet.of(LayerType.CONV),
            List.of(),
            List.of(
                new DirectiveTemplate(
                    Directive.Kind.SPATIAL,
                    ExpressionParser.of("Sz(M)"),
                    ExpressionParser.of("1"),
                    LoopDim.K)));
    MappingTable table = new Mapper(SPACE.withDataflows(List.of(own))).table(LAYER, Layers.BYTES, Layers.roomyCore(5));
    assertThat(table.dropped()).singleElement()
        .satisfies(d -> assertThat(d.code()).isEqualTo("BAD_SIZE"))
        .satisfies(d -> assertThat(d.example()).contains("asks for the size of (M), which the layer does not list"));
  }

  @Test
  void batchAndGroupsComeOutermostAndOneAtATime() {
    LayerShape grouped = Layers.with(Layers.of(LayerType.NGCONV, 2, 3, 3, 6, 1), LoopDim.G, 4);
    LayerShape batched = Layers.with(grouped, LoopDim.N, 2);
    MappingTable table = new Mapper(SPACE).table(batched, Layers.BYTES, Layers.roomyCore(16));
    assertThat(table.points()).isNotEmpty()
        .allSatisfy(p -> assertThat(p.directives().subList(0, 2)).map(Object::toString)
            .isEqualTo(List.of("TemporalMap(1,1) N", "TemporalMap(1,1) G")));
    // 2 images, 4 groups, 2 filters, 3 channels, 3x3 kernel, 4x4 outputs: 2 * 4 * 2 * 3 * 9 * 16 = 6912.
    assertThat(table.points()).allSatisfy(p -> assertThat(p.statistics().macs()).isEqualTo(6912));
  }
}
