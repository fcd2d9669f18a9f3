package dev.dovetail.models.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.intracore.table.TableCostModel;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.networks.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationBoundsTest {
  private static long bound(String network, String machine, String name) {
    return find(network, machine, name).value();
  }

  private static LowerBound find(String network, String machine, String name) {
    return bounds(network, machine, Objective.LATENCY).stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<LowerBound> bounds(String network, String machine, Objective objective) {
    return new AllocationBounds()
        .of(
            new AllocationProblem(
                network,
                Networks.byName(network).orElseThrow(),
                Accelerators.byNameOrFile(machine),
                new PeArrayCostModel(),
                objective,
                Map.of(),
                List.of(),
                AllocationProblem.Options.DEFAULT));
  }

  /** conv1 alone is ceil(3/32)*ceil(64/32)*49*112*112/4 = 307,328 of it. */
  @Test
  void computeLoadOfResnet18IsItsMatrixWorkOverFourEqualCores() {
    assertThat(bound("resnet18", "quad-core", "compute-load")).isEqualTo(721_408);
  }

  /** 11,678,912 weights + 150,528 input + 1,000 output = 11,830,440 bytes at 16 bytes per cycle = 739,402.5. */
  @Test
  void compulsoryTrafficOfResnet18RoundsUp() {
    assertThat(bound("resnet18", "quad-core", "dram-compulsory")).isEqualTo(739_403);
    assertThat(bound("resnet18", "quad-core-mesh", "dram-compulsory")).isEqualTo(739_403);
  }

  /** Plus 2,684,928 bytes that core types force over the bus: 14,515,368 / 16 = 907,210.5. */
  @Test
  void busLoadOfResnet18CountsEveryTensorThatNoCoreCanKeep() {
    assertThat(bound("resnet18", "quad-core", "bus-load")).isEqualTo(907_211);
  }

  /** One-by-one convolutions of stride 2 read every other element only, if the grid is fine enough: 25,502,912 weights + input + output. */
  @Test
  void compulsoryTrafficOfResnet50CountsOnlyWhatTheFinestGridNeeds() {
    assertThat(bound("resnet50", "quad-core", "dram-compulsory")).isEqualTo((25_502_912 + 150_528 + 1_000 + 15) / 16);
  }

  @Test
  void smallerMemoriesNeverLowerABoundAndRaiseTheCapacityBound() {
    for (LowerBound large : bounds("resnet18", "quad-core", Objective.LATENCY)) {
      assertThat(bound("resnet18", "quad-core-1mib", large.name())).isGreaterThanOrEqualTo(large.value());
    }
    assertThat(bound("resnet18", "quad-core-512kib", "remaining-work"))
        .isGreaterThan(bound("resnet18", "quad-core-1mib", "remaining-work"));
  }

  /**
   * Up to the add that ends stage 3: conv1 307,328, four 56x56 convolutions of 9*2*2*3,136/4 = 28,224, then 9*2*4*784/4 = 14,112, three
   * of 28,224 and a 1x1 of 2*4*784/4 = 1,568: 520,576 cycles. Weights of the stages 4 and 5 and of fc: 2,097,152 + 8,388,608 + 512,000,
   * without the 32,768 of the strided 1x1 convolution, which may not read the element that is made last: 10,964,992 bytes, of which
   * 4 MiB fit. Moves to and from the SIMD core after that: 14*14*256 = 50,176 bytes five times and 7*7*512 = 25,088 five times, 512 of
   * the pool. Of stage 4's 1x1 convolution an element in 4/32 cycle takes four cores half of the cycle that its byte takes the bus:
   * making all before spares 25,088 bytes. The add's output, 28*28*128 = 100,352 bytes, is in memory or moved later, too: an output of
   * stage 4's first convolution takes 9*4/32/4 cycles, the bus as long for the 9*128/256 bytes that are read for it. So
   * 520,576 + (10,964,992 - 4,194,304 + 250,880 + 125,440 + 512 - 25,088 + 100,352 + 1,000) / 16, rounded up.
   */
  @Test
  void weightsAndMovesThatWaitForALayerFitInMemoryOrCrossTheBusLater() {
    LowerBound large = find("resnet18", "quad-core-1mib", "remaining-work");
    LowerBound small = find("resnet18", "quad-core-512kib", "remaining-work");
    assertThat(large.witness())
        .startsWith("the work up to layer s3b2_add takes 520,576 cycles at least, and then 10,964,992 bytes");
    assertThat(large.value()).isEqualTo(972_063);
    // Four matrix cores lose 512 KiB each: 2,097,152 bytes more cross the bus late, at 16 bytes per cycle.
    assertThat(small.value() - large.value()).isEqualTo(2_097_152 / 16);
  }

  /** Any memory can hold weights for later, and on a mesh they then reach their core without passing the DRAM port again. */
  @Test
  void atTheDramPortTheMemoriesOfAllCoresCount() {
    assertThat(find("resnet18", "quad-core-mesh-512kib", "remaining-work").witness()).contains("all memories can hold all but");
    // Six memories of 512 KiB on the mesh, four that may run convolutions on the bus.
    assertThat(bound("resnet18", "quad-core-mesh-512kib", "remaining-work"))
        .isLessThanOrEqualTo(bound("resnet18", "quad-core-512kib", "remaining-work") - 2 * 524_288 / 16);
  }

  private static AllocationProblem problem(Workload workload, CostModel costs) {
    return new AllocationProblem(
        "small", workload, Accelerators.byNameOrFile("quad-core"), costs, Objective.LATENCY, Map.of(), List.of(),
        AllocationProblem.Options.DEFAULT);
  }

  /** core0 takes 100 cycles, core1 takes 10 although it is of the same type: 10 cycles are possible, and 100 / 2 would be no bound. */
  @Test
  void coresOfOneTypeThatATableTellsApartShareNoFloor(@TempDir Path dir) throws IOException {
    NetworkBuilder b = NetworkBuilder.named("one");
    Workload one = b.output(b.conv("conv", b.input("x", 1, 8, 4, 4), 8, SlidingWindow.of(1))).build();
    Path table = Files.writeString(dir.resolve("t.csv"), "layer,core,cycles\nconv,core0,100\nconv,core1,10\n");
    for (LowerBound bound : new AllocationBounds().of(problem(one, TableCostModel.read(table, null)))) {
      if (bound.name().equals("compute-load")) {
        assertThat(bound.value()).isLessThanOrEqualTo(10);
      }
    }
  }

  /** A ReLU of a concatenation needs one of the parts for each element, a convolution of it needs all parts for all elements. */
  @Test
  void outputsThatReadOnePartOfAConcatenationDoNotWaitForTheOthers() {
    NetworkBuilder b = NetworkBuilder.named("concat");
    Value x = b.input("x", 1, 32, 8, 8);
    Value both = Value.concat(1, b.conv("left", x, 32, SlidingWindow.of(3).pad(1)), b.conv("right", x, 32, SlidingWindow.of(1)));
    Value relu = b.elementwise("relu", Operator.RELU, both);
    Workload workload = b.output(relu, b.conv("next", both, 32, SlidingWindow.of(1))).build();
    List<Demands.Dependency> dependencies = new Demands(problem(workload, new PeArrayCostModel())).dependencies;
    assertThat(dependencies).hasSize(4);
    assertThat(dependencies.subList(0, 2)).noneMatch(Demands.Dependency::eachReadsSome);
    assertThat(dependencies.subList(2, 4)).allMatch(Demands.Dependency::eachReadsSome);
  }

  /** Whole nanojoules, rounded down. */
  @Test
  void edpBoundIsEnergyBoundTimesLatencyBound() {
    long latency = bounds("resnet18", "quad-core", Objective.LATENCY).stream().mapToLong(LowerBound::value).max().orElseThrow();
    long energy = bounds("resnet18", "quad-core", Objective.ENERGY).get(0).value();
    assertThat(bounds("resnet18", "quad-core", Objective.EDP).get(0).value())
        .isEqualTo(Math.multiplyExact(energy / 1_000_000, latency));
  }

  @Test
  void whatMustFollowTheLastWeightsOfTheWorkedExampleBoundsIt() {
    AllocationProblem p =
        AllocationProblemReader.read(Path.of("src/test/resources/dev/dovetail/models/allocation/three-layer.yaml"));
    List<LowerBound> bounds = new AllocationBounds().of(p);
    // c2 cannot start before all 64 + 2*64 + 576 = 768 load cycles and takes 288: 1,056; then 2 moves and 2 stores of 64 each.
    assertThat(bounds).filteredOn(b -> b.name().equals("tile-channel")).extracting(LowerBound::value).containsExactly(1_312L);
    // The longest path: a tile of c2 from 768 to 1,056, then its move 64, add 16, store 64.
    assertThat(bounds).filteredOn(b -> b.name().equals("tile-path")).extracting(LowerBound::value).containsExactly(1_200L);
    assertThat(bounds.stream().mapToLong(LowerBound::value).max()).hasValue(1_312);
  }

  /** A 1x1 and a 3x3 convolution on two cores with memories of {@code bytes} each. */
  private static List<LowerBound> pair(String bytes, String connections, String tiles) {
    return new AllocationBounds().of(pairProblem(bytes, connections, tiles));
  }

  private static AllocationProblem pairProblem(String bytes, String connections, String tiles) {
    String text =
        """
        format: allocation/1
        name: pair
        network:
          inputs: {x: [1, 8, 8, 8]}
          layers:
            - {name: a, op: conv, input: x, channels: 8, kernel: 1}
            - {name: b, op: conv, input: a, channels: 8, kernel: 3, pad: 1}
        %s
        accelerator:
          format: accelerator/1
          name: pair
          cores:
            - {name: m, count: 2, type: m, array: [8, 8], unrollings: [[C, K]], operators: [MATRIX],
               memories: [{name: buffer, bytes: %s, bytesPerCycle: 16}]}
        %s
        """
            .formatted(tiles, bytes, connections.indent(2).stripTrailing());
    return AllocationProblemReader.read(DataFile.parse(text, "pair.yaml"), Path.of(""));
  }

  private static final String BUS =
      """
      buses: [{name: bus, members: [m0, m1], bytesPerCycle: 16}]
      dram: [{name: dram, at: bus, bytesPerCycle: 16}]
      """;

  private static long value(List<LowerBound> bounds, String name) {
    return bounds.stream().filter(b -> b.name().equals(name)).mapToLong(LowerBound::value).max().orElseThrow();
  }

  /**
   * Input 512 B, weights 64 + 576 B, output 512 B: 1,664 B in 104 cycles of 16 B. Through DRAM a's 512 B are stored and loaded: 64 cycles
   * more. What stays on chip asks for nothing.
   */
  @Test
  void aHandoverThroughDramIsStoredAndLoaded() {
    AllocationProblem free = pairProblem("1000000", BUS, "");
    Handovers.Handover handover = new Handovers.Handover("a", "b");
    List<LowerBound> cut = new AllocationBounds().of(free.with(new Handovers(Set.of(handover), Set.of())));
    List<LowerBound> fused = new AllocationBounds().of(free.with(new Handovers(Set.of(), Set.of(handover))));
    assertThat(value(new AllocationBounds().of(free), "dram-compulsory")).isEqualTo(104);
    assertThat(value(fused, "dram-compulsory")).isEqualTo(104);
    assertThat(value(cut, "dram-compulsory")).isEqualTo(168);
    assertThat(value(cut, "bus-load")).isEqualTo(168);
  }

  /**
   * The add of two convolutions runs on a core of its own type: 512 B of each cross the bus anyway. Loaded from DRAM they cross it once
   * instead, and once to be stored: a handover that moves already costs 512 B more, not 1,024.
   */
  @Test
  void whatIsLoadedNeedsNoMoveBesides() {
    NetworkBuilder b = NetworkBuilder.named("sum");
    Value x = b.input("x", 1, 8, 8, 8);
    Workload sum = b.output(b.add("add", b.conv("a", x, 8, SlidingWindow.of(1)), b.conv("c", x, 8, SlidingWindow.of(1)))).build();
    AllocationProblem free = problem(sum, new PeArrayCostModel());
    Handovers cut = new Handovers(Set.of(new Handovers.Handover("a", "add")), Set.of());
    // 512 + 64 + 64 + 512 B from and to DRAM and 2 * 512 B of moves, over 16 B per cycle: 136; with the store of a 168.
    assertThat(value(new AllocationBounds().of(free), "bus-load")).isEqualTo(136);
    assertThat(value(new AllocationBounds().of(free.with(cut)), "bus-load")).isEqualTo(168);
  }

  /** Two memories of 2^63 - 1 bytes are more than a long counts; what they hold together must not wrap round to nothing. */
  @Test
  void memoriesThatStandForUnlimitedOnesForceNoTraffic() {
    assertThat(pair("9223372036854775807", BUS, "")).isEqualTo(pair("1000000", BUS, ""));
  }

  /** 64 steps and 9 * 64 of two cores: (64 + 576) / 2 = 320 cycles; the port is no limit at all. */
  @Test
  void aPortWithoutAChannelBoundsNoTraffic() {
    String router =
        """
        routers: [r]
        links: [{from: r, to: m0, bytesPerCycle: 16, duplex: true}, {from: r, to: m1, bytesPerCycle: 16, duplex: true}]
        dram: [{name: dram, at: r, port: false}]
        """;
    for (String tiles : List.of("", "tiles: {rows: 2}")) {
      List<LowerBound> bounds = pair("1000000", router, tiles);
      assertThat(bounds).filteredOn(b -> b.name().equals("dram-compulsory")).extracting(LowerBound::value).containsExactly(0L);
      assertThat(bounds).filteredOn(b -> b.name().equals("compute-load")).extracting(LowerBound::value).containsExactly(320L);
    }
  }

  /** 12 steps on one core, 12 / 3 = 4 on the other: shared 3 to 9 they take 3 cycles, 12 / (1 + 3). */
  @Test
  void unlikeCoresShareALayerByTheirSpeeds() {
    String text =
        """
        format: allocation/1
        name: pair
        network:
          inputs: {x: [1, 1, 1, 12]}
          layers: [{name: a, op: conv, input: x, channels: 1, kernel: 1}]
        accelerator:
          format: accelerator/1
          name: pair
          cores:
            - {name: slow, array: [1], unrollings: [[OX]], operators: [MATRIX], memories: [{name: b, bytes: 99, bytesPerCycle: 1}]}
            - {name: fast, array: [3], unrollings: [[OX]], operators: [MATRIX], memories: [{name: b, bytes: 99, bytesPerCycle: 1}]}
          buses: [{name: bus, members: [slow, fast], bytesPerCycle: 16}]
          dram: [{name: dram, at: bus, bytesPerCycle: 16}]
        """;
    List<LowerBound> bounds =
        new AllocationBounds().of(AllocationProblemReader.read(DataFile.parse(text, "pair.yaml"), Path.of("")));
    assertThat(bounds).filteredOn(b -> b.name().equals("compute-load")).extracting(LowerBound::value).containsExactly(3L);
  }
}
