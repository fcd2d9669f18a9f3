package dev.dovetail.models.accelerator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.Node;
import dev.dovetail.models.links.Route;
import dev.dovetail.models.links.Routes;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.networks.Networks;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamMachineTest {
  private static Accelerator read(String golden) {
    try {
      Path file =
          Path.of(Objects.requireNonNull(StreamMachineTest.class.getResource("/reference/stream/" + golden + ".json")).toURI());
      return Accelerators.byNameOrFile(file.toString());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aBusThatIsListedLastCarriesEverythingAndDramHasNoPort() {
    Accelerator a = read("2conv__tpu_like_quad_core");
    assertThat(a.cores()).extracting(Core::name).containsExactly("core0", "core1", "core2", "core3", "core4", "core5");
    assertThat(a.nodes()).extracting(Node::kind).containsOnly(Node.Kind.CORE, Node.Kind.DRAM).hasSize(7);
    // 128 bits per cycle; 7 members, 7 * 6 ordered pairs.
    assertThat(a.channels()).containsExactly(new Channel("bus12", Channel.Kind.BUS, Bandwidth.ofBytesPerCycle(16), 0, 0));
    assertThat(a.edges()).hasSize(42).allMatch(e -> e.channels().equals(List.of(0)));
    assertThat(a.cores().get(0).capacityBytes()).isEqualTo(2_097_152);
    assertThat(a.cores().get(5).capacityBytes()).isEqualTo(131_072);
    assertThat(a.cores().get(0).operationFemtojoules()).isEqualTo(40);
    // 416.16 pJ per read of 2,048 bits = 256 bytes: 1.625625 pJ per byte.
    assertThat(a.cores().get(0).buffer().readFemtojoulesPerByte()).isEqualTo(1_626);
    assertThat(a.cores().get(0).supports(Operator.SOFTMAX)).isTrue();
    assertThat(a.cores().get(4).operators()).containsExactlyInAnyOrder(Operator.MAX_POOL, Operator.AVERAGE_POOL);
    assertThat(a.cores().get(5).supports(Operator.RELU)).isTrue();
    assertThat(a.cores().get(5).supports(Operator.CONV)).isFalse();
  }

  @Test
  void linksToDramEndAtARouterAndASharedMemoryIsDividedAndLinked() {
    Accelerator a = read("2conv__fusemax");
    assertThat(a.nodes()).extracting(Node::name).containsExactly("core0", "core1", "dram", "offchip");
    assertThat(a.edges()).extracting(Edge::name).contains("core0->offchip", "offchip->core0", "dram->offchip", "core0->core1");
    // 16,777,216 bits are 2 MiB for both.
    assertThat(a.cores()).allMatch(c -> c.capacityBytes() == 1_048_576);
    Channel shared = a.channels().stream().filter(c -> c.name().equals("core0->core1")).findFirst().orElseThrow();
    assertThat(shared.bandwidth()).isEqualTo(Bandwidth.ofBytesPerCycle(1_024));
    // 512 bits per cycle from DRAM, full duplex.
    int dram = a.dramNodes().get(0);
    Route load = new Routes(a.links(), 1).routes(dram, List.of(0)).get(0);
    assertThat(load.edges()).extracting(e -> a.edges().get(e).name()).containsExactly("dram->offchip", "offchip->core0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2conv__simba_small", "2conv__eyeriss_like_quad_core", "2conv__tpu_like_quad_core", "2conv__fusemax"})
  void everyLayerOfResnet18HasACoreAndItsCostsAreMarkedAsEstimates(String golden) {
    Accelerator a = read(golden);
    Workload net = Networks.byName("resnet18").orElseThrow();
    PeArrayCostModel costs = new PeArrayCostModel();
    for (Layer layer : net.layers()) {
      Box whole = layer.outputBox();
      List<CostPoint> points = a.cores().stream().flatMap(c -> costs.points(net, layer, whole, c).stream()).toList();
      assertThat(points).isNotEmpty().allMatch(CostPoint::estimated);
    }
  }

  /** Two equal axes take C, K, OX and OY in one order each: 4 * 5 / 2 = 10 unrollings. */
  @Test
  void everyWayToLayLoopsOnTheArrayIsTried() {
    Accelerator a = read("2conv__tpu_like_quad_core");
    assertThat(a.cores().get(0).unrollings()).hasSize(10);
    assertThat(read("2conv__simba_small").cores().get(0).unrollings().size()).isBetween(2, 64);
  }
}
