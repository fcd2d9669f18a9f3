package dev.dovetail.models.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random problems that are small enough to enumerate; bandwidths and buffers are scarce, so that clusters and streaming matter. */
public final class TinyProblems {
  private TinyProblems() {}

  /** A problem of 1 to {@code layers} layers on 1 to {@code chiplets} chiplets. */
  public static PipelineProblem random(long seed, int layers, int chiplets) {
    SplittableRandom random = new SplittableRandom(seed);
    int size = random.nextInt(1, layers + 1);
    List<PipelineLayer> chain = new ArrayList<>();
    long channels = 4 * random.nextInt(1, 5);
    long side = random.nextInt(4, 15);
    for (int l = 0; l < size; l++) {
      long outputs = 4 * random.nextInt(1, 9);
      long kernel = random.nextBoolean() ? 3 : 1;
      long pool = side > 4 && random.nextInt(4) == 0 ? 2 : 1;
      long after = side / pool;
      chain.add(
          new PipelineLayer("l" + l, "conv", channels, outputs, kernel, kernel, 1, side, side, side, side, channels * side * side,
              outputs * after * after, outputs * channels * kernel * kernel, outputs * channels * kernel * kernel * side * side,
              l + 1 < size && random.nextInt(3) == 0 ? outputs * side : 0));
      channels = outputs;
      side = after;
    }
    long heaviest = chain.stream().mapToLong(PipelineLayer::weightBytes).max().orElseThrow();
    MultiChipModule module =
        MultiChipModule.uniform(random.nextInt(1, chiplets + 1), 4 << random.nextInt(3), 4 << random.nextInt(3),
            1 << random.nextInt(7), heaviest * random.nextInt(1, 9) / 4 + 1, 1 << random.nextInt(2, 7));
    return new PipelineProblem("tiny " + seed, new PipelineNetwork("tiny " + seed, chain), module, random.nextInt(1, 20),
        PipelineSwitches.BASE, PipelineObjective.TOTAL);
  }
}
