package dev.dovetail.solver.pipeline;

import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineNetwork;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small problems of kind pipeline for tests of methods. */
final class SmallPipelines {
  private SmallPipelines() {}

  /** Four layers on four chiplets of 8x8 lanes: the worked example of the cost model; its optimum is 16,290 cycles. */
  static PipelineProblem workedExample() {
    return new PipelineProblem("worked-example", new PipelineNetwork("four", List.of(
        convolution("a", 4, 8, 12, 288, 0), convolution("b", 8, 32, 6, 1152, 288), convolution("c", 32, 16, 6, 576, 288),
        convolution("d", 16, 16, 6, 576, 0))), MultiChipModule.uniform(4, 8, 8, 4, 2048, 16), 8, PipelineSwitches.BASE,
        PipelineObjective.TOTAL);
  }

  /** A random chain of 2..layers 3x3 or 1x1 convolutions on 2..chiplets chiplets that starve for bytes, so that merging pays. */
  static PipelineProblem random(long seed, int layers, int chiplets) {
    Random random = new Random(seed);
    List<PipelineLayer> chain = new ArrayList<>();
    int size = 2 + random.nextInt(layers - 1);
    long channels = 1 + random.nextInt(40);
    long skip = 0;
    for (int l = 0; l < size; l++) {
      long outputs = 1 + random.nextInt(48);
      long map = 1 + random.nextInt(14);
      long kernel = random.nextInt(3) == 0 ? 1 : 3;
      skip = random.nextInt(3) == 0 ? random.nextInt(2000) : 0;
      chain.add(new PipelineLayer("l" + l, "conv", channels, outputs, kernel, kernel, 1, map, map, map, map, channels * map * map,
          outputs * map * map, outputs * channels * kernel * kernel, outputs * channels * kernel * kernel * map * map, skip));
      channels = outputs;
    }
    long[] ingress = {1, 2, 5, 20};
    long[] buffers = {500, 2_000, 6_000, 30_000};
    long[] dram = {1, 4, 16, 64};
    long[] samples = {1, 2, 8, 64};
    return new PipelineProblem("random-" + seed, new PipelineNetwork("random", chain),
        MultiChipModule.uniform(2 + random.nextInt(chiplets - 1), 8, 8, ingress[random.nextInt(4)], buffers[random.nextInt(4)],
            dram[random.nextInt(4)]),
        samples[random.nextInt(4)], PipelineSwitches.BASE, PipelineObjective.TOTAL);
  }

  private static PipelineLayer convolution(String name, long inputs, long outputs, long map, long ofm, long skip) {
    long weights = outputs * inputs * 9;
    return new PipelineLayer(name, "conv", inputs, outputs, 3, 3, 1, map, map, map, map, inputs * map * map, ofm, weights,
        weights * map * map, skip);
  }
}
