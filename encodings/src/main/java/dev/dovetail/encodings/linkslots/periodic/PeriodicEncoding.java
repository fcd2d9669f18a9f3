package dev.dovetail.encodings.linkslots.periodic;

import static dev.dovetail.encodings.cp.Constraints.atLeast;
import static dev.dovetail.encodings.cp.Constraints.atMost;
import static dev.dovetail.encodings.cp.Constraints.atMostOne;
import static dev.dovetail.encodings.cp.Constraints.between;
import static dev.dovetail.encodings.cp.Constraints.cumulative;
import static dev.dovetail.encodings.cp.Constraints.equal;
import static dev.dovetail.encodings.cp.Constraints.exactlyOne;
import static dev.dovetail.encodings.cp.Constraints.or;

import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.Linear;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.encodings.linkslots.periodic.PeriodicModel.State;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Builds the constraint model of a periodic instance.
 *
 * <p>One start per message. Two messages that share a channel, with periods of gcd q, keep the difference of their residues modulo q out of
 * each range of {@link Clash}: with an integer k, first + length <= r_g - r_f + q k <= first + q - 1. Residues modulo a divisor of the period
 * are variables, shared by all partners with that gcd, so that every k is 0 or 1 (or -1). Channels that carry several messages are cumulative
 * resources over the hyperperiod. Goals: nothing but feasibility, or the fewest messages left out, or the least makespan or weighted finish.
 */
public final class PeriodicEncoding {
  /** Models with more collisions are not built. */
  public static final long MOST_COLLISIONS = 400_000;

  private final PeriodicInstance instance;
  private final Aim aim;
  private final ModelBuilder b;
  private final List<ToLongFunction<State>> values = new ArrayList<>();
  private final List<List<Literal>> chosen = new ArrayList<>();
  private final List<IntVar> starts = new ArrayList<>();
  private final Map<List<Long>, IntVar> residues = new HashMap<>();
  private int anchor = -1;

  /** What a model asks. */
  public enum Aim {
    /** All messages in any way. */
    FEASIBLE,
    /** As few messages left out as possible. */
    MOST_SERVED,
    /** All messages, the latest finish as early as possible. */
    MAKESPAN,
    /** All messages, the least sum of weight times finish. */
    WEIGHTED_FINISH
  }

  private PeriodicEncoding(PeriodicInstance instance, Aim aim) {
    this.instance = instance;
    this.aim = aim;
    this.b = ConstraintModel.builder("link-slots/periodic " + instance.problem().name());
  }

  /** The model of an instance; a message without a route is left out under every aim. */
  public static PeriodicModel encode(PeriodicInstance instance, Aim aim) {
    return new PeriodicEncoding(instance, aim).build();
  }

  /** How many pairs of routes collide at some starts: what decides the size of a model. */
  public static long collisions(PeriodicInstance instance) {
    long count = 0;
    for (int f = 0; f < instance.size(); f++) {
      for (int g : instance.partners(f)) {
        count += g > f ? (long) instance.routes(f).size() * instance.routes(g).size() : 0;
      }
    }
    return count;
  }

  private PeriodicModel build() {
    anchor = anchorMessage();
    for (int m = 0; m < instance.size(); m++) {
      message(m);
    }
    for (int f = 0; f < instance.size(); f++) {
      for (int g : instance.partners(f)) {
        if (g > f) {
          pair(f, g);
        }
      }
      orders(f);
    }
    for (int c = 0; c < instance.problem().network().links().channels().size(); c++) {
      channel(c);
    }
    objective();
    return new PeriodicModel(instance, b.build(), chosen, starts, values, anchor);
  }

  /** Where only differences matter, all starts may be turned together until this message starts at its release. */
  private int anchorMessage() {
    boolean differencesOnly = (aim == Aim.FEASIBLE || aim == Aim.MOST_SERVED)
        && (instance.commonPeriod() > 0 || instance.problem().isPeriodic());
    int best = -1;
    for (int m = 0; m < instance.size() && differencesOnly; m++) {
      boolean whole = instance.before(m).isEmpty();
      for (int r = 0; r < instance.routes(m).size(); r++) {
        whole &= instance.latest(m, r) - instance.release(m) == instance.period(m) - 1;
      }
      differencesOnly = whole;
      if (!instance.routes(m).isEmpty() && (best < 0 || instance.partners(m).length > instance.partners(best).length)) {
        best = m;
      }
    }
    return differencesOnly ? best : -1;
  }

