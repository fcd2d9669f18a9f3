package dev.dovetail.encodings.dramschedule;

import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.encodings.cp.SearchPhase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Puts the model together: variables, then one method per rule. */
final class ModelAssembly {
  private final Instance in;
  private final Windows windows;
  private final boolean ordered;
  private final ModelBuilder builder = ConstraintModel.builder("dram-schedule");
  private final IntVar[] tileStart;
  private final IntVar[] start;
  private final Literal[][] keeps;
  private final List<DramScheduleModel.Precedence> precedes = new ArrayList<>();
  private final IntVar makespan;
  private boolean impossible;

  ModelAssembly(Instance in, DramScheduleEncoding.Known known, boolean ordered) {
    this.in = in;
    this.ordered = ordered;
    // One after the other everything has its place before the sum of all.
    long serial = Arrays.stream(in.compute).sum() + Arrays.stream(in.channel).sum();
    long horizon = Math.min(serial, known.horizon());
    Tightening tightening = new Tightening(in, horizon);
    windows = tightening.windows();
    impossible = tightening.isImpossible();
    makespan = variable(Math.max(windows.bound(), known.lowerBound()), horizon, "latency");
    tileStart = new IntVar[in.tiles];
    for (int q = 0; q < in.tiles; q++) {
      tileStart[q] = variable(windows.tileHead[q], horizon - windows.tileTail[q], "tile" + q);
    }
    start = new IntVar[in.tensors];
    keeps = new Literal[in.tensors][];
    for (int x = 0; x < in.tensors; x++) {
      start[x] = variable(windows.head[x], horizon - windows.tail[x] - in.channel[x], (in.load[x] ? "load" : "store") + x);
      keeps[x] = new Literal[in.most[x] - in.least[x]];
      for (int i = 0; i < keeps[x].length; i++) {
        keeps[x][i] = builder.boolVar((in.load[x] ? "from" : "until") + x + "@" + (in.least[x] + i));
      }
    }
  }

  /** A variable; an empty domain makes the model infeasible. */
  private IntVar variable(long min, long max, String name) {
    impossible |= min > max;
    return builder.intVar(Math.min(min, max), max, name);
  }

  DramScheduleModel build(String name) {
    builder.name(name);
    if (impossible) {
      builder.add(Constraints.or(List.of()));
    }
    chains();
    computeStream();
    buffer();
    releases();
    deadlines();
    channel();
    equalLoads();
    if (ordered) {
      refills();
    }
    builder.minimize(makespan);
    search();
    return new DramScheduleModel(
        in, new DramScheduleModel.Variables(tileStart, start, keeps, precedes, makespan), builder.build());
  }

  /** What is resident stays resident: loads to their tile, stores from it. */
  private void chains() {
    for (int x = 0; x < in.tensors; x++) {
      for (int i = 0; i + 1 < keeps[x].length; i++) {
        builder.add(
            in.load[x] ? Constraints.implies(keeps[x][i], keeps[x][i + 1]) : Constraints.implies(keeps[x][i + 1], keeps[x][i]));
      }
    }
  }

  private void computeStream() {
    for (int q = 0; q + 1 < in.tiles; q++) {
      builder.add(Constraints.atMost(tileEnd(q), tileStart[q + 1].expr()).named("tile" + q + " before tile" + (q + 1)));
    }
    builder.add(Constraints.atMost(tileEnd(in.tiles - 1), makespan.expr()).named("last tile"));
  }

  private LinearExpr tileEnd(int q) {
    return tileStart[q].plus(in.compute[q]);
  }

  private LinearExpr end(int x) {
    return start[x].plus(in.channel[x]);
  }

