package dev.dovetail.solver.fusion.soma;

import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.LayerKind;
import dev.dovetail.models.intracore.polar.PolarCore;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where SoMa's first stage starts: every layer a layer group of its own, in the order of the network, in tiles of about the array's size.
 * Source: public program SET-Scheduling-Project/SoMa-HPCA2025.
 */
final class InitialPlan {
  private static final int UNSPREAD = 4;

  private InitialPlan() {}

  /** The plan of a problem; where fully connected layers are isolated, the pooling before one is a sub-group of its layer group. */
  static PlanDraft of(FusionProblem problem) {
    List<FusionLayer> layers = problem.network().layers();
    PlanDraft draft =
        new PlanDraft(
            IntStream.range(0, layers.size()).toArray(),
            layers.stream().mapToInt(l -> tiles(l, problem.batch(), problem.core())).toArray());
    for (int p = 0; problem.rules().isolateFc() && p < draft.layers(); p++) {
      if (PlanMoves.kind(problem.network(), draft, p) == LayerKind.FC) {
        for (int q = PlanMoves.firstOfRun(problem.network(), draft, p) + 1; q <= p; q++) {
          draft.cut[q] = PlanDraft.FLC;
        }
      }
    }
    return draft;
  }

  /** How many tiles a layer is cut into: a power of two. */
  static int tiles(FusionLayer layer, int batch, PolarCore core) {
    int p = core.peDim();
    Spread best = null;
    for (Spread spread : spreads(layer, batch, core)) {
      if (best == null || spread.use > best.use) {
        best = spread;
      }
      if (best.use >= 1) {
        break;
      }
    }
    if (best == null) {
      throw new IllegalStateException("There is no way to spread a layer.");
    }
    int samples = best.samples ? Math.min(batch, p) : 1;
    int height = Math.min(layer.out().height(), best.rows ? p : UNSPREAD);
    int width = Math.min(layer.out().width(), best.columns ? p : UNSPREAD);
    long tiles =
        ceil(layer.out().height(), height) * ceil(layer.out().width(), width) * ceil(batch, samples);
    return (int) Math.min(1L << 30, tiles == 1 ? 1 : Long.highestOneBit(tiles - 1) << 1);
  }

  /** Which two dimensions the array's sides take, in the order in which they are tried. */
  private static List<Spread> spreads(FusionLayer layer, int batch, PolarCore core) {
    double p = core.peDim();
    double in = (double) layer.in().channels() / core.vec();
    double out = (double) layer.out().channels() / core.lane();
    double rows = atMost1(layer.out().height() / p);
    double columns = atMost1(layer.out().width() / p);
    double samples = atMost1(batch / p);
    return List.of(
        new Spread(atMost1(in / p) * atMost1(out / p), false, false, false),
        new Spread(atMost1(in / p) * samples * atMost1(out), true, false, false),
        new Spread(atMost1(in / p) * columns * atMost1(out), false, false, true),
        new Spread(atMost1(in) * samples * atMost1(out / p), true, false, false),
        new Spread(atMost1(in) * rows * atMost1(out / p), false, true, false),
        new Spread(atMost1(in) * rows * columns, false, true, true));
  }

  private static long ceil(int a, int b) {
    return -Math.floorDiv(-a, b);
  }

  private static double atMost1(double x) {
    return Math.min(1, x);
  }

  /**
   * A way to spread a layer over the array.
   *
   * @param use the part of the array that it keeps busy
   */
  private record Spread(double use, boolean samples, boolean rows, boolean columns) {}
}
