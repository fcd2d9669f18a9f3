package dev.dovetail.models.intracore.mapper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.accelerator.DataflowArray;
import dev.dovetail.models.accelerator.LocalMemory;
import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.dataflow.NamedDataflows;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.ElementFloor;
import dev.dovetail.models.intracore.Partitions;
import dev.dovetail.models.intracore.TestLayers;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Value;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Floors of the dataflow model hold for every partition, and what they stand on holds for every mapping. */
class DataflowFloorPropertiesTest {
  @Property(tries = 100)
  void noPartitionIsCheaperThanTheFloor(@ForAll Random random) {
    CostModel model = new DataflowCostModel();
    Core core = core(random, dataflows(random, 1 + random.nextInt(3)));
    Workload w = workload(random);
    Layer layer = w.layers().get(0);
    CostFloor floor = model.floor(w, layer, core).orElse(null);
    if (floor == null) {
      assertThat(model.points(w, layer, layer.outputBox(), core)).isEmpty();
      return;
    }
    ElementFloor element = model.elementFloor(w, layer, core).orElseThrow();
    long least = model.leastCycles(w, layer, core);
    long cycles = 0;
    long energy = 0;
    for (Box box : Partitions.random(layer.outputBox(), random, 6)) {
      List<CostPoint> points = model.points(w, layer, box, core);
      for (CostPoint point : points) {
        assertThat(element.min(new ElementFloor(point.cycles(), box.volume()))).as("%s of %s", element, box).isEqualTo(element);
        assertThat(point.cycles()).isGreaterThanOrEqualTo(least);
        assertThat(points.stream().noneMatch(p -> p != point && p.dominates(point))).isTrue();
      }
      cycles += points.stream().mapToLong(CostPoint::cycles).min().orElseThrow();
      energy += points.stream().mapToLong(CostPoint::energyFemtojoules).min().orElseThrow();
    }
    assertThat(floor.cycles()).isBetween(1L, cycles);
    assertThat(floor.energyFemtojoules()).isBetween(1L, energy);
  }

  /** No mapping is left out of the tables for the sake of the floor. */
  @Property(tries = 15)
  void everyNamedMappingKeepsThePromisesOfTheFloor(@ForAll Random random) {
    Workload w = workload(random);
    Layer layer = w.layers().get(0);
    long simd = 1 + random.nextInt(3);
    MaestroHardware hardware = new MaestroHardware(1 + random.nextInt(40), 1 + random.nextInt(60), 1, random.nextInt(3), simd,
        MaestroHardware.UNLIMITED, MaestroHardware.UNLIMITED, MaestroHardware.UNLIMITED);
    for (Dataflow dataflow : NamedDataflows.all()) {
      TileWork work = TileShapes.of(layer, layer.outputBox(), EnumSet.copyOf(dataflow.layers())).orElse(null);
      if (work == null) {
        continue;
      }
      LayerShape shape = work.pieces().get(0).shape();
      long rate = PeakRate.of(dataflow, shape, hardware);
      Mapper mapper = new Mapper(new MappingSpace(List.of(dataflow), 5, 12, 0, true, Residency.CHOICE, 0, false));
      for (MappingPoint p : mapper.table(shape, new ElementBits(8, 8, 8), new MapperCore(hardware, 1 << 20, 1 << 30)).points()) {
        MaestroStatistics s = p.statistics();
        Map<LayerTensor, Long> volumes = ShapeVolumes.of(shape);
        assertThat(s.macs()).isEqualTo(ShapeVolumes.macs(shape));
        assertThat(p.cycles() * (double) rate).as("%s of %s on %s", p.label(), shape, hardware)
            .isGreaterThanOrEqualTo(s.macs() * (double) PeakRate.CYCLES * (1 - 1e-9));
        assertThat(s.input().l2Write()).isEqualTo(volumes.get(LayerTensor.INPUT));
        assertThat(s.filter().l2Write()).isEqualTo(volumes.get(LayerTensor.FILTER));
        assertThat(s.output().l2Read()).isEqualTo(volumes.get(LayerTensor.OUTPUT));
        assertThat(s.l1Accesses()).isEqualTo(4 * s.macs() + s.input().l2Read() + s.filter().l2Read());
      }
    }
  }

  private static List<Dataflow> dataflows(Random random, int count) {
    List<Dataflow> all = new ArrayList<>(NamedDataflows.all());
    Collections.shuffle(all, random);
    return all.subList(0, count);
  }

  private static Core core(Random random, List<Dataflow> dataflows) {
    boolean energies = random.nextBoolean();
    LocalMemory own =
        new LocalMemory("pe", 1 + random.nextInt(400), Bandwidth.ofBytesPerCycle(1), energies ? 7 : 0, energies ? 11 : 0);
    LocalMemory shared = new LocalMemory("buffer", 1 << 20, Bandwidth.ofBytesPerCycle(1), energies ? 40 : 0, energies ? 30 : 0);
    DataflowArray array =
        new DataflowArray(dataflows, 1 + random.nextInt(60), random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(30));
    return new Core("c", "c", List.of(1 + random.nextInt(40)), List.of(), List.of(own, shared), Set.of(Operator.values()),
        energies ? 5 : 0, 1, array);
  }

  private static Workload workload(Random random) {
    if (random.nextInt(5) == 0) {
      NetworkBuilder b = NetworkBuilder.named("n");
      int heads = 1 + random.nextInt(3);
      Value q = b.input("q", 1 + random.nextInt(9), 4 * heads);
      Value k = b.input("k", 1 + random.nextInt(9), 4 * heads);
      return b.output(b.attentionScores("s", q, k, heads)).build();
    }
    int groups = random.nextBoolean() ? 1 : 1 + random.nextInt(4);
    int kernel = 1 + random.nextInt(4);
    return TestLayers.conv(1 + random.nextInt(2), groups * (1 + random.nextInt(6)), groups * (1 + random.nextInt(6)),
        1 + random.nextInt(8), 1 + random.nextInt(8), kernel, 1 + random.nextInt(3), kernel == 3 ? 1 : 0, groups);
  }
}
