package dev.dovetail.solver.report;

import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import java.util.List;
import java.util.Locale;

/**
 * Utilisation over time as lines of plain ASCII, for a terminal: one line per core, then the busiest channels.
 *
 * <p>Each column is an equal part of the schedule; its character grows with the busy fraction, {@code . : - = + * # %} in
 * steps of an eighth, and {@code @} where nothing is idle. An idle column is a space.
 */
public final class AsciiGantt {
  private static final String LEVELS = " .:-=+*#%@";
  private static final int COLUMNS = 60;
  private static final int MOST_CORES = 32;
  private static final int MOST_CHANNELS = 8;
  private static final int NAME = 16;

  private AsciiGantt() {}

  /** The picture; ends with a line break; 60 columns of time. */
  public static String render(AllocationProblem problem, Schedule schedule) {
    ScheduleView view = new ScheduleView(problem, schedule);
    StringBuilder out = new StringBuilder();
    section(out, "core", view.cores(), MOST_CORES, view.horizon());
    section(out, "channel", view.channels(), MOST_CHANNELS, view.horizon());
    String last = Numbers.grouped(view.horizon()) + " cycles";
    out.append(" ".repeat(NAME + 2)).append('0').append(" ".repeat(Math.max(1, COLUMNS - last.length()))).append(last)
        .append('\n');
    return out.toString();
  }

  private static void section(StringBuilder out, String what, List<Lane> lanes, int most, long horizon) {
    List<Lane> shown = Lane.busiest(lanes, most);
    for (Lane lane : shown) {
      out.append(name(lane.name())).append(" |");
      for (double load : lane.load(COLUMNS, horizon)) {
        out.append(level(load));
      }
      out.append("| ").append(String.format(Locale.ROOT, "%7s", Numbers.percent(lane.busy(), horizon))).append('\n');
    }
    long idle = lanes.stream().filter(Lane::isIdle).count();
    long more = lanes.size() - idle - shown.size();
    if (more > 0) {
      out.append(name("")).append("  and ").append(Numbers.count(more, "less busy " + what, "less busy " + what + "s"))
          .append('\n');
    }
    if (idle > 0) {
      out.append(name("")).append("  and ").append(Numbers.count(idle, "idle " + what, "idle " + what + "s")).append('\n');
    }
  }

  private static char level(double load) {
    if (load <= 0) {
      return LEVELS.charAt(0);
    }
    // Rounding in the sums of a full column must not hide that it is full.
    return load > 1 - 1e-9 ? '@' : LEVELS.charAt(1 + (int) (load * (LEVELS.length() - 2)));
  }

  private static String name(String name) {
    StringBuilder ascii = new StringBuilder();
    name.chars().limit(NAME).forEach(c -> ascii.append(c > 32 && c < 127 ? (char) c : c == 32 ? ' ' : '?'));
    if (name.length() > NAME) {
      ascii.replace(NAME - 2, NAME, "..");
    }
    return String.format(Locale.ROOT, "%-" + NAME + "s", ascii);
  }
}
