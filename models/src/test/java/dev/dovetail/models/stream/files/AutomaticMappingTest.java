package dev.dovetail.models.stream.files;

import static dev.dovetail.models.workload.onnx.OnnxWriter.FLOAT16;
import static dev.dovetail.models.workload.onnx.OnnxWriter.graph;
import static dev.dovetail.models.workload.onnx.OnnxWriter.ints;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.stream.NodePlacement;
import dev.dovetail.models.stream.NodePlacement.Split;
import dev.dovetail.models.stream.StreamCost;
import dev.dovetail.models.stream.StreamCosts;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamGroup.Tile;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.StreamWorkload;
import dev.dovetail.models.workload.networks.Networks;
import dev.dovetail.models.workload.onnx.OnnxWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutomaticMappingTest {
  @TempDir
  Path folder;

  private StreamWorkload read(OnnxWriter file) {
    return OnnxImport.read(file.write(folder, "net.onnx")).workload();
  }

  private static List<List<String>> groups(StreamWorkload net, StreamMapping mapping) {
    return mapping.groups().stream().map(g -> g.nodes().stream().map(p -> net.node(p.node()).name()).toList()).toList();
  }

  @Test
  void twoConvolutionsAreSplitAlongTheirFirstLargestLoopAndNotCut() {
    StreamWorkload net = Fixtures.twoConvolutions(folder);
    StreamMapping mapping = new AutomaticMapping(net, Fixtures.quad()).mapping();
    // ox, oy (and k of Conv2) have 32 each: the first one, D1, takes gcd(4, 32) = 4 parts. The tile is the whole batch: T = 1.
    List<Integer> all = List.of(0, 1, 2, 3);
    assertThat(mapping.groups()).containsExactly(new StreamGroup(
        List.of(new NodePlacement(0, all, List.of(new Split(1, 4))), new NodePlacement(1, all, List.of(new Split(1, 4)))),
        List.of(new Tile(0, 0, 1))));
  }

  @Test
  void groupsEndBehindPoolsResidualsAndLayoutChanges() {
    StreamWorkload net = read(graph().inputOf(FLOAT16, "x", 1, 8, 8, 8).weightOf(FLOAT16, "w", 8, 8, 1, 1)
        .node("Conv", "x w", "a").node("Relu", "a", "b").node("MaxPool", "b", "c", ints("kernel_shape", 1, 1))
        .node("Conv", "c w", "d").node("Add", "d c", "e").node("Relu", "e", "f")
        .node("Conv", "f w", "g").node("Flatten", "g", "h").node("Softmax", "h", "i").node("Softmax", "i", "y").output("y"));
    assertThat(groups(net, new AutomaticMapping(net, Fixtures.quad()).mapping())).containsExactly(
        List.of("node_a", "node_b", "node_c"), List.of("node_d", "node_e", "node_f"), List.of("node_g"),
        List.of("node_i_max", "node_i_exp", "node_i_sum", "node_i_div"),
        List.of("node_y_max", "node_y_exp", "node_y_sum", "node_y_div"));
  }

  @Test
  void nodesRunOnCoresMadeForThemElseOnGeneralOnes() {
    StreamWorkload net = read(graph().inputOf(FLOAT16, "x", 1, 6, 8, 8)
        .node("Relu", "x", "a").node("MaxPool", "a", "y", ints("kernel_shape", 1, 1)).node("Clip", "y", "z").output("z"));
    StreamMapping mapping = new AutomaticMapping(net, Fixtures.quad()).mapping();
    assertThat(mapping.groups().get(0).nodes()).extracting(NodePlacement::cores).containsExactly(List.of(5), List.of(4));
    // 6 channels, 8 rows: the largest loop, D2, takes 4 parts.
    assertThat(mapping.groups().get(1).nodes())
        .containsExactly(new NodePlacement(2, List.of(0, 1, 2, 3), List.of(new Split(2, 4))));
  }

  @Test
  void whereLoopsDoNotDivideFewerCoresAreUsedAndUnusedOnesFirst() {
    StreamWorkload net = read(graph().inputOf(FLOAT16, "a", 3, 5).weightOf(FLOAT16, "b", 5, 6).weightOf(FLOAT16, "c", 6, 7)
        .node("MatMul", "a b", "x").node("MatMul", "x c", "y").output("y"));
    AutomaticMapping automatic = new AutomaticMapping(net, Fixtures.quad());
    StreamMapping mapping = automatic.mapping();
    // Loops m=3, n=6, k=5: gcd(4, 6) = 2 parts. Then m=3, n=7, k=6: only the summed k divides, on the two cores that are free.
    assertThat(mapping.groups().get(0).nodes()).containsExactly(
        new NodePlacement(0, List.of(0, 1), List.of(new Split(1, 2))),
        new NodePlacement(1, List.of(2, 3), List.of(new Split(2, 2))));
    assertThat(automatic.notes()).anyMatch(n -> n.contains("node_y is split along loop D2 (k), which it sums over"));
  }

  @Test
  void anIntermediateThatFillsHalfOfAMemoryIsStreamed() {
    StreamWorkload net = read(graph().inputOf(FLOAT16, "x", 1, 16, 64, 64).node("Relu", "x", "a").node("Sigmoid", "a", "y")
        .output("y"));
    // 16*64*64*16 bits = 1,048,576 on the SIMD core alone; half of its memory is 524,288. Of the loops of 64 the name that comes last
    // is D3: tiles of 32 make it 524,288. The three tensors of the core are then 1,572,864: channels by 8, then by 4 make it 393,216.
    StreamMapping mapping = new AutomaticMapping(net, Fixtures.quad()).mapping();
    assertThat(mapping.groups().get(0).tiles()).containsExactly(new Tile(0, 1, 4), new Tile(0, 3, 32));
  }

  @Test
  void resnet18DoesNotFitTheSimdCoreAndTheReasonIsGiven() {
    StreamWorkload net = NetworkExport.of(Networks.byName("resnet18").orElseThrow(), OptionalInt.of(32)).workload();
    StreamHardware quad = Fixtures.quad();
    StreamMapping mapping = new AutomaticMapping(net, quad).mapping();
    assertThat(mapping.groups()).hasSize(11);
    assertThat(groups(net, mapping).get(0)).containsExactly("conv1", "conv1.relu", "pool1");
    StreamProblem problem = new StreamProblem("resnet18", net, quad, ideal(net, quad, mapping), Optional.of(mapping));
    assertThat(new StreamEvaluator().evaluate(problem, mapping).violations()).isNotEmpty()
        .allSatisfy(v -> assertThat(v.rule()).isEqualTo("memory"))
        .anySatisfy(v -> assertThat(v.toString()).contains("core 5").contains("128 KB"));
  }

  /** A table of one entry per node and core: iterations over units. */
  private static StreamCosts ideal(StreamWorkload net, StreamHardware hardware, StreamMapping mapping) {
    StreamCosts.Builder costs = new StreamCosts.Builder(net, hardware);
    for (StreamGroup group : mapping.groups()) {
      Map<Integer, long[]> sizes = TileSizes.of(net, group).orElseThrow();
      for (NodePlacement p : group.nodes()) {
        for (int core : p.cores()) {
          long cycles = StreamNode.roofCycles(sizes.get(p.node()), hardware.core(core).units());
          costs.put(p.node(), sizes.get(p.node()), core, new StreamCost(cycles, 0, true));
        }
      }
    }
    return costs.build();
  }
}
