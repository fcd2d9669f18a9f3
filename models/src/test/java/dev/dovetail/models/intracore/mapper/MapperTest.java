package dev.dovetail.models.intracore.mapper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.NamedDataflows;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapperTest {
  private static final LayerShape LAYER = Layers.conv(6, 4, 3, 8, 1);

  @Test
  void everyDeclaredCandidateIsAccountedFor() {
    Dataflow kcp = NamedDataflows.named("kcp_ws");
    Dataflow own = new Dataflow("my_kcp", kcp.layers(), kcp.parameters(), kcp.directives());
    List<Dataflow> all = new ArrayList<>(NamedDataflows.all());
    all.add(own);
    MappingSpace space = MappingSpace.standard().withDataflows(all);
    MappingTable table = new Mapper(space).table(LAYER, Layers.BYTES, Layers.core(8, 200, 1000));
    assertThat(table.evaluated()).isPositive();
    // A person's own dataflow takes part; its candidates tc = 1, 2, 4 are the same mappings as those of kcp_ws.
    assertThat(table.duplicates()).isEqualTo(3);
    assertThat(table.droppedCount()).isPositive();
    assertThat(table.declared()).isEqualTo(table.evaluated() + table.pruned() + table.duplicates() + table.droppedCount());
  }

  @Test
  void aLayerThatDoesNotFitGivesAnEmptyTableWithAReasonPerCode() {
    MappingTable table = new Mapper(MappingSpace.standard()).table(LAYER, Layers.BYTES, Layers.core(8, 1, 1000));
    assertThat(table.isEmpty()).isTrue();
    assertThat(table.dropped()).extracting(DroppedCandidates::code).contains("CAPACITY_L1", "TOO_FEW_PES");
    assertThat(table.dropped()).allSatisfy(d -> assertThat(d.example()).isNotBlank());
    assertThat(table.summary()).contains("The layer is not mappable on the core.", "CAPACITY_L1: ", "which has 1.");
  }

  @Test
  void aTransposedConvolutionIsRefusedByName() {
    LayerShape transposed = Layers.of(LayerType.TRCONV, 6, 4, 3, 8, 1);
    MappingTable table = new Mapper(MappingSpace.standard()).table(transposed, Layers.BYTES, Layers.roomyCore(8));
    assertThat(table.isEmpty()).isTrue();
    assertThat(table.dropped()).extracting(DroppedCandidates::code).contains("UNSUPPORTED_LAYER");
  }

  @Test
  void equalLayersOnEqualCoresShareATable() {
    Mapper mapper = new Mapper(MappingSpace.standard());
    MappingTable first = mapper.table(LAYER, Layers.BYTES, Layers.core(8, 200, 1000));
    LayerShape again = new LayerShape(LayerType.CONV, Map.copyOf(LAYER.sizes()), 1, 1);
    assertThat(mapper.table(again, new ElementBits(8, 8, 8), Layers.core(8, 200, 1000))).isSameAs(first);
    assertThat(mapper.table(LAYER, new ElementBits(8, 8, 16), Layers.core(8, 200, 1000))).isNotSameAs(first);
    assertThat(mapper.tables()).isEqualTo(2);
  }

  @Test
  void batchAndGroupsComeOutermostAndOneAtATime() {
    LayerShape grouped = Layers.with(Layers.of(LayerType.NGCONV, 2, 3, 3, 6, 1), LoopDim.G, 4);
    LayerShape batched = Layers.with(grouped, LoopDim.N, 2);
    MappingTable table = new Mapper(MappingSpace.standard()).table(batched, Layers.BYTES, Layers.roomyCore(16));
    assertThat(table.points()).isNotEmpty()
        .allSatisfy(p -> assertThat(p.directives().subList(0, 2)).map(Object::toString)
            .isEqualTo(List.of("TemporalMap(1,1) N", "TemporalMap(1,1) G")));
    // 2 images, 4 groups, 2 filters, 3 channels, 3x3 kernel, 4x4 outputs: 2 * 4 * 2 * 3 * 9 * 16 = 6912.
    assertThat(table.points()).allSatisfy(p -> assertThat(p.statistics().macs()).isEqualTo(6912));
  }
}