  private IntVar variable(long min, long max, String name, ToLongFunction<State> value) {
    IntVar v = b.intVar(min, max, name);
    values.add(value);
    return v;
  }

  private Literal literal(String name, ToLongFunction<State> value) {
    return b.literal(variable(0, 1, name, value));
  }

  private String name(int m) {
    return instance.problem().messages().get(m).name();
  }

  private void message(int m) {
    List<TimedRoute> routes = instance.routes(m);
    long release = instance.release(m);
    long latest = release;
    for (int r = 0; r < routes.size(); r++) {
      latest = Math.max(latest, instance.latest(m, r));
    }
    IntVar start = variable(release, m == anchor ? release : latest, "start " + name(m), s -> s.start()[m]);
    starts.add(start);
    List<Literal> literals = new ArrayList<>();
    for (int r = 0; r < routes.size(); r++) {
      int route = r;
      literals.add(literal("%s takes %d".formatted(name(m), r), s -> s.route()[m] == route ? 1 : 0));
      if (instance.latest(m, r) < latest) {
        b.add(atMost(start.expr(), instance.latest(m, r)).onlyIf(literals.get(r)));
      }
    }
    chosen.add(literals);
    if (aim != Aim.MOST_SERVED && !literals.isEmpty()) {
      b.add(exactlyOne(literals).named("route of " + name(m)));
    } else if (literals.size() > 1) {
      b.add(atMostOne(literals).named("route of " + name(m)));
    }
  }

  /** The start modulo a divisor of the period. */
  private LinearExpr residue(int m, long q) {
    IntVar start = starts.get(m);
    if (start.min() >= 0 && start.max() < q) {
      return start.expr();
    }
    IntVar known = residues.get(List.of((long) m, q));
    if (known == null) {
      known = variable(0, q - 1, "%s mod %d".formatted(name(m), q), s -> Math.floorMod(s.start()[m], q));
      IntVar turns = variable(Math.floorDiv(start.min(), q), Math.floorDiv(start.max(), q), "%s div %d".formatted(name(m), q),
          s -> Math.floorDiv(s.start()[m], q));
      b.add(equal(start.expr(), known.expr().plus(LinearExpr.term(turns, q))));
      residues.put(List.of((long) m, q), known);
    }
    return known.expr();
  }

  private void pair(int f, int g) {
    Map<List<Long>, IntVar> turns = new HashMap<>();
    for (int i = 0; i < instance.routes(f).size(); i++) {
      for (int j = 0; j < instance.routes(g).size(); j++) {
        Clash clash = instance.clash(f, i, g, j);
        if (clash.isAlways()) {
          b.add(or(List.of(chosen.get(f).get(i).not(), chosen.get(g).get(j).not())));
        }
        for (int k = 0; k < clash.ranges(); k++) {
          apart(f, i, g, j, clash, k, turns);
        }
      }
    }
  }

  private void apart(int f, int i, int g, int j, Clash clash, int range, Map<List<Long>, IntVar> turns) {
    long q = clash.modulus();
    long low = clash.first(range) + clash.length(range);
    long high = clash.first(range) + q - 1;
    LinearExpr difference = residue(g, q).minus(residue(f, q));
    long least = Math.floorDiv(high - b.max(difference), q);
    long most = Math.floorDiv(high - b.min(difference), q);
    ToLongFunction<State> turn = s -> Math.min(most, Math.max(least,
        Math.floorDiv(high - Math.floorMod(s.start()[g], q) + Math.floorMod(s.start()[f], q), q)));
    // Only one pair of routes is taken: those that end the range at the same residue share their k.
    IntVar k =
        turns.computeIfAbsent(List.of(q, high), key -> variable(least, most, "order of %s and %s".formatted(name(f), name(g)),
            turn));
    Linear rule = between(difference.plus(LinearExpr.term(k, q)), low, high);
    List<Literal> when = new ArrayList<>();
    for (int[] e : new int[][] {{f, i}, {g, j}}) {
      if (aim == Aim.MOST_SERVED || chosen.get(e[0]).size() > 1) {
        when.add(chosen.get(e[0]).get(e[1]));
      }
    }
    b.add(rule.onlyIf(when.toArray(Literal[]::new)));
  }

