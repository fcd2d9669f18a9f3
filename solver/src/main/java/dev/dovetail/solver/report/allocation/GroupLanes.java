package dev.dovetail.solver.report.allocation;

import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** For each set of layers the cycles in which any core computes for it. */
final class GroupLanes {
  private GroupLanes() {}

  /** One lane per set; categories are the sets. */
  static List<Lane> of(ScheduleView view, Additions more) {
    List<List<Bar>> bars = new ArrayList<>();
    int[] layers = new int[more.groups().size()];
    more.groups().forEach(g -> bars.add(new ArrayList<>()));
    more.groupOf().forEach(g -> layers[g]++);
    for (Lane core : view.cores()) {
      core.bars().forEach(b -> bars.get(more.groupOf().get(b.category())).add(b));
    }
    List<Lane> lanes = new ArrayList<>();
    for (int g = 0; g < layers.length; g++) {
      lanes.add(new Lane(g, more.groups().get(g), Numbers.count(layers[g], "layer", "layers"), joined(bars.get(g), g)));
    }
    return lanes;
  }

  /** The stretches of cycles that are covered, apart from each other. */
  private static List<Bar> joined(List<Bar> bars, int group) {
    List<Bar> sorted = bars.stream().sorted(Comparator.comparingLong(Bar::start)).toList();
    List<Bar> joined = new ArrayList<>();
    for (Bar bar : sorted) {
      int last = joined.size() - 1;
      if (last >= 0 && joined.get(last).end() >= bar.start()) {
        joined.set(last, new Bar(joined.get(last).start(), Math.max(joined.get(last).end(), bar.end()), group, 0));
      } else {
        joined.add(new Bar(bar.start(), bar.end(), group, 0));
      }
    }
    return joined;
  }
}
