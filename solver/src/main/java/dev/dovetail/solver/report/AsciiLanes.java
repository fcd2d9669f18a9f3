package dev.dovetail.solver.report;

import java.util.List;
import java.util.Locale;

/**
 * Lanes over time as lines of plain ASCII, for a terminal: one line per lane, an axis below.
 *
 * <p>Each column is an equal part of the time; its character grows with the busy fraction, {@code . : - = + * # %} in
 * steps of an eighth, and {@code @} where nothing is idle. An idle column is a space.
 */
public final class AsciiLanes {
  private static final String LEVELS = " .:-=+*#%@";
  /** Columns of time. */
  public static final int COLUMNS = 60;

  private static final int NAME = 16;

  /** What the characters mean, in words. */
  public static final String LEGEND = "a space idle, . : - = + * # % by eighths, @ always";

  private final long horizon;
  private final String unit;
  private final StringBuilder out = new StringBuilder();

  /** A picture of {@code [0, horizon)} without lanes yet; 60 columns of time. */
  public AsciiLanes(long horizon) {
    this(horizon, "cycles");
  }

  /** The same with another unit of time, in the plural. */
  public AsciiLanes(long horizon, String unit) {
    this.horizon = horizon;
    this.unit = unit;
  }

  /**
   * Adds the busiest lanes, and how many are not shown.
   *
   * @param what a lane is, in the singular
   * @param most lanes to show
   */
  public AsciiLanes busiest(String what, List<Lane> lanes, int most) {
    List<Lane> shown = Lane.busiest(lanes, most);
    shown.forEach(this::lane);
    long idle = lanes.stream().filter(Lane::isIdle).count();
    long more = lanes.size() - idle - shown.size();
    if (more > 0) {
      note("and " + Numbers.count(more, "less busy " + what, "less busy " + what + "s"));
    }
    if (idle > 0) {
      note("and " + Numbers.count(idle, "idle " + what, "idle " + what + "s"));
    }
    return this;
  }

  /** Adds a lane with its busy share. */
  public AsciiLanes lane(Lane lane) {
    return levels(lane.name(), lane.load(COLUMNS, horizon),
        String.format(Locale.ROOT, "%7s", Numbers.percent(lane.busy(), horizon)));
  }

  /**
   * Adds a line of other fractions over time.
   *
   * @param name in front of it
   * @param load one fraction per column, see {@link #COLUMNS}
   * @param value behind it
   */
  public AsciiLanes levels(String name, double[] load, String value) {
    StringBuilder text = new StringBuilder();
    for (double part : load) {
      text.append(level(part));
    }
    return line(name, text.toString(), value);
  }

  private AsciiLanes line(String name, String columns, String value) {
    out.append(name(name)).append(" |").append(columns).append("| ").append(value).append('\n');
    return this;
  }

  private void note(String words) {
    out.append(name("")).append("  ").append(words).append('\n');
  }

  /** The picture with its axis; ends with a line break. */
  public String render() {
    String last = Numbers.grouped(horizon) + " " + unit;
    return out + " ".repeat(NAME + 2) + '0' + " ".repeat(Math.max(1, COLUMNS - last.length())) + last + '\n';
  }

  /** The character of a busy fraction. */
  public static char level(double load) {
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
