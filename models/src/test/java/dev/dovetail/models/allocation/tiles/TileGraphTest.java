package dev.dovetail.models.allocation.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.testing.ThreeLayerExample;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.networks.Networks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TileGraphTest {
  /**
   * y1 is made in two tiles of 4 rows. c2.0 reads rows 0..4, c2.1 rows 3..7, add.0 rows 0..3, add.1 rows 4..7, so tile 0 falls into rows
   * 0..2 {c2.0, add.0} = 3*8*32 = 768 B and row 3 {c2.0, c2.1, add.0} = 256 B; tile 1 likewise.
   */
  @Test
  void aThreeByThreeConvolutionSplitsOffOneHaloRowPerBorder() {
    TileGraph graph =
        new TileGraphs(ThreeLayerExample.workload(), 65_536).build(Collections.nCopies(3, new LayerGrid(2, 1, 32)));
    List<Item> items = graph.items().stream().filter(i -> graph.tensor(i).name().equals("y1")).toList();
    assertThat(items).extracting(Item::bytes).containsExactlyInAnyOrder(768L, 256L, 256L, 768L);
    assertThat(items).filteredOn(i -> i.bytes() == 256).allSatisfy(i -> assertThat(i.consumers()).hasSize(3));
    assertThat(graph.nodes()).isEqualTo(6);
  }

  @Test
  void weightsAreLoadedInPiecesOfAtMostTheGivenSize() {
    TileGraph graph =
        new TileGraphs(ThreeLayerExample.workload(), 1_000).build(Collections.nCopies(3, new LayerGrid(1, 1, 32)));
    assertThat(graph.items().stream().filter(i -> graph.tensor(i).role() == Tensor.Role.WEIGHT))
        .allMatch(i -> i.bytes() <= 1_000);
  }

  /** Items of a feature tensor partition it; each node's input items hold exactly what it reads, and no item is larger than needed. */
  @Test
  void itemsPartitionTensorsAndHoldExactlyWhatEachNodeReads() {
    SplittableRandom random = new SplittableRandom(3);
    for (String name : List.of("resnet18", "squeezenet", "mobilenet-v2", "bert-base(32)")) {
      Workload workload = Networks.byName(name).orElseThrow();
      TileGraphs graphs = new TileGraphs(workload, 65_536);
      List<LayerGrid> grids =
          workload.layers().stream().map(l -> new LayerGrid(1 + random.nextInt(5), 1 + random.nextInt(3), 16)).toList();
      TileGraph graph = graphs.build(grids);
      for (Tensor tensor : workload.usedTensors(Tensor.Role.FEATURE)) {
        List<Item> items = graph.items().stream().filter(i -> graph.tensor(i).equals(tensor)).toList();
        assertThat(volume(items)).as("%s %s", name, tensor.name()).isEqualTo(tensor.elements());
      }
      for (int node = 0; node < graph.nodes(); node++) {
        checkInputs(graph, node);
      }
    }
  }

  private static void checkInputs(TileGraph graph, int node) {
    Layer layer = graph.layer(node);
    for (String tensorName : layer.operands().stream().map(Operand::tensor).distinct().toList()) {
      List<Item> items =
          IntStream.of(graph.inputs()[node]).mapToObj(graph.items()::get).filter(i -> graph.tensor(i).name().equals(tensorName))
              .toList();
      List<Box> needs = new ArrayList<>();
      for (Operand operand : layer.operands()) {
        if (operand.tensor().equals(tensorName)) {
          needs.add(operand.needed(graph.boxes()[node]));
        }
      }
      for (Item item : items) {
        for (Box box : item.boxes()) {
          assertThat(needs).as(graph.nodeName(node)).anyMatch(n -> n.overlaps(box));
        }
      }
      for (Box need : needs) {
        long held = items.stream().flatMap(i -> i.boxes().stream()).mapToLong(b -> positive(b.intersect(need))).sum();
        assertThat(held).as("%s reads %s", graph.nodeName(node), tensorName).isEqualTo(positive(need));
      }
    }
  }

  private static long positive(Box box) {
    return box.isEmpty() ? 0 : box.volume();
  }

  private static long volume(List<Item> items) {
    return items.stream().flatMap(i -> i.boxes().stream()).mapToLong(Box::volume).sum();
  }
}