  private void orders(int first) {
    for (PeriodicInstance.Order o : instance.after(first)) {
      if (aim == Aim.MOST_SERVED && o.needsFirst()) {
        chosen.get(o.then()).forEach(taken -> b.add(or(chosen.get(first)).onlyIf(taken)));
      }
      for (int r = 0; r < instance.routes(first).size(); r++) {
        Linear rule = atLeast(starts.get(o.then()).expr().minus(starts.get(first).expr()), instance.gap(o, r))
            .onlyIf(chosen.get(first).get(r));
        if (aim == Aim.MOST_SERVED) {
          for (Literal taken : chosen.get(o.then())) {
            b.add(rule.onlyIf(taken));
          }
        } else {
          b.add(rule);
        }
      }
    }
  }

  /** The share of slots that is asked of a channel; where it carries several messages, who is on it when. */
  private void channel(int c) {
    long hyperperiod = instance.hyperperiod(c);
    if (hyperperiod == 0 || hyperperiod > Integer.MAX_VALUE) {
      return;
    }
    int capacity = instance.problem().network().links().channels().get(c).capacity();
    boolean counted = !instance.isExclusive(c);
    List<IntervalVar> holds = new ArrayList<>();
    List<LinearExpr> shares = new ArrayList<>();
    for (int m = 0; m < instance.size(); m++) {
      for (int r = 0; r < instance.routes(m).size(); r++) {
        TimedRoute route = instance.routes(m).get(r);
        for (int i = 0; i < route.channels().length; i++) {
          if (route.channels()[i] == c) {
            Literal taken = chosen.get(m).get(r);
            shares.add(taken.expr().times(route.durations()[i] * (hyperperiod / instance.period(m))));
            if (counted) {
              repeat(holds, m, taken, route.offsets()[i], route.durations()[i], hyperperiod);
            }
          }
        }
      }
    }
    LinearExpr load = LinearExpr.sum(shares);
    if (b.max(load) > capacity * hyperperiod) {
      b.add(atMost(load, capacity * hyperperiod).named("share of channel " + c));
    }
    if (!holds.isEmpty()) {
      List<LinearExpr> demands = new ArrayList<>();
      holds.forEach(h -> demands.add(LinearExpr.constant(1)));
      b.add(cumulative(holds, demands, LinearExpr.constant(capacity)).named("channel " + c));
    }
  }

  /** All holds that may reach into the slots 0 .. hyperperiod - 1. */
  private void repeat(List<IntervalVar> holds, int m, Literal taken, long offset, long duration, long hyperperiod) {
    long period = instance.period(m);
    LinearExpr begin = residue(m, period).plus(offset);
    for (long k = Math.floorDiv(-duration - b.max(begin), period); b.min(begin) + k * period < hyperperiod; k++) {
      if (b.max(begin) + k * period + duration > 0) {
        holds.add(b.optionalInterval(begin.plus(k * period), duration, taken, "%s on channel".formatted(name(m))));
      }
    }
  }

  private void objective() {
    switch (aim) {
      case FEASIBLE -> {
      }
      case MOST_SERVED -> {
        List<Literal> all = chosen.stream().flatMap(List::stream).toList();
        b.minimize(LinearExpr.count(all).times(-1).plus(instance.size()));
      }
      case MAKESPAN -> makespan();
      case WEIGHTED_FINISH -> {
        List<LinearExpr> parts = new ArrayList<>();
        for (int m = 0; m < instance.size(); m++) {
          parts.add(finish(m).times(instance.problem().messages().get(m).weight()));
        }
        b.minimize(LinearExpr.sum(parts));
      }
    }
  }

  private LinearExpr finish(int m) {
    LinearExpr finish = starts.get(m).expr();
    for (int r = 0; r < chosen.get(m).size(); r++) {
      finish = finish.plus(chosen.get(m).get(r).expr().times(instance.routes(m).get(r).finish()));
    }
    return finish;
  }

  private void makespan() {
    long most = 0;
    for (int m = 0; m < instance.size(); m++) {
      most = Math.max(most, b.max(finish(m)));
    }
    IntVar makespan = variable(0, most, "makespan", s -> {
      long latest = 0;
      for (int m = 0; m < s.route().length; m++) {
        long own = s.route()[m] < 0 ? 0 : s.start()[m] + instance.routes(m).get(s.route()[m]).finish();
        latest = Math.max(latest, own);
      }
      return latest;
    });
    for (int m = 0; m < instance.size(); m++) {
      b.add(atLeast(makespan.expr().minus(finish(m)), 0));
    }
    b.minimize(makespan);
  }
}
