package dev.dovetail.models.intracore.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.accelerator.LocalMemory;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.ElementFloor;
import dev.dovetail.models.intracore.Partitions;
import dev.dovetail.models.intracore.TestLayers;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The floor of a layer is below the sum over every partition of its output into boxes, whatever point each box takes. */
class CostFloorPropertiesTest {
  private static final CostModel MODEL = new PeArrayCostModel();

  @Property(tries = 400)
  void noPartitionIsCheaperThanTheFloor(@ForAll Random random, @ForAll @IntRange(min = 1, max = 4) int unrollings) {
    Core core = core(random, unrollings);
    Workload w = workload(random);
    Layer layer = w.layers().get(0);
    CostFloor floor = MODEL.floor(w, layer, core).orElseThrow();
    ElementFloor element = MODEL.elementFloor(w, layer, core).orElse(new ElementFloor(1, Long.MAX_VALUE));
    long cycles = 0;
    long energy = 0;
    for (Box box : Partitions.random(layer.outputBox(), random, 12)) {
      List<CostPoint> points = MODEL.points(w, layer, box, core);
      for (CostPoint point : points) {
        assertThat(element.min(new ElementFloor(point.cycles(), box.volume()))).as("%s of %s", element, box).isEqualTo(element);
      }
      cycles += points.stream().mapToLong(CostPoint::cycles).min().orElseThrow();
      energy += points.stream().mapToLong(CostPoint::energyFemtojoules).min().orElseThrow();
    }
    assertThat(floor.cycles()).isBetween(1L, cycles);
    assertThat(floor.energyFemtojoules()).isBetween(0L, energy);
  }

  @Property(tries = 100)
  void pointsDoNotDominateEachOther(@ForAll Random random) {
    Core core = core(random, 4);
    Workload w = workload(random);
    List<CostPoint> points = MODEL.points(w, w.layers().get(0), w.layers().get(0).outputBox(), core);
    for (int i = 0; i < points.size(); i++) {
      for (int j = 0; j < points.size(); j++) {
        assertThat(i != j && points.get(i).dominates(points.get(j))).isFalse();
      }
    }
  }

  private static Core core(Random random, int unrollings) {
    int axes = 1 + random.nextInt(3);
    List<Integer> array = new ArrayList<>();
    for (int a = 0; a < axes; a++) {
      array.add(1 + random.nextInt(8));
    }
    List<List<Dim>> choices = new ArrayList<>();
    for (int u = 0; u < unrollings; u++) {
      choices.add(random.ints(axes, 0, Dim.values().length).mapToObj(i -> Dim.values()[i]).toList());
    }
    LocalMemory memory = new LocalMemory("m", 1 << 20, Bandwidth.ofBytesPerCycle(1), random.nextInt(5), random.nextInt(5));
    return new Core("c", "c", array, choices, List.of(memory), EnumSet.allOf(Operator.class), random.nextInt(3),
        1 + random.nextInt(8));
  }

  private static Workload workload(Random random) {
    int y = 1 + random.nextInt(9);
    int x = 1 + random.nextInt(9);
    int kernel = 1 + random.nextInt(3);
    int stride = 1 + random.nextInt(3);
    switch (random.nextInt(4)) {
      case 0 :
        return TestLayers.pool(1 + random.nextInt(9), y, x, kernel, stride);
      case 1 :
        return TestLayers.elementwise(Operator.SOFTMAX, 1 + random.nextInt(9), y, x);
      default :
        int groups = random.nextBoolean() ? 1 : 1 + random.nextInt(6);
        return TestLayers.conv(1 + random.nextInt(2), groups * (1 + random.nextInt(9)), groups * (1 + random.nextInt(9)), y, x,
            kernel, stride,
            kernel == 3 ? 1 : 0, groups);
    }
  }
}
