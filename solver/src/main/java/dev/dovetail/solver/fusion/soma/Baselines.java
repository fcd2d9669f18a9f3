package dev.dovetail.solver.fusion.soma;

import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.solver.Method;
import java.util.List;

/** The literature's ways to answer kind {@code fusion}, in the order in which they are listed. */
public final class Baselines {
  private Baselines() {}

  /** All of them. */
  public static List<Method<FusionProblem, FusionMapping>> all() {
    return List.of(new LayerByLayerMethod(), new CoccoMethod(), new SomaMethod());
  }
}
