package dev.dovetail.solver.report.mapping;

import dev.dovetail.models.mapping.FusionGroup;
import dev.dovetail.models.mapping.NetworkMapping;
import java.util.List;

/** Fusion groups in lines for the terminal: {@code groups  conv1..pool1 (3) | fc (1)}. */
final class GroupAscii {
  private static final int WIDTH = 78;
  private static final int MOST_LINES = 6;

  private GroupAscii() {}

  static String line(NetworkMapping mapping) {
    if (mapping.groups().size() < 2) {
      return "one fusion group: features stay on chip where the schedule keeps them there\n";
    }
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder("groups ");
    int lines = 0;
    for (int g = 0; g < mapping.groups().size(); g++) {
      String next = (g == 0 ? "" : " |") + " " + words(mapping.groups().get(g));
      if (line.length() + next.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder("       ");
        if (++lines == MOST_LINES) {
          return text.append("        and ").append(mapping.groups().size() - g).append(" more\n").toString();
        }
      }
      line.append(next);
    }
    return text.append(line).append('\n').toString();
  }

  private static String words(FusionGroup group) {
    List<String> layers = group.layers();
    return layers.size() == 1 ? layers.get(0) : layers.get(0) + ".." + layers.get(layers.size() - 1) + " (" + layers.size() + ")";
  }
}
