package dev.dovetail.models.intracore.maestro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.ArrayList;
import java.util.List;

/** The cases of one level as text, one line each; product and oracle must agree on them. */
final class CaseLines {
  private CaseLines() {}

  /** States, weight, volumes in and out, multiply-accumulates of all and of one unit, delays. */
  static List<String> of(LayerShape layer, List<Directive> mapping, MaestroHardware core, MaestroMode mode,
      int level) {
    ModeRules rules = ModeRules.of(mode);
    LayerTensors tensors = new LayerTensors(layer, layer.lists(LoopDim.N), rules);
    LevelPlan[] plan = MappingPlan.of(tensors, mapping, core.pes(), rules);
    long[] extents = tensors.extents();
    for (int i = 0; i < level; i++) {
      extents = plan[i].tileExtents(tensors, extents);
    }
    List<PlainEvaluator.Case> plain = new PlainEvaluator(tensors, plan, core, rules).cases(level, extents);
    assertThat(swept(tensors, plan[level], extents)).as("%s under %s", layer, mapping)
        .isEqualTo(
            plain.stream().map(c -> volumes(c.weight(), c.input(), c.filter(), c.output(), c.macs(), c.unitMacs())).toList());
    return plain.stream()
        .map(c -> "%s | %s | %d %d %d %d".formatted(c.states(),
            volumes(c.weight(), c.input(), c.filter(), c.output(), c.macs(), c.unitMacs()), c.ingress(), c.egress(), c.compute(),
            c.delay()))
        .toList();
  }

  private static List<String> swept(LayerTensors tensors, LevelPlan plan, long[] extents) {
    CaseSweep sweep = new CaseSweep(tensors, plan, new IterationStates(plan, extents));
    List<String> lines = new ArrayList<>();
    do {
      if (sweep.unitMacs() > 0) {
        lines.add(volumes(sweep.weight(), sweep.inputIngress(), sweep.filterIngress(), sweep.egress(), sweep.totalMacs(),
            sweep.unitMacs()));
      }
    } while (sweep.next());
    return lines;
  }

  private static String volumes(long weight, long input, long filter, long output, long macs, long unitMacs) {
    return "%d | %d %d %d | %d %d".formatted(weight, input, filter, output, macs, unitMacs);
  }
}
