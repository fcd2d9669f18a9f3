package dev.dovetail.models.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerShapeTest {
  @Test
  void outputsAreThePlacesOfTheKernel() {
    // 11 rows, kernel 3, stride 2: kernels begin at 0, 2, 4, 6, 8; 8 columns, kernel 1, stride 3: at 0, 3, 6.
    LayerShape layer =
        new LayerShape(LayerType.CONV, Map.of(LoopDim.Y, 11L, LoopDim.X, 8L, LoopDim.R, 3L, LoopDim.S, 1L), 2, 3);

    assertThat(layer.outputs(LoopDim.Y)).isEqualTo(5);
    assertThat(layer.outputs(LoopDim.X)).isEqualTo(3);
  }

  @Test
  void listedOutputsCountWhereNoInputIsListed() {
    LayerShape layer = new LayerShape(LayerType.CONV, Map.of(LoopDim.Y_OUT, 7L, LoopDim.R, 3L), 2, 2);

    assertThat(layer.outputs(LoopDim.Y)).isEqualTo(7);
    assertThat(layer.outputs(LoopDim.X)).isEqualTo(1);
  }

  @Test
  void aKernelThatDoesNotFitHasNoOutput() {
    assertThat(new LayerShape(LayerType.CONV, Map.of(LoopDim.Y, 2L, LoopDim.R, 3L)).outputs(LoopDim.Y)).isZero();
    assertThat(new LayerShape(LayerType.CONV, Map.of(LoopDim.Y, 3L, LoopDim.R, 3L), 0, 1).outputs(LoopDim.Y)).isZero();
  }
}
