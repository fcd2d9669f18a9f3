package dev.dovetail.models.intracore.mapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.dataflow.NamedDataflows;
import dev.dovetail.models.intracore.maestro.InvalidMappingException;
import dev.dovetail.models.intracore.maestro.MaestroCostModel;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The named dataflows do every multiply-accumulate exactly once, with tiles that do not divide the layer. */
class CoverageTest {
  private static final int PES = 56;

  record Choice(LayerShape layer, String dataflow, long... values) {}

  // 27 choices on each of four convolutions and 16 on a matrix product: 124.
  static Stream<Choice> choices() {
    List<Choice> all = new ArrayList<>();
    List<LayerShape> convolutions =
        List.of(
            Layers.conv(45, 7, 3, 15, 1),
            Layers.conv(45, 7, 3, 15, 2),
            Layers.conv(45, 7, 1, 17, 2),
            Layers.conv(45, 7, 7, 29, 2));
    for (LayerShape layer : convolutions) {
      add(all, layer, "xp_ws", new long[][] {{1, 1}, {4, 3}, {8, 7}, {45, 2}});
      add(all, layer, "kcp_ws", new long[][] {{2}, {4}, {5}});
      add(all, layer, "ckp_ws", new long[][] {{4}, {8}, {11}});
      add(all, layer, "ykp_os", new long[][] {{4}, {8}, {11}});
      add(all, layer, "yxp_os", new long[][] {{4}, {8}});
      add(all, layer, "nlr", new long[][] {{}});
      add(all, layer, "rs", new long[][] {{4}, {8}, {11}});
      add(all, layer, "maeri", new long[][] {{}});
      add(all, layer, "kp_tile", new long[][] {{2, 3, 2, 4, 4}, {4, 5, 3, 2, 2}, {8, 7, 1, 1, 7}, {7, 2, 5, 5, 1}});
      add(all, layer, "yx_tile", new long[][] {{4, 3, 1, 4, 2, 4}, {8, 2, 2, 3, 1, 8}, {11, 7, 1, 2, 2, 11}});
    }
    LayerShape product = NamedDataflows.fullyConnected(13, 50, 45);
    add(all, product, "gemm_1lv", new long[][] {{1, 1, 1}, {4, 3, 8}, {2, 13, 50}, {7, 5, 6}});
    add(all, product, "gemm_nmk", new long[][] {{1}, {4}, {8}, {11}});
    add(all, product, "gemm_os", new long[][] {{1}, {4}, {8}, {11}});
    add(all, product, "gemm_reuse", new long[][] {{4, 2, 8, 3}, {7, 1, 11, 2}, {2, 3, 50, 4}, {45, 2, 7, 7}});
    return all.stream();
  }

  private static void add(List<Choice> all, LayerShape layer, String dataflow, long[]... values) {
    for (long[] v : values) {
      all.add(new Choice(layer, dataflow, v));
    }
  }

  @Test
  void thereAre124Choices() {
    assertThat(choices()).hasSize(124);
  }

  @ParameterizedTest
  @MethodSource("choices")
  void allMultiplyAccumulatesAreCounted(Choice choice) {
    MaestroStatistics s = evaluate(choice, PES);
    assertThat(s.countedMacs()).isEqualTo(s.macs()).isEqualTo(macs(choice.layer()));
  }

  @Test
  void oneUnitInTheLastFoldOfOutputsIsCountedByItsInputsAndRefused() {
    // 13 output rows on 56 / 13 = 4 groups of 13: three folds of four and one of one, which the public program takes for 3 rows:
    // 15 instead of 13 rows of 13 columns, 45 filters, 7 channels, 9 taps.
    Choice choice = new Choice(Layers.conv(45, 7, 3, 15, 1), "ykp_os", 13);
    assertThatThrownBy(() -> evaluate(choice, PES))
        .isInstanceOfSatisfying(
            InvalidMappingException.class,
            e -> assertThat(e.code()).isEqualTo(InvalidMappingException.Code.COVERAGE))
        .hasMessageContaining(
            "%d multiply-accumulates, but the layer has %d".formatted(15 * 13 * 45 * 7 * 9, 13 * 13 * 45 * 7 * 9));
  }

  private static MaestroStatistics evaluate(Choice choice, long pes) {
    Dataflow dataflow = NamedDataflows.named(choice.dataflow());
    Map<String, Long> values = new LinkedHashMap<>();
    for (int i = 0; i < choice.values().length; i++) {
      values.put(dataflow.parameters().get(i).name(), choice.values()[i]);
    }
    return new MaestroCostModel(MaestroMode.CORRECTED)
        .evaluate(choice.layer(), dataflow.resolve(choice.layer(), values), Layers.roomyCore(pes).hardware());
  }

  private static long macs(LayerShape layer) {
    long product = 1;
    if (!layer.type().slides()) {
      for (long size : layer.sizes().values()) {
        product *= size;
      }
      return product;
    }
    for (Map.Entry<LoopDim, Long> e : layer.sizes().entrySet()) {
      long kernel = layer.sizes().get(LoopDim.R);
      boolean extent = e.getKey().symbol().equals("Y") || e.getKey().symbol().equals("X");
      product *= extent ? (e.getValue() - kernel) / layer.strideY() + 1 : e.getValue();
    }
    return product;
  }
}
