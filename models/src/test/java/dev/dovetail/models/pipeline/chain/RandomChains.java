package dev.dovetail.models.pipeline.chain;

import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineNetwork;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Border;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Overlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random chains on machines that starve for bytes, so that segments of several clusters pay. */
final class RandomChains {
  private RandomChains() {}

  /** 2..layers convolutions on 2..chiplets chiplets; switches that only change tables, and objectives, vary with the seed. */
  static PipelineProblem problem(long seed, int layers, int chiplets) {
    Random random = new Random(seed);
    int size = 2 + random.nextInt(layers - 1);
    List<PipelineLayer> chain = new ArrayList<>();
    long channels = 1 + random.nextInt(40);
    for (int l = 0; l < size; l++) {
      long outputs = 1 + random.nextInt(48);
      long map = 1 + random.nextInt(14);
      long kernel = random.nextInt(3) == 0 ? 1 : 3;
      long weights = outputs * channels * kernel * kernel;
      chain.add(new PipelineLayer("l" + l, "conv", channels, outputs, kernel, kernel, 1, map, map, map, map, channels * map * map,
          outputs * map * map, weights, weights * map * map, random.nextInt(3) == 0 ? random.nextInt(2000) : 0));
      channels = outputs;
    }
    PipelineObjective[] objectives = {PipelineObjective.TOTAL, PipelineObjective.TOTAL, PipelineObjective.LATENCY,
        PipelineObjective.THROUGHPUT};
    PipelineSwitches switches = new PipelineSwitches(random.nextBoolean() ? Overlap.MAX : Overlap.SUM, Weights.DISTRIBUTED,
        LoadOverlap.NONE, Timing.LOCKSTEP, Border.INGRESS, Graph.CHAIN, Shape.ANY, random.nextBoolean(), false,
        random.nextInt(3) > 0, false, false);
    return new PipelineProblem("random " + seed, new PipelineNetwork("random", chain),
        MultiChipModule.uniform(2 + random.nextInt(chiplets - 1), 8, 8, pick(random, 1, 2, 5, 20), pick(random, 500, 2_000, 6_000,
            30_000), pick(random, 1, 4, 16, 64)),
        pick(random, 1, 2, 8, 64), switches, objectives[random.nextInt(objectives.length)]);
  }

  private static long pick(Random random, long... values) {
    return values[random.nextInt(values.length)];
  }
}
