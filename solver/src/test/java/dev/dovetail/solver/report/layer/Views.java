package dev.dovetail.solver.report.layer;

import static dev.dovetail.models.dataflow.Directive.cluster;
import static dev.dovetail.models.dataflow.Directive.spatial;
import static dev.dovetail.models.dataflow.Directive.temporal;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.DelayStatistics;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import dev.dovetail.models.intracore.maestro.TensorStatistics;
import java.util.List;
import java.util.Map;

/** Layers to draw, with statistics that belong to them. */
final class Views {
  /** Two levels, the outer one with a last wave of one cluster, the inner one with an edge tile. */
  static final List<Directive> TWO_LEVELS =
      List.of(
          spatial(2, 2, LoopDim.K),
          temporal(3, 3, LoopDim.C),
          temporal(4, 2, LoopDim.Y),
          temporal(6, 4, LoopDim.X),
          cluster(2),
          spatial(2, 2, LoopDim.C),
          temporal(3, 1, LoopDim.Y),
          temporal(3, 1, LoopDim.X));

  private Views() {}

  static LayerShape conv(long k, long c, long kernel, long rows) {
    return new LayerShape(
        LayerType.CONV,
        Map.of(LoopDim.K, k, LoopDim.C, c, LoopDim.R, kernel, LoopDim.S, kernel, LoopDim.Y, rows, LoopDim.X, rows));
  }

  /** A convolution of 5 filters on 3 channels, on 2 clusters of 2 processing elements. */
  static LayerView twoLevels() {
    MaestroHardware core = new MaestroHardware(4, 8, 1, 1, 1, 16, 200, 400);
    return new LayerView(
        "conv1 of tiny", "core0", "tiled", conv(5, 3, 3, 6), TWO_LEVELS, core, MaestroMode.COMPATIBLE, statistics());
  }

  /** L1 needs 144 of 200 elements, L2 424 of 400. */
  static MaestroStatistics statistics() {
    TensorStatistics input = new TensorStatistics(144, 108, 2160, 144, 144, 36);
    TensorStatistics filter = new TensorStatistics(162, 135, 2160, 162, 216, 72);
    TensorStatistics output = new TensorStatistics(80, 80, 2160, 2160, 64, 36);
    return new MaestroStatistics(
        1219, 2160, 2160, input, filter, output, 0, 0, 0, new DelayStatistics(5, 23, 10), new DelayStatistics(1, 4, 2),
        new DelayStatistics(299, 299, 299), 3, 24, 108, 135, 1, 30383.77, 2.6923087, 5, 2, 1, 1.2394752, 80132.4928978, "L2",
        "PASS");
  }
}
