package dev.dovetail.encodings.linkslots;

import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.encodings.cp.SearchPhase;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Puts the model of intervals together: variables, then one method per rule. */
final class IntervalAssembly {
  private final RouteChoices choices;
  private final LinkSlotsProblem problem;
  private final LinkSlotsEncoding.Known known;
  private final StartWindows windows;
  private final ChannelUses uses;
  private final ModelBuilder builder;
  private final IntVar[] start;
  private final Literal @Nullable [][] takes;
  private final List<LinkSlotsModel.Hold> holds = new ArrayList<>();
  private final Map<List<Object>, Literal> holdLiterals = new HashMap<>();
  private final @Nullable IntVar makespan;

  IntervalAssembly(RouteChoices choices, LinkSlotsEncoding.Known known) {
    this.choices = choices;
    this.problem = choices.problem();
    this.known = known;
    this.windows = new StartWindows(choices, known);
    this.uses = new ChannelUses(choices);
    this.builder = ConstraintModel.builder(problem.name());
    int n = choices.size();
    boolean impossible = windows.isImpossible();
    makespan = problem.rules().goal() == Goal.MAKESPAN ? makespan() : null;
    start = new IntVar[n];
    takes = new Literal[n][];
    for (List<Integer> group : choices.together()) {
      long from = group.stream().mapToLong(m -> windows.earliest[m]).max().orElseThrow();
      long to = group.stream().mapToLong(m -> windows.latest[m]).min().orElseThrow();
      IntVar shared = builder.intVar(from, Math.max(from, to), "start " + problem.messages().get(group.get(0)).name());
      Literal[] literals = literals(group.get(0));
      for (int m : group) {
        start[m] = shared;
        takes[m] = literals;
      }
      impossible |= from > to;
    }
    if (impossible) {
      builder.add(Constraints.or(List.of()));
    }
  }

  private IntVar makespan() {
    long least = Math.max(0, known.lower());
    for (int m = 0; m < choices.size(); m++) {
      least = Math.max(least, Math.addExact(windows.earliest[m], windows.least(m, TimedRoute::finish)));
    }
    if (least > windows.horizon) {
      builder.add(Constraints.or(List.of()));
    }
    return builder.intVar(Math.min(least, windows.horizon), windows.horizon, "makespan");
  }

  /** One literal per route; two routes share a variable. */
  private Literal @Nullable [] literals(int m) {
    int count = choices.routes().get(m).size();
    if (count == 1) {
      return null;
    }
    String name = problem.messages().get(m).name();
    Literal[] own = new Literal[count];
    for (int r = 0; r < count; r++) {
      own[r] = count == 2 && r == 1 ? own[0].not() : builder.boolVar("route " + name + "/" + r);
    }
    if (count > 2) {
      builder.add(Constraints.exactlyOne(List.of(own)));
    }
    return own;
  }

  LinkSlotsModel build() {
    channels();
    finishes();
    precedences();
    order();
    objective();
    builder.search(new SearchPhase(Arrays.stream(start).distinct().toList(), SearchPhase.VariableOrder.SMALLEST_MIN,
        SearchPhase.ValueOrder.MIN));
    return new LinkSlotsModel(choices, new LinkSlotsModel.Variables(start, takes, holds, makespan), builder.build());
  }

  /** The literal that says that a message takes one of some of its routes; null if these are all. */
  private @Nullable Literal taking(int m, List<Integer> routes) {
    Literal[] own = takes[m];
    if (own == null || routes.size() == own.length) {
      return null;
    }
    if (routes.size() == 1) {
      return own[routes.get(0)];
    }
    return holdLiterals.computeIfAbsent(List.of(start[m].index(), routes), k -> {
      Literal any = builder.boolVar("hold " + problem.messages().get(m).name() + "/" + routes);
      List<Literal> either = new ArrayList<>();
      either.add(any.not());
      for (int r = 0; r < own.length; r++) {
        if (routes.contains(r)) {
          builder.add(Constraints.implies(own[r], any));
          either.add(own[r]);
        }
      }
      builder.add(Constraints.or(either));
      holds.add(new LinkSlotsModel.Hold(m, routes, any));
      return any;
    });
  }

  private void channels() {
    List<Channel> all = problem.network().links().channels();
    Set<Set<List<Object>>> asked = new HashSet<>();
    for (int c : uses.binding()) {
      Set<List<Object>> key = new HashSet<>();
      for (ChannelUses.Use u : uses.of(c)) {
        key.add(
            List.of(start[u.message()].index(), u.offset(), u.duration(), Optional.ofNullable(taking(u.message(), u.routes()))));
      }
      if (key.size() == uses.of(c).size() && !asked.add(key)) {
        continue; // The image of one before, under the symmetry in which messages go together.
      }
      Channel channel = all.get(c);
      List<IntervalVar> intervals = new ArrayList<>();
      List<LinearExpr> demands = new ArrayList<>();
      for (ChannelUses.Use u : uses.of(c)) {
        LinearExpr from = start[u.message()].plus(u.offset());
        Literal present = taking(u.message(), u.routes());
        String name = problem.messages().get(u.message()).name() + " on " + channel.name();
        intervals.add(present == null
            ? builder.interval(from, u.duration(), name)
            : builder.optionalInterval(from, u.duration(), present, name));
        demands.add(LinearExpr.constant(1));
      }
      builder.add(channel.capacity() == 1
          ? Constraints.noOverlap(intervals).named(channel.name())
          : Constraints.cumulative(intervals, demands, LinearExpr.constant(channel.capacity())).named(channel.name()));
      load(c, channel);
    }
  }

