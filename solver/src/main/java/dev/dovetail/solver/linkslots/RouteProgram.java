package dev.dovetail.solver.linkslots;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.bounds.CheapestHolds;
import dev.dovetail.models.linkslots.bounds.CheapestHolds.Hold;
import dev.dovetail.models.linkslots.bounds.SlotPrices;
import dev.dovetail.solver.lp.LinearProgram;
import dev.dovetail.solver.lp.LinearProgram.Column;
import dev.dovetail.solver.lp.LpSolver.Optimum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The programme of {@link PathLpBound} for one horizon: columns are ways of messages over routes from a slot on, rows are the messages to be
 * served and the slots of channels; its cost is the number of messages that stay unserved.
 */
final class RouteProgram {
  /** Fewer unserved messages than this are none. */
  static final double SERVED = 1e-6;
  /** Integer prices are this many times the duals. */
  private static final double SCALE = 1L << 30;
  /** A way must be this much cheaper than what its message pays, in duals. */
  private static final double CHEAPER = 1e-7;

  private final LinkSlotsProblem problem;
  private final Orbits orbits;
  private final long horizon;
  private final int edge;
  private final List<Message> messages = new ArrayList<>();
  private final int[] firstRow; // by channel that stands for its orbit
  private final double[] lower;
  private final double[] upper;
  private final List<Column> columns = new ArrayList<>();
  private final Set<List<Object>> known = new HashSet<>();

  RouteProgram(LinkSlotsProblem problem, Orbits orbits, long horizon, int edge) {
    this.problem = problem;
    this.orbits = orbits;
    this.horizon = horizon;
    this.edge = edge;
    orbits.messages().forEach(m -> messages.add(problem.messages().get(m)));
    List<Channel> channels = problem.network().links().channels();
    firstRow = new int[channels.size()];
    int rows = messages.size();
    for (int c = 0; c < firstRow.length; c++) {
      if (orbits.channel(c) == c) {
        firstRow[c] = rows;
        rows += 2 * edge + 1;
      }
    }
    lower = new double[rows];
    upper = new double[rows];
    for (int m = 0; m < messages.size(); m++) {
      lower[m] = orbits.size(messages.get(m).index());
      upper[m] = Double.POSITIVE_INFINITY;
      columns.add(new Column(1, new int[] {m}, new double[] {1}));
    }
    for (int r = messages.size(); r < rows; r++) {
      lower[r] = Double.NEGATIVE_INFINITY;
    }
    for (int c = 0; c < firstRow.length; c++) {
      for (int b = 0; b <= 2 * edge; b++) {
        upper[firstRow[orbits.channel(c)] + b] += (double) channels.get(c).capacity() * SlotPrices.slots(b, edge, horizon);
      }
    }
    start();
  }

  /** The cheapest ways where all slots cost the same, and where early or late ones do not. */
  private void start() {
    for (int[] kind : new int[][] {{1, 1, 1}, {0, 1, 2}, {2, 1, 0}}) {
      long[][] blocks = new long[firstRow.length][2 * edge + 1];
      for (int c = 0; c < firstRow.length; c++) {
        for (int b = 0; b <= 2 * edge; b++) {
          blocks[c][b] = b < edge ? kind[0] : b == edge ? kind[1] : kind[2];
        }
      }
      CheapestHolds cheapest = new CheapestHolds(problem, new SlotPrices(problem, horizon, edge, blocks));
      for (int m = 0; m < messages.size(); m++) {
        add(m, cheapest.way(messages.get(m)));
      }
    }
  }

  LinearProgram program() {
    return new LinearProgram(lower, upper, columns);
  }

  /** The duals of the slots as integer prices. */
  SlotPrices prices(Optimum optimum) {
    long[][] blocks = new long[firstRow.length][2 * edge + 1];
    for (int c = 0; c < firstRow.length; c++) {
      for (int b = 0; b <= 2 * edge; b++) {
        blocks[c][b] = Math.max(0, Math.round(-optimum.duals()[firstRow[orbits.channel(c)] + b] * SCALE));
      }
    }
    return new SlotPrices(problem, horizon, edge, blocks);
  }

  /**
   * Adds ways that cost less than their messages pay.
   *
   * @return whether there is one; and whether the cheapest ways together cost more than all slots, so that the prices are a proof
   */
  Pricing extend(SlotPrices prices, Optimum optimum) {
    CheapestHolds cheapest = new CheapestHolds(problem, prices);
    boolean added = false;
    double paid = 0;
    double all = 0;
    for (int m = 0; m < messages.size(); m++) {
      long cost = cheapest.cost(messages.get(m));
      paid += (double) cost * orbits.size(messages.get(m).index());
      if (cost < (optimum.duals()[m] - CHEAPER) * SCALE) {
        added |= add(m, cheapest.way(messages.get(m)));
      }
    }
    for (int r = messages.size(); r < upper.length; r++) {
      all += upper[r] * Math.max(0, Math.round(-optimum.duals()[r] * SCALE));
    }
    return new Pricing(added, paid > all);
  }

  /** What {@link #extend} found. */
  record Pricing(boolean added, boolean proves) {}

  private boolean add(int m, List<Hold> way) {
    if (way.isEmpty() || !known.add(List.of(m, way))) {
      return false;
    }
    Map<Integer, Double> use = new HashMap<>();
    use.put(m, 1.0);
    for (Hold hold : way) {
      for (int c : problem.network().links().edges().get(hold.edge()).channels()) {
        boolean free = problem.network().links().channels().get(c).kind() == Channel.Kind.EJECT
            && !problem.network().finishCountsPorts();
        for (long t = hold.slot(); !free && t < Math.min(horizon, hold.slot() + hold.slots()); t++) {
          use.merge(firstRow[orbits.channel(c)] + SlotPrices.block(t, edge, horizon), 1.0, Double::sum);
        }
      }
    }
    int[] rows = use.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    double[] values = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      values[i] = use.get(rows[i]);
    }
    columns.add(new Column(0, rows, values));
    return true;
  }
}
