package dev.dovetail.models.intracore.mapper;

import static dev.dovetail.models.dataflow.Directive.cluster;
import static dev.dovetail.models.dataflow.Directive.spatial;
import static dev.dovetail.models.dataflow.Directive.temporal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.dataflow.NamedDataflows;
import dev.dovetail.models.intracore.maestro.InvalidMappingException;
import dev.dovetail.models.intracore.maestro.MaestroCostModel;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Tables of tiny layers against loops and a pairwise comparison of their own. */
class BruteForceTest {
  private record Found(String label, List<Long> vector, Set<LayerTensor> held) {}

  @Test
  void aConvolutionOnTwoDataflows() {
    LayerShape layer = Layers.conv(6, 4, 2, 5, 1);
    long pes = 6;
    long l1 = 60;
    long l2 = 330;
    List<Found> all = new ArrayList<>();
    // 4 channels and 6 filters: all sizes that section by section, quotient or doubling reach.
    for (long tc : new long[] {1, 2, 4}) {
      add(all, layer, pes, l1, l2, "kcp_ws(tc=%d)".formatted(tc), List.of(
          spatial(1, 1, LoopDim.K), temporal(tc, tc, LoopDim.C), temporal(2, 2, LoopDim.R), temporal(2, 2, LoopDim.S),
          temporal(2, 1, LoopDim.Y), temporal(2, 1, LoopDim.X), cluster(tc), spatial(1, 1, LoopDim.C),
          temporal(2, 1, LoopDim.Y), temporal(2, 1, LoopDim.X), temporal(2, 2, LoopDim.R), temporal(2, 2, LoopDim.S)));
    }
    for (long tk : new long[] {1, 2, 3, 4, 6}) {
      for (long tc : new long[] {1, 2, 4}) {
        add(all, layer, pes, l1, l2, "xp_ws(tk=%d,tc=%d)".formatted(tk, tc), List.of(
            temporal(tk, tk, LoopDim.K), temporal(tc, tc, LoopDim.C), temporal(2, 1, LoopDim.Y), spatial(2, 1, LoopDim.X),
            temporal(2, 2, LoopDim.R), temporal(2, 2, LoopDim.S)));
      }
    }
    check(all, layer, pes, l1, l2, "kcp_ws", "xp_ws");
  }

  @Test
  void aMatrixProductOnTwoDataflows() {
    LayerShape layer = NamedDataflows.fullyConnected(3, 7, 4);
    long pes = 4;
    long l1 = 40;
    long l2 = 70;
    List<Found> all = new ArrayList<>();
    for (long tn : new long[] {1, 2, 4}) {
      for (long tm : new long[] {1, 2, 3}) {
        for (long tk : new long[] {1, 2, 3, 4, 7}) {
          add(all, layer, pes, l1, l2, "gemm_1lv(tn=%d,tm=%d,tk=%d)".formatted(tn, tm, tk), List.of(
              spatial(tn, tn, LoopDim.N), temporal(tm, tm, LoopDim.M), temporal(tk, tk, LoopDim.K)));
        }
      }
    }
    for (long tn : new long[] {1, 2, 4}) {
      add(all, layer, pes, l1, l2, "gemm_os(tn=%d)".formatted(tn), List.of(
          spatial(1, 1, LoopDim.M), temporal(tn, tn, LoopDim.N), temporal(1, 1, LoopDim.K), cluster(tn),
          spatial(1, 1, LoopDim.N)));
    }
    check(all, layer, pes, l1, l2, "gemm_1lv", "gemm_os");
  }

  private static void add(
      List<Found> all, LayerShape layer, long pes, long l1Bytes, long l2Bytes, String label, List<Directive> mapping) {
    MaestroStatistics s;
    try {
      s = new MaestroCostModel(MaestroMode.CORRECTED).evaluate(layer, mapping, Layers.core(pes, l1Bytes, l2Bytes).hardware());
    } catch (InvalidMappingException e) {
      return;
    }
    if (s.l1Elements() > l1Bytes) {
      return;
    }
    for (int mask = 0; mask < 8; mask++) {
      Set<LayerTensor> held = new TreeSet<>();
      boolean in = (mask & 1) != 0;
      boolean filter = (mask & 2) != 0;
      boolean out = (mask & 4) != 0;
      long space = (in ? s.input().l2Write() : s.input().l2Required())
          + (filter ? s.filter().l2Write() : s.filter().l2Required())
          + (out ? s.output().l2Read() : s.output().l2Required());
      long traffic = (in ? s.input().l2Write() : Math.max(s.input().l2Write(), s.input().l2Read()))
          + (filter ? s.filter().l2Write() : Math.max(s.filter().l2Write(), s.filter().l2Read()))
          + (out ? s.output().l2Read() : Math.max(s.output().l2Read(), 2 * s.output().l2Write() - s.output().l2Read()));
      if (in) {
        held.add(LayerTensor.INPUT);
      }
      if (filter) {
        held.add(LayerTensor.FILTER);
      }
      if (out) {
        held.add(LayerTensor.OUTPUT);
      }
      if (space <= l2Bytes) {
        all.add(new Found(label, List.of(s.runtimeCycles(), s.energyFemtojoules(), s.l1Elements(), space, traffic), held));
      }
    }
  }

  /** In the order of enumeration, so that the first of equal vectors is the one to keep. */
  private static void check(List<Found> all, LayerShape layer, long pes, long l1Bytes, long l2Bytes, String... dataflows) {
    List<Found> kept = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boolean beaten = false;
      for (int j = 0; j < all.size(); j++) {
        boolean noWorse = true;
        for (int o = 0; o < 5; o++) {
          noWorse &= all.get(j).vector().get(o) <= all.get(i).vector().get(o);
        }
        beaten |= noWorse && (j < i || !all.get(j).vector().equals(all.get(i).vector()));
      }
      if (!beaten) {
        kept.add(all.get(i));
      }
    }
    assertThat(kept).hasSizeGreaterThan(5).hasSizeLessThan(all.size());
    MappingSpace space =
        MappingSpace.standard()
            .withDataflows(List.of(NamedDataflows.named(dataflows[0]), NamedDataflows.named(dataflows[1])))
            .withLeastUtilisationPercent(0);
    MappingTable table = new Mapper(space).table(layer, Layers.BYTES, Layers.core(pes, l1Bytes, l2Bytes));
    assertThat(table.points())
        .map(p -> new Found(
            p.label(),
            List.of(p.cycles(), p.energyFemtojoules(), p.l1Bytes(), p.l2Bytes(), p.dramBytes()),
            p.held()))
        .containsExactlyInAnyOrderElementsOf(kept);
  }
}