  /** Redundant: what is on a channel needs its time between the least slots before and after it. */
  private void load(int c, Channel channel) {
    if (makespan == null) {
      return;
    }
    long head = Long.MAX_VALUE;
    long tail = Long.MAX_VALUE;
    LinearExpr.Sum load = new LinearExpr.Sum();
    for (ChannelUses.Use u : uses.of(c)) {
      Literal present = taking(u.message(), u.routes());
      if (present == null) {
        load.add(u.duration());
      } else {
        load.add(present, u.duration());
      }
      head = Math.min(head, Math.addExact(windows.earliest[u.message()], u.offset()));
      for (int r : u.routes()) {
        tail = Math.min(tail, choices.routes().get(u.message()).get(r).finish() - u.offset() - u.duration());
      }
    }
    builder.add(Constraints.atMost(
        load.build(), makespan.expr().plus(-head - tail).times(channel.capacity())).named("load of " + channel.name()));
  }

  /** Adds "start of first + what it takes is at most second", once for each group of routes that take as long. */
  private void apart(int first, ToLongFunction<TimedRoute> slots, LinearExpr second, List<Literal> when, String name) {
    byTime(first, slots).forEach((time, routes) -> {
      List<Literal> present = new ArrayList<>(when);
      Literal taken = taking(first, routes);
      if (taken != null) {
        present.add(taken);
      }
      builder.add(Constraints.atMost(start[first].plus(time), second).named(name).onlyIf(present.toArray(Literal[]::new)));
    });
  }

  private Map<Long, List<Integer>> byTime(int m, ToLongFunction<TimedRoute> slots) {
    Map<Long, List<Integer>> routesOf = new TreeMap<>();
    List<TimedRoute> own = choices.routes().get(m);
    for (int r = 0; r < own.size(); r++) {
      routesOf.computeIfAbsent(slots.applyAsLong(own.get(r)), k -> new ArrayList<>()).add(r);
    }
    return routesOf;
  }

  private void finishes() {
    for (Message m : problem.messages()) {
      if (makespan != null) {
        apart(m.index(), TimedRoute::finish, makespan.expr(), List.of(), "finish " + m.name());
      }
      if (m.hasDeadline()) {
        apart(m.index(), TimedRoute::finish, LinearExpr.constant(m.deadline()), List.of(), "deadline " + m.name());
      }
    }
  }

  private void precedences() {
    SourceTimes times = new SourceTimes(problem);
    for (Message m : problem.messages()) {
      for (Message.After a : m.after()) {
        apart(a.message(), r -> times.delivery(a, r), start[m.index()].expr(), List.of(), "after " + m.name());
      }
      if (m.previousChunk() >= 0) {
        m.sources().forEach(s -> chunk(m, s, times));
      }
    }
  }

  private void chunk(Message m, int source, SourceTimes times) {
    byTime(m.index(), r -> times.injection(source, r)).forEach((time, routes) -> {
      Literal taken = taking(m.index(), routes);
      apart(m.previousChunk(), r -> times.departure(source, r), start[m.index()].plus(time),
          taken == null ? List.of() : List.of(taken), "chunk " + m.name());
    });
  }

  /** Messages that can change places start in the order of their index. */
  private void order() {
    for (List<Integer> group : choices.interchangeable()) {
      for (int i = 0; i + 1 < group.size(); i++) {
        builder.add(Constraints.atMost(start[group.get(i)].expr(), start[group.get(i + 1)].expr()).named("equal messages"));
      }
    }
  }

  private void objective() {
    if (makespan != null) {
      builder.minimize(makespan);
      return;
    }
    LinearExpr.Sum sum = new LinearExpr.Sum();
    for (Message m : problem.messages()) {
      Literal[] own = takes[m.index()];
      sum.add(start[m.index()], m.weight());
      List<TimedRoute> routes = choices.routes().get(m.index());
      for (int r = 0; r < routes.size(); r++) {
        long finish = Math.multiplyExact(m.weight(), routes.get(r).finish());
        if (own == null) {
          sum.add(finish);
        } else {
          sum.add(own[r], finish);
        }
      }
    }
    LinearExpr cost = sum.build();
    if (known.upper() < builder.max(cost)) {
      builder.add(Constraints.atMost(cost, known.upper()).named("known"));
    }
    if (known.lower() > builder.min(cost)) {
      builder.add(Constraints.atLeast(cost, known.lower()).named("bound"));
    }
    builder.minimize(cost);
  }
}
