package dev.dovetail.solver.fusion.soma;

import dev.dovetail.models.Objective;
import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionNetwork;
import dev.dovetail.models.fusion.FusionNetworkReader;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.FusionRules;
import dev.dovetail.models.intracore.polar.PolarCore;
import dev.dovetail.models.io.DataFile;

/** A residual network of eight layers, problems with it, and layers by themselves. */
public final class SmallProblems {
  /** Samples, channels and bytes are small, so that the buffers below bind. */
  public static final long BUFFER = 80_000;

  /**
   * <pre>
   * 0 stem conv --+-- 1 left conv -- 2 left conv --+-- 4 add -- 5 conv -- 6 pool -- 7 fc
   *               +-- 3 right conv ----------------+
   * </pre>
   */
  private static final String RESIDUAL = """
      format: fusion-network/1
      name: residual
      externalInputs:
        - {id: 0, name: image, shape: [3, 16, 16]}
      layers:
        - {id: 0, name: stem, kind: conv, inputs: [], externalInputs: [0], out: [16, 16, 16], kernel: [3, 3]}
        - {id: 1, name: left1, kind: conv, inputs: [0], out: [32, 8, 8], kernel: [3, 3], stride: [2, 2]}
        - {id: 2, name: left2, kind: conv, inputs: [1], out: [64, 8, 8], kernel: [3, 3]}
        - {id: 3, name: right, kind: conv, inputs: [0], out: [64, 8, 8], stride: [2, 2]}
        - {id: 4, name: add, kind: eltwise, inputs: [2, 3], out: [64, 8, 8]}
        - {id: 5, name: top, kind: conv, inputs: [4], out: [96, 8, 8]}
        - {id: 6, name: pool, kind: pool, inputs: [5], out: [96, 1, 1], kernel: [8, 8], stride: [8, 8]}
        - {id: 7, name: fc, kind: fc, inputs: [6], out: [50, 1, 1]}
      """;

  private SmallProblems() {}

  public static FusionNetwork network() {
    return FusionNetworkReader.read(DataFile.parse(RESIDUAL, "residual.yaml"));
  }

  public static FusionProblem problem() {
    return problem(BUFFER, FusionRules.SOMA, Objective.LATENCY);
  }

  public static FusionProblem problem(long bufferBytes, FusionRules rules, Objective objective) {
    return new FusionProblem("residual", network(), 2, new PolarCore(4, 32, bufferBytes, 64), 8, rules, objective);
  }

  /** A layer with the channels and the output that matter to the initial plan. */
  static FusionLayer layer(int inChannels, int outChannels, int height, int width) {
    String text = """
        format: fusion-network/1
        name: one
        externalInputs:
          - {id: 0, name: x, shape: [%d, %d, %d]}
        layers:
          - {id: 0, name: l, kind: conv, inputs: [], externalInputs: [0], out: [%d, %d, %d]}
        """.formatted(inChannels, height, width, outChannels, height, width);
    return FusionNetworkReader.read(DataFile.parse(text, "one.yaml")).layers().get(0);
  }
}
