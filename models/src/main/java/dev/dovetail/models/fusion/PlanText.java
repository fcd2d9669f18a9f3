package dev.dovetail.models.fusion;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A plan as text for people.
 *
 * <p>Role: one line per layer group, longer ones wrapped; sub-groups in brackets with the number of their tiles: {@code group
 * 0: [conv1 pool1] x 8 [conv2 relu2] x 4}. Runs of more than four layers show the first and the last; reloaded weights are
 * marked {@code conv2(w x 3)}.
 */
public final class PlanText {
  private static final int SHOWN = 4;

  private PlanText() {}

  /**
   * The lines of a plan.
   *
   * @param plan whose cuts and tile counts fit together
   * @param width longest line, if words allow
   */
  public static List<String> lines(FusionNetwork network, FusionPlan plan, int width) {
    List<String> lines = new ArrayList<>();
    int group = -1;
    for (SubGroup.Span span : SubGroup.spans(plan)) {
      String text = "[" + layers(network, plan, span) + "] x " + span.tiles();
      String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
      if (span.group() != group) {
        group = span.group();
        lines.add("group " + group + ": " + text);
      } else if (last.length() + 1 + text.length() <= width) {
        lines.set(lines.size() - 1, last + " " + text);
      } else {
        lines.add(" ".repeat(("group " + group + ": ").length()) + text);
      }
    }
    return lines;
  }

  private static String layers(FusionNetwork network, FusionPlan plan, SubGroup.Span span) {
    List<Integer> ids = plan.order().subList(span.from(), span.to());
    if (ids.size() <= SHOWN) {
      return ids.stream().map(id -> name(network, plan, id)).collect(Collectors.joining(" "));
    }
    return "%s .. %s, %d layers".formatted(name(network, plan, ids.get(0)), name(network, plan, ids.get(ids.size() - 1)),
        ids.size());
  }

  private static String name(FusionNetwork network, FusionPlan plan, int id) {
    int loads = plan.weightLoads().isEmpty() ? 1 : plan.weightLoads().get(id);
    return network.layers().get(id).name() + (loads == 1 ? "" : "(w x " + loads + ")");
  }
}
