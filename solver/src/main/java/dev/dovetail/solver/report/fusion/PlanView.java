package dev.dovetail.solver.report.fusion;

import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.fusion.Expansion;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.SubGroup;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.dramschedule.Band;
import dev.dovetail.solver.report.dramschedule.BandRow;
import dev.dovetail.solver.report.dramschedule.StreamView;
import java.util.ArrayList;
import java.util.List;

/** An executable fusion plan arranged for drawing: its streams with layer groups and sub-groups as bands, and what each sub-group moves. */
final class PlanView {
  private static final int NAMED = 2;

  private final FusionProblem problem;
  private final Expansion.Expanded expanded;
  private final StreamView streams;
  private final List<Traffic> traffic = new ArrayList<>();

  /**
   * What a sub-group moves over the DRAM channel.
   *
   * @param weights bytes of weights loaded
   * @param inputs bytes of activations loaded
   * @param outputs bytes of activations stored
   */
  record Traffic(long weights, long inputs, long outputs) {
    private Traffic plus(DramTensor tensor) {
      return tensor instanceof DramTensor.Store
          ? new Traffic(weights, inputs, outputs + tensor.bytes())
          : DefaultSchedule.isWeights(tensor)
              ? new Traffic(weights + tensor.bytes(), inputs, outputs)
              : new Traffic(weights, inputs + tensor.bytes(), outputs);
    }
  }

  PlanView(FusionProblem problem, FusionMapping mapping, Expansion.Expanded expanded) {
    this.problem = problem;
    this.expanded = expanded;
    this.streams = new StreamView(expanded.schedule(), mapping.schedule(), List.of(
        new BandRow("layer groups", layerGroups()), new BandRow("sub-groups", subGroups())));
    int[] groupOf = new int[problem.network().layers().size()];
    for (int g = 0; g < expanded.subGroups().size(); g++) {
      traffic.add(new Traffic(0, 0, 0));
      for (int layer : expanded.subGroups().get(g).layers()) {
        groupOf[layer] = g;
      }
    }
    for (DramTensor tensor : expanded.schedule().tensors()) {
      traffic.set(groupOf[tensor.group()], traffic.get(groupOf[tensor.group()]).plus(tensor));
    }
  }

  private List<Band> layerGroups() {
    List<Band> bands = new ArrayList<>();
    List<SubGroup> all = expanded.subGroups();
    for (int from = 0; from < all.size();) {
      int to = from + 1;
      while (to < all.size() && all.get(to).group() == all.get(from).group()) {
        to++;
      }
      List<Integer> layers = all.subList(from, to).stream().flatMap(g -> g.layers().stream()).toList();
      bands.add(new Band("group " + (all.get(from).group() + 1),
          Numbers.count(layers.size(), "layer", "layers") + " in " + Numbers.count(to - from, "sub-group", "sub-groups") + ": "
              + names(layers, NAMED),
          all.get(from).firstTile(), end(all.get(to - 1))));
      from = to;
    }
    return bands;
  }

  private List<Band> subGroups() {
    return expanded.subGroups().stream()
        .map(g -> new Band("T=" + g.tiles(),
            Numbers.count(g.layers().size(), "layer", "layers") + " in " + Numbers.count(g.tiles(), "tile", "tiles") + " each: "
                + names(g.layers(), NAMED),
            g.firstTile(), end(g)))
        .toList();
  }

  private static int end(SubGroup group) {
    return group.firstTile() + group.tiles() * group.layers().size();
  }

  /** Names of layers; of many the first and the last ones. */
  String names(List<Integer> layers, int most) {
    List<String> names = layers.stream().map(l -> problem.network().layers().get(l).name()).toList();
    return names.size() <= 2 * most
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, most)) + " … " + String.join(", ", names.subList(names.size() - most, names.size()));
  }

  /** The problem. */
  FusionProblem problem() {
    return problem;
  }

  /** Both streams. */
  StreamView streams() {
    return streams;
  }

  /** What the plan expands to. */
  Expansion.Expanded expanded() {
    return expanded;
  }

  /** The DRAM schedule's instance. */
  DramScheduleProblem instance() {
    return expanded.schedule();
  }

  /** What a sub-group moves. */
  Traffic traffic(int subGroup) {
    return traffic.get(subGroup);
  }

  /** First cycle of a sub-group. */
  long start(SubGroup group) {
    return streams.timeline().tiles().get(group.firstTile()).start();
  }

  /** One past the last cycle of a sub-group. */
  long end(int subGroup) {
    return streams.timeline().tiles().get(end(expanded.subGroups().get(subGroup)) - 1).end();
  }
}
