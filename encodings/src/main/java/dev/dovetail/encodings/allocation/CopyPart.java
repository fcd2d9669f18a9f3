package dev.dovetail.encodings.allocation;

import static dev.dovetail.encodings.cp.Constraints.atMost;
import static dev.dovetail.encodings.cp.Constraints.equal;

import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.TileGraph;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The lifetimes of an item's copies: from the start of what fills them to the end of their last use. */
final class CopyPart {
  private final JointBuilder b;
  private final Site site;
  private final TileGraph graph;
  private final ModelBuilder m;
  private final Resources resources;

  CopyPart(JointBuilder b, Site site, TileGraph graph, ModelBuilder m, Resources resources) {
    this.b = b;
    this.site = site;
    this.graph = graph;
    this.m = m;
    this.resources = resources;
  }

  /** A copy on core c, filled by one of the slots, if {@code there}. */
  void copy(int i, Item item, int c, Literal there, List<JointBuilder.Slot> slots) {
    String name = "copy of " + i + " on " + site.accelerator.cores().get(c).name();
    LinearExpr from = slots.get(0).start().expr();
    if (slots.size() > 1) {
      from = b.variable(0, b.space.horizon, "from " + name, t -> filled(t, i, c) / b.unit).expr();
      for (JointBuilder.Slot slot : slots) {
        m.add(equal(from, slot.start().expr()).onlyIf(Objects.requireNonNull(slot.fills()[c])));
      }
      if (!b.isAlways(there)) {
        m.add(equal(from, 0).onlyIf(there.not()));
      }
    }
    // Absent, it has no length; with one slot it then ends where the slot starts.
    ToLongFunction<TileSchedule> starts = t -> slots.size() > 1 ? filled(t, i, c) : firstStart(t, i);
    IntVar size = b.variable(0, b.space.horizon, "life of " + name, t -> (used(t, i, item, c) - starts.applyAsLong(t)) / b.unit);
    IntVar until = b.variable(0, b.space.horizon, "until " + name, t -> used(t, i, item, c) / b.unit);
    m.add(equal(from.plus(size), until.expr()));
    if (!b.isAlways(there)) {
      m.add(equal(size.expr(), 0).onlyIf(there.not()));
    }
    for (int n : item.consumers()) {
      Literal here = b.nodes[n].on()[c];
      if (here == null) {
        continue;
      }
      m.add(atMost(b.nodes[n].end(), until.expr()).onlyIf(here, there));
      for (JointBuilder.Slot slot : slots) {
        m.add(atMost(slot.end(), b.nodes[n].start().expr()).onlyIf(here, Objects.requireNonNull(slot.fills()[c])));
      }
    }
    resources.memory(c, b.span(from, size.expr(), until.expr(), there, name), item.bytes());
  }

  private static long firstStart(TileSchedule t, int i) {
    return t.sends().get(i).isEmpty() ? 0 : t.sends().get(i).get(0).start();
  }

  private static TileSchedule.@Nullable Send filling(TileSchedule t, int i, int c) {
    return t.sends().get(i).stream().filter(s -> s.targets().contains(c)).findFirst().orElse(null);
  }

  private static long filled(TileSchedule t, int i, int c) {
    TileSchedule.Send send = filling(t, i, c);
    return send == null ? 0 : send.start();
  }

  private long used(TileSchedule t, int i, Item item, int c) {
    if (filling(t, i, c) == null) {
      return b.space.slotCount(i) > 1 ? 0 : firstStart(t, i);
    }
    long until = 0;
    for (int n : item.consumers()) {
      until = t.core()[n] == c ? Math.max(until, t.end(site, graph, n)) : until;
    }
    return until;
  }

  /** The copy on the producer's core. */
  void home(int i, Item item, List<JointBuilder.Slot> slots, JointBuilder.@Nullable Slot store) {
    JointBuilder.Node producer = b.nodes[item.producer()];
    String name = "home of " + i;
    IntVar size =
        b.variable(0, b.space.horizon, "life of " + name, t -> (used(t, i, item) - t.start()[item.producer()]) / b.unit);
    IntVar until = b.variable(0, b.space.horizon, "until " + name, t -> used(t, i, item) / b.unit);
    m.add(equal(producer.start().expr().plus(size), until.expr()));
    m.add(atMost(producer.end(), until.expr()));
    if (store != null) {
      m.add(atMost(store.end(), until.expr()));
    }
    for (JointBuilder.Slot slot : slots) {
      var use = atMost(slot.end(), until.expr());
      m.add(b.isAlways(slot.present()) ? use : use.onlyIf(slot.present()));
    }
    for (int c = 0; c < site.cores; c++) {
      Literal here = producer.on()[c];
      if (here == null) {
        continue;
      }
      for (int n : item.consumers()) {
        Literal reader = b.nodes[n].on()[c];
        if (reader != null) {
          m.add(atMost(b.nodes[n].end(), until.expr()).onlyIf(here, reader));
        }
      }
      String where = name + " on " + site.accelerator.cores().get(c).name();
      resources.memory(c, b.span(producer.start().expr(), size.expr(), until.expr(), here, where), item.bytes());
    }
  }

  private long used(TileSchedule t, int i, Item item) {
    int home = t.core()[item.producer()];
    long until = t.end(site, graph, item.producer());
    for (int n : item.consumers()) {
      until = t.core()[n] == home ? Math.max(until, t.end(site, graph, n)) : until;
    }
    for (TileSchedule.Send send : t.sends().get(i)) {
      until = Math.max(until, send.end(item.bytes()));
    }
    TileSchedule.Send store = t.stores()[i];
    return store == null ? until : Math.max(until, store.end(item.bytes()));
  }
}
