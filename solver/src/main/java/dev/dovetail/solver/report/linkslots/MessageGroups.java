package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which messages share a colour: those of a flow, if flows are few; those of a collective, where flows name several; otherwise those of a
 * source, or of a destination if all have one source.
 */
final class MessageGroups {
  private static final int MOST_FLOWS = 8;

  private final LinkSlotsProblem problem;
  private final By by;
  private final List<String> labels;
  private final int[] ofMessage;

  private enum By {
    COLLECTIVE,
    FLOW,
    SOURCE,
    DESTINATION
  }

  MessageGroups(LinkSlotsProblem problem) {
    this.problem = problem;
    this.by = choose();
    this.ofMessage = new int[problem.messages().size()];
    Map<String, Integer> groups = new LinkedHashMap<>();
    for (Message m : problem.messages()) {
      String label = label(by, m);
      groups.putIfAbsent(label, groups.size());
      ofMessage[m.index()] = groups.get(label);
    }
    this.labels = List.copyOf(groups.keySet());
  }

  private By choose() {
    if (problem.flows().size() <= MOST_FLOWS && problem.flows().size() > 1) {
      return By.FLOW;
    }
    if (count(By.COLLECTIVE) > 1) {
      return By.COLLECTIVE;
    }
    return count(By.SOURCE) == 1 && count(By.DESTINATION) > 1 ? By.DESTINATION : By.SOURCE;
  }

  private long count(By way) {
    return problem.messages().stream().map(m -> label(way, m)).distinct().count();
  }

  private String label(By way, Message m) {
    Flow flow = problem.flows().get(m.flow());
    String group = flow.group();
    return switch (way) {
      case COLLECTIVE -> group == null ? flow.kind().name().toLowerCase(Locale.ROOT) : group;
      case FLOW -> flow.id();
      case SOURCE -> problem.network().tiles().get(m.source()).name();
      case DESTINATION -> problem.network().tiles().get(m.destinations().get(0)).name();
    };
  }

  /** Group of a message. */
  int of(Message message) {
    return ofMessage[message.index()];
  }

  /** The groups' labels, by index. */
  List<String> labels() {
    return labels;
  }

  /** Label of a group. */
  String label(int group) {
    return labels.get(group);
  }

  /** What the messages of a colour share, in words. */
  String words() {
    return switch (by) {
      case COLLECTIVE -> "collective";
      case FLOW -> "flow";
      case SOURCE -> "source";
      case DESTINATION -> "destination";
    };
  }
}
