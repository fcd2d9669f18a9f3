package dev.dovetail.models.intracore.maestro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.Directive.Kind;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.RandomMappings.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What holds of every mapping. */
class PropertiesTest {
  @Property(tries = 400)
  void moreBandwidthIsNeverSlower(@ForAll long seed, @ForAll @IntRange(max = 30) int network,
      @ForAll @IntRange(max = 30) int offChip) {
    Trial t = new RandomMappings(seed, false).next();
    MaestroHardware c = t.core();
    MaestroHardware wider = new MaestroHardware(c.pes(), c.nocBandwidth() + network, c.nocHops(), c.hopLatency(), c.simd(),
        c.offChipBandwidth() + offChip, c.l1Elements(), c.l2Elements());
    MaestroStatistics narrow = numbers(MaestroMode.CORRECTED, t.layer(), t.mapping(), c);
    MaestroStatistics wide = numbers(MaestroMode.CORRECTED, t.layer(), t.mapping(), wider);
    if (narrow != null && wide != null) {
      assertThat(wide.runtimeCycles()).as(t.toString()).isLessThanOrEqualTo(narrow.runtimeCycles());
    }
  }

  /** Every multiply-accumulate reads both operands and the sum, and writes the sum; operands are written as often as delivered. */
  @Property(tries = 400)
  void accessesAreThoseOfTheMultiplyAccumulates(@ForAll long seed) {
    Trial t = new RandomMappings(seed, false).next();
    MaestroStatistics s = numbers(MaestroMode.CORRECTED, t.layer(), t.mapping(), t.core());
    if (s == null) {
      return;
    }
    assertThat(s.macs()).as(t.toString()).isEqualTo(s.countedMacs()).isEqualTo(macs(t.layer()));
    assertThat(List.of(s.input().l1Read(), s.filter().l1Read(), s.output().l1Read(), s.output().l1Write()))
        .containsOnly(s.macs());
    assertThat(s.input().l1Write()).isEqualTo(s.input().l2Read());
    assertThat(s.filter().l1Write()).isEqualTo(s.filter().l2Read());
    assertThat(s.energyFemtojoules()).isEqualTo(
        -Math.floorDiv(-(42_803 * s.l2Accesses() + 3_864 * s.l1Accesses() + 2_300 * s.macs()), 10));
  }

  /** Kernel rows and columns that are mapped whole change nothing in time: their place in the order is free. */
  @Property(tries = 400)
  void theOrderOfWholeKernelMapsChangesNothing(@ForAll long seed, @ForAll MaestroMode mode) {
    Trial t = new RandomMappings(seed, false).next();
    List<Directive> moved = moveKernelMaps(t.mapping(), new Random(seed));
    assertThat(numbers(mode, t.layer(), moved, t.core())).as("%s and %s", t, moved)
        .isEqualTo(numbers(mode, t.layer(), t.mapping(), t.core()));
  }

  /** Without strides and edges in space, where the modes are meant to agree, they do in all but energy. */
  @Property(tries = 400)
  void modesAgreeOnMatrixProductsThatFitTheUnits(@ForAll @IntRange(min = 1, max = 5) int tileM,
      @ForAll @IntRange(min = 1, max = 9) int m, @ForAll @IntRange(min = 1, max = 9) int n,
      @ForAll @IntRange(min = 1, max = 9) int k) {
    LayerShape layer = Examples.layer(LayerType.GEMM, "M%d N%d K%d".formatted(m, n, k));
    List<Directive> mapping = Examples.mapping("T(%d,%d)M S(1,1)N T(2,2)K".formatted(tileM, tileM));
    MaestroHardware core = Examples.core(3, 4, 5);
    MaestroStatistics a = numbers(MaestroMode.COMPATIBLE, layer, mapping, core);
    MaestroStatistics b = numbers(MaestroMode.CORRECTED, layer, mapping, core);
    assertThat(a).isNotNull();
    assertThat(b).isNotNull();
    assertThat(b).usingRecursiveComparison().ignoringFields("energyNanojoules").isEqualTo(a);
  }

  private static List<Directive> moveKernelMaps(List<Directive> mapping, Random random) {
    List<Directive> all = new ArrayList<>();
    List<Directive> group = new ArrayList<>();
    List<Directive> kernel = new ArrayList<>();
    for (Directive d : mapping) {
      if (d.kind() == Kind.CLUSTER) {
        kernel.forEach(w -> group.add(random.nextInt(group.size() + 1), w));
        all.addAll(group);
        all.add(d);
        group.clear();
        kernel.clear();
      } else {
        (d.kind() == Kind.TEMPORAL && (d.dim() == LoopDim.R || d.dim() == LoopDim.S) ? kernel : group).add(d);
      }
    }
    kernel.forEach(w -> group.add(random.nextInt(group.size() + 1), w));
    all.addAll(group);
    return all;
  }

  private static long macs(LayerShape layer) {
    if (layer.type() == LayerType.GEMM) {
      return size(layer, LoopDim.M) * size(layer, LoopDim.N) * size(layer, LoopDim.K);
    }
    long rows = layer.lists(LoopDim.Y) ? size(layer, LoopDim.Y) : size(layer, LoopDim.Y_OUT) + size(layer, LoopDim.R) - 1;
    long columns = layer.lists(LoopDim.X) ? size(layer, LoopDim.X) : size(layer, LoopDim.X_OUT) + size(layer, LoopDim.S) - 1;
    long strideY = layer.lists(LoopDim.Y) ? layer.strideY() : layer.lists(LoopDim.X_OUT) ? layer.strideX() : 1;
    long strideX = layer.lists(LoopDim.X) ? layer.strideX() : layer.lists(LoopDim.Y_OUT) ? layer.strideY() : 1;
    long kernel = size(layer, LoopDim.R) * size(layer, LoopDim.S);
    long outputs = ((rows - size(layer, LoopDim.R)) / strideY + 1) * ((columns - size(layer, LoopDim.S)) / strideX + 1);
    long filters = layer.type() == LayerType.DSCONV ? 1 : size(layer, LoopDim.K);
    return size(layer, LoopDim.N) * size(layer, LoopDim.G) * filters * size(layer, LoopDim.C) * kernel * outputs;
  }

  private static long size(LayerShape layer, LoopDim dim) {
    return layer.sizes().getOrDefault(dim, 1L);
  }

  private static @Nullable MaestroStatistics numbers(MaestroMode mode, LayerShape layer, List<Directive> mapping,
      MaestroHardware core) {
    try {
      return new MaestroCostModel(mode).evaluate(layer, mapping, core);
    } catch (InvalidMappingException e) {
      return null;
    }
  }
}
