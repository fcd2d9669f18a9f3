package dev.dovetail.encodings.allocation;

import dev.dovetail.encodings.Encoded;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.TileGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The model of {@link JointEncoding} for one problem and grid, with the way back and the way in. */
public final class JointModel implements Encoded<Schedule> {
  private final Site site;
  private final TileGraph graph;
  private final JointBuilder parts;
  private final ConstraintModel model;

  JointModel(Site site, TileGraph graph, boolean ordered, long lowerBound, @Nullable Schedule known, JointEncoding.Limit limit) {
    this.site = site;
    this.graph = graph;
    TileSchedule start = known == null ? null : TileSchedule.of(site, graph, known).orElse(null);
    this.parts = new JointBuilder(site, graph, ordered, lowerBound, known, limit);
    ConstraintModel built = parts.build();
    this.model = start == null || !parts.hasSlotsFor(start) ? built : built.withHint(values(start));
  }

  @Override
  public ConstraintModel model() {
    return model;
  }

  /** The cycles of which all times in the model are multiples. */
  public long unit() {
    return parts.unit;
  }

  @Override
  public Schedule decode(Assignment a) {
    int[] core = new int[graph.nodes()];
    int[] point = new int[graph.nodes()];
    long[] start = new long[graph.nodes()];
    for (int n = 0; n < core.length; n++) {
      for (JointBuilder.Option o : parts.nodes[n].options()) {
        if (a.isTrue(o.literal())) {
          core[n] = o.core();
          point[n] = o.point();
        }
      }
      start[n] = a.value(parts.nodes[n].start()) * parts.unit;
    }
    List<List<TileSchedule.Send>> sends = new ArrayList<>();
    TileSchedule.@Nullable Send[] stores = new TileSchedule.Send[graph.items().size()];
    for (int i = 0; i < stores.length; i++) {
      Item item = graph.items().get(i);
      int home = item.producer() < 0 ? Site.DRAM : core[item.producer()];
      List<TileSchedule.Send> list = new ArrayList<>();
      for (JointBuilder.Slot slot : parts.slots.get(i)) {
        if (a.isTrue(slot.present())) {
          list.add(send(a, slot, item, home));
        }
      }
      sends.add(list);
      JointBuilder.Slot store = parts.stores[i];
      stores[i] = store == null ? null : send(a, store, item, home);
    }
    return new TileSchedule(core, point, start, sends, stores).toSchedule(site, graph);
  }

  private TileSchedule.Send send(Assignment a, JointBuilder.Slot slot, Item item, int home) {
    List<Integer> targets = new ArrayList<>();
    for (int c = 0; c < site.cores; c++) {
      Literal fills = slot.fills()[c];
      if (fills != null && a.isTrue(fills)) {
        targets.add(c);
      }
    }
    Site.Hold hold = slot.holds().stream().filter(h -> a.isTrue(h.literal())).findFirst().orElseThrow().hold();
    return new TileSchedule.Send(
        a.value(slot.start()) * parts.unit, home, targets, TileSchedule.route(site, home, targets, hold, item.bytes()));
  }

  /**
   * A value for every variable that means the mapping, up to an exchange of identical cores.
   *
   * @throws IllegalArgumentException if the mapping is not in the searched space; see {@link #hintIfInside}
   */
  @Override
  public Assignment hint(Schedule mapping) {
    return hintIfInside(mapping)
        .orElseThrow(() -> new IllegalArgumentException("The schedule must be in the searched space of the joint model."));
  }

  /** The hint, or empty if the mapping is not in the searched space: on another grid, with spills, loads repeated or data forwarded. */
  public Optional<Assignment> hintIfInside(Schedule mapping) {
    return TileSchedule.of(site, graph, mapping).filter(parts::hasSlotsFor).map(this::values);
  }

  private Assignment values(TileSchedule schedule) {
    TileSchedule canonical = schedule;
    for (List<Integer> group : parts.interchangeable) {
      canonical = canonical.permuted(site, graph, firstUseFirst(canonical, group));
    }
    List<ToLongFunction<TileSchedule>> values = parts.values;
    long[] result = new long[values.size() + parts.orders.size()];
    for (int v = 0; v < values.size(); v++) {
      result[v] = values.get(v).applyAsLong(canonical);
    }
    Assignment times = Assignment.viewOf(result);
    for (Resources.Order order : parts.orders) {
      result[order.first().variable()] = order.in(times) ? 1 : 0;
    }
    return Assignment.of(result);
  }

  /** Identical cores in the order of the first node that uses them. */
  private int[] firstUseFirst(TileSchedule schedule, List<Integer> group) {
    int[] map = new int[site.cores];
    Arrays.setAll(map, c -> c);
    List<Integer> used = new ArrayList<>();
    for (int c : schedule.core()) {
      if (group.contains(c) && !used.contains(c)) {
        used.add(c);
      }
    }
    for (int c : group) {
      if (!used.contains(c)) {
        used.add(c);
      }
    }
    for (int k = 0; k < group.size(); k++) {
      map[used.get(k)] = group.get(k);
    }
    return map;
  }
}
