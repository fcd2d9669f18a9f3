package dev.dovetail.encodings.allocation;

import static dev.dovetail.encodings.cp.Constraints.atMost;
import static dev.dovetail.encodings.cp.Constraints.equal;
import static dev.dovetail.encodings.cp.Constraints.exactlyOne;
import static dev.dovetail.encodings.cp.Constraints.implies;

import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.models.allocation.tiles.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The time and the route of one possible transfer. */
final class TransferPart {
  private final JointBuilder b;
  private final Site site;
  private final ModelBuilder m;
  private final Resources resources;

  TransferPart(JointBuilder b, Site site, ModelBuilder m, Resources resources) {
    this.b = b;
    this.site = site;
    this.m = m;
    this.resources = resources;
  }

  /**
   * Makes a slot.
   *
   * @param fills targets by core, all null for a store
   * @param find the transfer in a schedule that is this slot, or null
   */
  JointBuilder.Slot slot(
      Item item,
      String name,
      Literal present,
      @Nullable Literal[] fills,
      RouteChoices routes,
      Function<TileSchedule, TileSchedule.@Nullable Send> find) {
    long[] spans = routes.holds().stream().mapToLong(h -> h.span() / b.unit).distinct().toArray();
    long least = java.util.Arrays.stream(spans).min().orElse(0);
    IntVar start = b.variable(0, b.space.horizon - least, "start " + name, t -> startIn(find.apply(t)));
    LinearExpr end = start.plus(least);
    if (spans.length > 1) {
      end = b.variable(0, b.space.horizon, "end " + name, t -> endIn(find.apply(t), item)).expr();
    }
    List<JointBuilder.Choice> choices = choices(item, name, present, fills, routes, find);
    for (JointBuilder.Choice choice : choices) {
      if (spans.length > 1) {
        m.add(equal(end.minus(start), choice.hold().span() / b.unit).onlyIf(choice.literal()));
      }
      b.energy(choice.literal(), choice.hold().femtojoules());
    }
    if (!b.isAlways(present)) {
      m.add(equal(start.expr(), 0).onlyIf(present.not()));
      if (spans.length > 1) {
        m.add(equal(end, 0).onlyIf(present.not()));
      }
    }
    if (item.producer() >= 0) {
      var after = atMost(b.nodes[item.producer()].end(), start.expr());
      m.add(b.isAlways(present) ? after : after.onlyIf(present));
    }
    hold(name, present, start, choices);
    return new JointBuilder.Slot(present, start, end, fills, choices, least);
  }

  private long startIn(TileSchedule.@Nullable Send send) {
    return send == null ? 0 : send.start() / b.unit;
  }

  private long endIn(TileSchedule.@Nullable Send send, Item item) {
    return send == null ? 0 : send.end(item.bytes()) / b.unit;
  }

  /** One literal per hold; exactly one is true if the slot is present. */
  private List<JointBuilder.Choice> choices(
      Item item,
      String name,
      Literal present,
      @Nullable Literal[] fills,
      RouteChoices routes,
      Function<TileSchedule, TileSchedule.@Nullable Send> find) {
    List<JointBuilder.Choice> choices = new ArrayList<>();
    if (routes.uniform() && routes.holds().size() == 1) {
      return List.of(new JointBuilder.Choice(routes.holds().get(0), present));
    }
    for (int h = 0; h < routes.holds().size(); h++) {
      Site.Hold hold = routes.holds().get(h);
      choices.add(new JointBuilder.Choice(hold, b.literal(name + " route " + h, t -> holds(find.apply(t), hold, item))));
    }
    List<Literal> one = new ArrayList<>(choices.stream().map(JointBuilder.Choice::literal).toList());
    one.add(present.not());
    m.add(exactlyOne(one).named("route of " + name));
    if (!routes.uniform()) {
      couple(item, name, present, fills, routes, choices, find);
    }
    return choices;
  }

  private static boolean holds(TileSchedule.@Nullable Send send, Site.Hold hold, Item item) {
    return send != null && Site.Hold.of(send.route(), item.bytes()).equals(hold);
  }

  /** One literal for each source and target set; each allows its own routes only. */
  private void couple(
      Item item,
      String name,
      Literal present,
      @Nullable Literal[] fills,
      RouteChoices routes,
      List<JointBuilder.Choice> choices,
      Function<TileSchedule, TileSchedule.@Nullable Send> find) {
    List<Literal> one = new ArrayList<>(List.of(present.not()));
    for (RouteChoices.Pair pair : routes.pairs()) {
      if (pair.holds().isEmpty()) {
        continue; // nothing connects them
      }
      Literal chosen =
          b.literal(
              name + " from " + pair.source() + " to " + pair.targets(),
              t -> {
                TileSchedule.Send send = find.apply(t);
                return send != null && send.source() == pair.source() && send.targets().equals(pair.targets());
              });
      one.add(chosen);
      if (pair.source() != Site.DRAM) {
        m.add(implies(chosen, Objects.requireNonNull(b.nodes[item.producer()].on()[pair.source()])));
      }
      for (int c = 0; c < fills.length; c++) {
        Literal fill = fills[c];
        if (fill != null) {
          m.add(implies(chosen, pair.targets().contains(c) ? fill : fill.not()));
        }
      }
      List<Literal> allowed =
          choices.stream().filter(h -> pair.holds().contains(h.hold())).map(JointBuilder.Choice::literal).toList();
      m.add(dev.dovetail.encodings.cp.Constraints.or(allowed).onlyIf(chosen));
    }
    m.add(exactlyOne(one).named("ends of " + name));
  }

  /** A channel that every choice holds alike is held by one interval. */
  private void hold(String name, Literal present, IntVar start, List<JointBuilder.Choice> choices) {
    Map<List<Long>, List<JointBuilder.Choice>> uses = new LinkedHashMap<>();
    for (JointBuilder.Choice choice : choices) {
      for (int k = 0; k < choice.hold().channels().size(); k++) {
        uses.computeIfAbsent(
            List.of((long) choice.hold().channels().get(k), choice.hold().offsets().get(k), choice.hold().duration()),
            key -> new ArrayList<>())
            .add(choice);
      }
    }
    uses.forEach(
        (use, by) -> {
          int channel = use.get(0).intValue();
          String what = name + " on " + site.accelerator.channels().get(channel).name();
          LinearExpr from = start.plus(use.get(1) / b.unit);
          LinearExpr size = LinearExpr.constant(use.get(2) / b.unit);
          LinearExpr to = from.plus(size);
          if (by.size() == choices.size()) {
            resources.channel(channel, b.span(from, size, to, present, what));
          } else {
            by.forEach(c -> resources.channel(channel, b.span(from, size, to, c.literal(), what)));
          }
        });
  }
}