  /** One inequality per position, divided by what all sizes in it have in common. */
  private void buffer() {
    for (int q = -1; q < in.tiles; q++) {
      List<Integer> candidates = new ArrayList<>();
      long most = 0;
      long unit = 0;
      for (int x = 0; x < in.tensors; x++) {
        int i = q - in.least[x];
        if (i >= 0 && i < keeps[x].length && in.bytes[x] > 0) {
          candidates.add(x);
          most += in.bytes[x];
          unit = gcd(in.bytes[x], unit);
        }
      }
      if (most > in.free[q + 1]) {
        LinearExpr.Sum sum = new LinearExpr.Sum();
        for (int x : candidates) {
          sum.add(keeps[x][q - in.least[x]], in.bytes[x] / unit);
        }
        builder.add(Constraints.atMost(sum.build(), in.free[q + 1] / unit).named("buffer@" + q));
      }
    }
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private void releases() {
    for (int x = 0; x < in.tensors; x++) {
      if (!in.load[x]) {
        builder.add(Constraints.atMost(tileEnd(in.tile[x]), start[x].expr()).named("made" + x));
        continue;
      }
      int need = in.tile[x];
      int first = in.least[x];
      if (first >= 0) {
        builder.add(Constraints.atMost(release(first, need), start[x].expr()).named("room" + x));
      }
      for (int i = 0; i < keeps[x].length; i++) {
        int next = first + i + 1;
        if (next > 0 || need > 0) {
          builder.add(Constraints.atMost(release(next, need), start[x].expr()).named("release" + x + "@" + next)
              .onlyIf(keeps[x][i].not()));
        }
      }
      for (int store : in.after[x]) {
        builder.add(Constraints.atMost(end(store), start[x].expr()).named("store" + store + " before load" + x));
      }
    }
  }

  /** When a load may start that is resident from a position on. */
  private LinearExpr release(int position, int need) {
    return position < need ? tileStart[position].expr() : position == 0 ? LinearExpr.ZERO : tileEnd(position - 1);
  }

  private void deadlines() {
    for (int x = 0; x < in.tensors; x++) {
      if (in.load[x]) {
        builder.add(Constraints.atMost(end(x), tileStart[in.tile[x]].expr()).named("need" + x));
        continue;
      }
      for (int i = 0; i < keeps[x].length; i++) {
        builder.add(
            Constraints.atMost(end(x), tileStart[in.least[x] + i].expr()).named("gone" + x + "@" + (in.least[x] + i))
                .onlyIf(keeps[x][i].not()));
      }
      if (in.most[x] < in.tiles) {
        builder.add(Constraints.atMost(end(x), tileStart[in.most[x]].expr()).named("no room" + x));
      }
      builder.add(Constraints.atMost(end(x), makespan.expr()).named("stored" + x));
    }
  }

  private void channel() {
    if (!ordered) {
      List<IntervalVar> transfers = new ArrayList<>();
      for (int x = 0; x < in.tensors; x++) {
        transfers.add(builder.interval(start[x].expr(), in.channel[x], "transfer" + x));
      }
      builder.add(Constraints.noOverlap(transfers).named("channel"));
      return;
    }
    for (int x = 0; x < in.tensors; x++) {
      for (int y = x + 1; y < in.tensors; y++) {
        Literal first = builder.boolVar("order" + x + "," + y);
        precedes.add(new DramScheduleModel.Precedence(x, y, first));
        builder.add(Constraints.atMost(end(x), start[y].expr()).onlyIf(first));
        builder.add(Constraints.atMost(end(y), start[x].expr()).onlyIf(first.not()));
      }
    }
  }

  /** Equal loads go in the order of their index, and so do their residencies: see {@link Instance#equalLoads}. */
  private void equalLoads() {
    for (int[] pair : in.equalLoads()) {
      builder.add(
          Constraints.atMost(end(pair[0]), start[pair[1]].expr()).named("load" + pair[0] + " before its equal load" + pair[1]));
      for (int k = 0; k < keeps[pair[0]].length; k++) {
        builder.add(Constraints.implies(keeps[pair[1]][k], keeps[pair[0]][k]));
      }
    }
  }

  /** Redundant: what is not resident at a tile runs after it, one load after the other. */
  private void refills() {
    Refill refill = new Refill(in);
    for (Refill.Pair pair : refill.pairs()) {
      LinearExpr from = pair.from() < 0 ? LinearExpr.ZERO : tileEnd(pair.from());
      LinearExpr.Sum absent = new LinearExpr.Sum();
      for (int x : refill.loads(pair)) {
        if (in.least[x] > pair.from()) {
          absent.add(in.channel[x]);
        } else {
          absent.add(keeps[x][pair.from() - in.least[x]].not(), in.channel[x]);
        }
      }
      builder.add(Constraints.atMost(from.plus(absent.build()), tileStart[pair.to()].expr())
          .named("refill" + pair.from() + "," + pair.to()));
      builder.add(Constraints.atMost(from.plus(pair.cycles()), tileStart[pair.to()].expr())
          .named("least refill" + pair.from() + "," + pair.to()));
    }
  }

  private void search() {
    if (ordered) {
      List<Integer> bySize = new ArrayList<>();
      for (int x = 0; x < in.tensors; x++) {
        bySize.add(x);
      }
      // Where a large tensor is decides how many others fit.
      bySize.sort(Comparator.comparingLong((Integer x) -> in.bytes[x]).reversed());
      List<IntVar> residencies = new ArrayList<>();
      for (int x : bySize) {
        for (Literal literal : keeps[x]) {
          residencies.add(builder.variable(literal.variable()));
        }
      }
      builder.search(new SearchPhase(residencies, SearchPhase.VariableOrder.INPUT, SearchPhase.ValueOrder.MAX));
      builder.search(new SearchPhase(List.of(start), SearchPhase.VariableOrder.SMALLEST_MIN, SearchPhase.ValueOrder.MIN));
    }
  }
}
