package dev.dovetail.encodings.linkslots;

import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Puts the time-expanded model together: columns, then one method per rule. */
final class ColumnAssembly {
  private final RouteChoices choices;
  private final LinkSlotsProblem problem;
  private final LinkSlotsEncoding.Known known;
  private final StartWindows windows;
  private final ModelBuilder builder;
  private final List<List<TimeExpandedModel.Column>> columns = new ArrayList<>();
  /** By message: what goes together with it. */
  private final int[] groupOf;

  ColumnAssembly(RouteChoices choices, LinkSlotsEncoding.Known known) {
    this.choices = choices;
    this.problem = choices.problem();
    this.known = known;
    this.windows = new StartWindows(choices, known);
    this.builder = ConstraintModel.builder(problem.name());
    this.groupOf = new int[choices.size()];
    for (int g = 0; g < choices.together().size(); g++) {
      for (int m : choices.together().get(g)) {
        groupOf[m] = g;
      }
    }
  }

  TimeExpandedModel build() {
    for (List<Integer> group : choices.together()) {
      columns.add(columns(group));
    }
    for (List<TimeExpandedModel.Column> own : columns) {
      List<Literal> literals = own.stream().map(TimeExpandedModel.Column::literal).toList();
      builder.add(literals.isEmpty() ? Constraints.or(literals) : Constraints.exactlyOne(literals));
    }
    capacities();
    precedences(new SourceTimes(problem));
    order();
    IntVar makespan = objective();
    return new TimeExpandedModel(choices, columns, makespan, builder.build());
  }

  private List<TimeExpandedModel.Column> columns(List<Integer> group) {
    List<TimeExpandedModel.Column> own = new ArrayList<>();
    for (int r = 0; r < choices.routes().get(group.get(0)).size(); r++) {
      long from = 0;
      long to = Long.MAX_VALUE;
      for (int m : group) {
        long finish = choices.routes().get(m).get(r).finish();
        from = Math.max(from, windows.earliest[m]);
        to = Math.min(to, windows.latest[m] + windows.least(m, TimedRoute::finish) - finish);
      }
      String name = problem.messages().get(group.get(0)).name() + "/" + r + "@";
      for (long t = from; t <= to; t++) {
        own.add(new TimeExpandedModel.Column(r, t, builder.boolVar(name + t)));
      }
    }
    return own;
  }

  /** At most as many columns in a slot of a channel as it carries; slots that the same columns use are asked once. */
  private void capacities() {
    List<Channel> channels = problem.network().links().channels();
    Map<Integer, Map<Long, List<Literal>>> busy = new TreeMap<>();
    for (int c : new ChannelUses(choices).binding()) {
      busy.put(c, new TreeMap<>());
    }
    for (int g = 0; g < columns.size(); g++) {
      for (TimeExpandedModel.Column column : columns.get(g)) {
        for (int m : choices.together().get(g)) {
          fill(busy, choices.routes().get(m).get(column.place()), column);
        }
      }
    }
    Set<List<Literal>> asked = new HashSet<>();
    busy.forEach((c, slots) -> slots.forEach((slot, literals) -> {
      int capacity = channels.get(c).capacity();
      if (literals.size() > capacity && asked.add(sorted(literals))) {
        capacity(literals, capacity, channels.get(c).name() + "@" + slot);
      }
    }));
  }

  private static List<Literal> sorted(List<Literal> literals) {
    return literals.stream().sorted(Comparator.comparingInt(Literal::variable)).toList();
  }

  private static void fill(
      Map<Integer, Map<Long, List<Literal>>> busy, TimedRoute route, TimeExpandedModel.Column column) {
    for (int j = 0; j < route.channels().length; j++) {
      Map<Long, List<Literal>> slots = busy.get(route.channels()[j]);
      if (slots != null) {
        long from = column.start() + route.offsets()[j];
        for (long s = from; s < from + route.durations()[j]; s++) {
          slots.computeIfAbsent(s, k -> new ArrayList<>()).add(column.literal());
        }
      }
    }
  }

  /** A literal may stand several times in the list: messages that go together and meet. */
  private void capacity(List<Literal> literals, int capacity, String name) {
    Set<Literal> once = new HashSet<>(literals);
    if (capacity == 1 && once.size() == literals.size()) {
      builder.add(Constraints.atMostOne(literals).named(name));
      return;
    }
    builder.add(Constraints.atMost(LinearExpr.count(literals), capacity).named(name));
  }

  /** The sum over the columns of a message of start + what its route adds. */
  private LinearExpr time(int message, ToLongFunction<TimedRoute> adds) {
    LinearExpr.Sum sum = new LinearExpr.Sum();
    for (TimeExpandedModel.Column c : columns.get(groupOf[message])) {
      TimedRoute route = choices.routes().get(message).get(c.place());
      sum.add(c.literal(), Math.addExact(c.start(), adds.applyAsLong(route)));
    }
    return sum.build();
  }

  private void precedences(SourceTimes times) {
    for (Message m : problem.messages()) {
      for (Message.After a : m.after()) {
        LinearExpr delivered = time(a.message(), r -> times.delivery(a, r));
        builder.add(Constraints.atMost(delivered, time(m.index(), r -> 0)).named("after " + m.name()));
      }
      if (m.previousChunk() >= 0) {
        for (int s : m.sources()) {
          LinearExpr left = time(m.previousChunk(), r -> times.departure(s, r));
          builder.add(Constraints.atMost(left, time(m.index(), r -> times.injection(s, r))).named("chunk " + m.name()));
        }
      }
    }
  }

  /** Messages that can change places start in the order of their index. */
  private void order() {
    for (List<Integer> group : choices.interchangeable()) {
      for (int i = 0; i + 1 < group.size(); i++) {
        builder.add(
            Constraints.atMost(time(group.get(i), r -> 0), time(group.get(i + 1), r -> 0)).named("equal messages"));
      }
    }
  }

  /** A makespan that is given needs no variable: no column is later. */
  private @Nullable IntVar objective() {
    if (problem.rules().goal() == Goal.WEIGHTED_FINISH) {
      LinearExpr.Sum sum = new LinearExpr.Sum();
      problem.messages().forEach(m -> sum.add(time(m.index(), TimedRoute::finish), m.weight()));
      LinearExpr cost = sum.build();
      if (known.upper() < builder.max(cost)) {
        builder.add(Constraints.atMost(cost, known.upper()).named("known"));
      }
      builder.minimize(cost);
      return null;
    }
    IntVar makespan = builder.intVar(Math.min(Math.max(0, known.lower()), windows.horizon), windows.horizon, "makespan");
    if (makespan.min() < makespan.max()) {
      for (List<Integer> group : choices.together()) {
        builder.add(Constraints.atMost(time(group.get(0), TimedRoute::finish), makespan.expr()).named("finish"));
      }
    }
    builder.minimize(makespan);
    return makespan;
  }
}
