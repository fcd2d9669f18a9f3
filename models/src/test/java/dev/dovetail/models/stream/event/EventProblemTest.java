package dev.dovetail.models.stream.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.Box;
import dev.dovetail.models.allocation.AllocationBounds;
import dev.dovetail.models.allocation.Handovers;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.stream.NodePlacement;
import dev.dovetail.models.stream.NodePlacement.Split;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamGroup.Tile;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.files.GoldenFile;
import dev.dovetail.models.stream.files.GoldenReader;
import dev.dovetail.models.stream.hardware.GoldenHardware;
import dev.dovetail.models.stream.hardware.HardwareDescription;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventProblemTest {
  private static DataNode tree(String name) {
    try {
      return DataFile
          .read(Path.of(Objects.requireNonNull(EventProblemTest.class.getResource("/reference/stream/" + name + ".json"))
              .toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StreamInEvents read(String name) {
    DataNode root = tree(name);
    GoldenFile golden = GoldenReader.read(root);
    return EventProblem.of(golden.problem(), golden.mapping(), GoldenHardware.read(root.required("hardware")));
  }

  @Test
  void theNetworkIsThatOfTheReferenceInstance() {
    Workload net = StreamNetwork.of(GoldenReader.read(tree("2conv__tpu_like_quad_core")).problem().workload());
    assertThat(net.macs()).isEqualTo(5_898_240);
    Layer conv2 = Objects.requireNonNull(net.layer("Conv2"));
    assertThat(conv2.axes()).containsExactly(Dim.B, Dim.K, Dim.OY, Dim.OX);
    assertThat(conv2.reductions()).isEqualTo(Map.of(Dim.C, 16, Dim.FY, 3, Dim.FX, 3));
    // Rows 8 to 15 need rows 7 to 16 of the 32 that the first convolution makes.
    assertThat(conv2.operands().get(0).needed(conv2.outputBox().with(2, 8, 16))).isEqualTo(Box.of(0, 1, 0, 16, 7, 17, 0, 32));
    assertThat(net.tensor("conv1_out").bitsPerElement()).isEqualTo(16);
    assertThat(net.tensor("output").isOutput()).isTrue();
    assertThat(net.tensor("weights_1").role()).isEqualTo(Tensor.Role.WEIGHT);
  }

  @Test
  void columnsThatStreamSplitsAreRowsOfOurGrid() {
    StreamInEvents events = read("2conv__tpu_like_quad_core");
    Layer conv1 = Objects.requireNonNull(events.problem().workload().layer("Conv1"));
    assertThat(conv1.axes()).containsExactly(Dim.B, Dim.K, Dim.OX, Dim.OY);
    assertThat(events.problem().grids()).containsEntry("Conv1", new LayerGrid(4, 1, 1)).containsEntry("Conv2",
        new LayerGrid(4, 1, 1));
    assertThat(events.coreOfTile().get("Conv1")).containsExactly(0, 1, 2, 3);
    assertThat(events.problem().grids().get("Conv1").boxes(conv1).get(1)).isEqualTo(Box.of(0, 1, 0, 16, 0, 32, 8, 16));
    assertThat(events.order()).containsExactly("Conv1", "Conv2");
    Box tile = events.problem().grids().get("Conv1").boxes(conv1).get(3);
    assertThat(
        events.problem().costs().points(events.problem().workload(), conv1, tile, events.problem().accelerator().cores().get(3)))
            .containsExactly(new CostPoint(2_376, 550_217_376, 0, 0, false, "table"));
    assertThat(events.problem().costs().points(events.problem().workload(), conv1, conv1.outputBox(),
        events.problem().accelerator().cores().get(3))).isEmpty();
  }

  @Test
  void summedLoopsThatStreamCutsAreStepsOfOneTile() {
    StreamInEvents events = read("swiglu_256_2048_8192__tpu_like_quad_core__seq16");
    // m: 256/16 = 16 rows. n of Gemm_Left: 8192/32 = 256 chunks; k: 2048/128 = 16 steps of 135 cycles.
    assertThat(events.problem().grids()).containsEntry("Gemm_Left", new LayerGrid(16, 256, 1))
        .containsEntry("Silu", new LayerGrid(16, 64, 1)).containsEntry("Gemm_Down", new LayerGrid(16, 16, 1));
    Workload net = events.problem().workload();
    Layer left = Objects.requireNonNull(net.layer("Gemm_Left"));
    List<Box> boxes = events.problem().grids().get("Gemm_Left").boxes(left);
    assertThat(events.coreOfTile().get("Gemm_Left").subList(0, 6)).containsExactly(0, 1, 2, 3, 0, 1);
    assertThat(
        events.problem().costs().points(net, left, boxes.get(5), events.problem().accelerator().cores().get(1)).get(0).cycles())
            .isEqualTo(16 * 135);
    assertThat(events.problem().costs().floor(net, left, events.problem().accelerator().cores().get(0)).orElseThrow().cycles())
        .isEqualTo(16L * 256 * 16 * 135);
    // Gemm_Down sums over 8192 hidden elements: each of its 16 x 16 tiles is 64 steps of 543 cycles, each over 128 of them.
    Layer down = Objects.requireNonNull(net.layer("Gemm_Down"));
    Box tile = events.problem().grids().get("Gemm_Down").boxes(down).get(0);
    assertThat(events.problem().costs().points(net, down, tile, events.problem().accelerator().cores().get(0)).get(0).cycles())
        .isEqualTo(64 * 543);
    assertThat(events.order()).startsWith("Gemm_Left", "Gemm_Right").endsWith("Elt_Mul", "Gemm_Down");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2conv__tpu_like_quad_core", "2conv__simba_small", "2conv__fusemax", "2conv__eyeriss_like_quad_core",
      "2conv__eyeriss_like_single_core", "2conv__fusemax__array_only", "swiglu_256_2048_8192__tpu_like_quad_core__seq16"})
  void everyTileHasACostOnItsCoreAndTheProblemHasBounds(String name) {
    StreamInEvents events = read(name);
    Workload net = events.problem().workload();
    for (Layer layer : net.layers()) {
      List<Box> boxes = events.problem().grids().get(layer.name()).boxes(layer);
      List<Integer> cores = events.coreOfTile().get(layer.name());
      assertThat(cores).hasSameSizeAs(boxes);
      for (int b = 0; b < boxes.size(); b++) {
        String core = events.problem().accelerator().cores().get(cores.get(b)).name();
        assertThat(events.problem().allows(layer.name(), core)).isTrue();
        assertThat(
            events.problem().costs().points(net, layer, boxes.get(b), events.problem().accelerator().cores().get(cores.get(b))))
                .hasSize(1);
      }
    }
    assertThat(new AllocationBounds().best(events.problem()).value()).isPositive();
  }

  @Test
  void whatCrossesGroupsGoesThroughDram() {
    DataNode root = tree("2conv__tpu_like_quad_core");
    GoldenFile golden = GoldenReader.read(root);
    List<NodePlacement> nodes = golden.mapping().groups().get(0).nodes();
    StreamMapping two = new StreamMapping(
        nodes.stream().map(p -> new StreamGroup(List.of(p), List.of(new Tile(p.node(), 0, 1)))).toList());
    StreamInEvents events = EventProblem.of(golden.problem(), two, GoldenHardware.read(root.required("hardware")));
    assertThat(events.problem().handovers().throughDram()).containsExactly(new Handovers.Handover("Conv1", "Conv2"));
  }

  @Test
  void whatHasNoFormIsRefusedWithTheReason() {
    DataNode root = tree("2conv__tpu_like_quad_core");
    StreamProblem problem = GoldenReader.read(root).problem();
    HardwareDescription hardware = GoldenHardware.read(root.required("hardware"));
    List<Integer> cores = List.of(0, 1, 2, 3);
    StreamMapping three = new StreamMapping(List.of(new StreamGroup(List.of(new NodePlacement(0, cores, List.of(new Split(1, 4))),
        new NodePlacement(1, cores, List.of(new Split(1, 4)))), List.of(new Tile(0, 2, 8), new Tile(0, 6, 4)))));
    assertThatThrownBy(() -> EventProblem.of(problem, three, hardware)).isInstanceOf(InexpressibleException.class)
        .hasMessageContaining("The node (Conv1) is cut along 3 axes of its output");
    StreamMapping summed =
        new StreamMapping(List.of(new StreamGroup(List.of(new NodePlacement(0, cores, List.of(new Split(5, 4))),
            new NodePlacement(1, cores, List.of(new Split(1, 4)))), List.of())));
    assertThatThrownBy(() -> EventProblem.of(problem, summed, hardware)).isInstanceOf(InexpressibleException.class)
        .hasMessageContaining("split along loop D5, which it sums over");
    StreamMapping bare = new StreamMapping(List.of(new StreamGroup(List.of(new NodePlacement(0, List.of(0), List.of()),
        new NodePlacement(1, List.of(0), List.of())), List.of())));
    assertThatThrownBy(() -> EventProblem.of(problem, bare, hardware)).isInstanceOf(InexpressibleException.class)
        .hasMessageContaining("no entry for the tile of node (Conv1) on core 0");
  }
}
