package dev.dovetail.encodings.linkslots.periodic;

import dev.dovetail.encodings.Encoded;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A periodic instance as a constraint model. Made by {@link PeriodicEncoding}. */
public final class PeriodicModel implements Encoded<SlotTable> {
  private final PeriodicInstance instance;
  private final ConstraintModel model;
  private final List<List<Literal>> chosen;
  private final List<IntVar> starts;
  private final List<ToLongFunction<State>> values;
  private final int anchor;

  /**
   * The decisions that give every variable its value.
   *
   * @param route by message, -1 for one that is left out
   * @param start by message, in the window of the model
   */
  record State(int[] route, long[] start) {}

  PeriodicModel(
      PeriodicInstance instance,
      ConstraintModel model,
      List<List<Literal>> chosen,
      List<IntVar> starts,
      List<ToLongFunction<State>> values,
      int anchor) {
    this.instance = instance;
    this.model = model;
    this.chosen = chosen;
    this.starts = starts;
    this.values = values;
    this.anchor = anchor;
  }

  @Override
  public ConstraintModel model() {
    return model;
  }

  /** How many messages a mapping leaves out. */
  public long leftOut(SlotTable table) {
    return instance.size() - (long) table.transmissions().size();
  }

  @Override
  public SlotTable decode(Assignment assignment) {
    int[] route = new int[instance.size()];
    long[] start = new long[instance.size()];
    Arrays.fill(route, -1);
    for (int m = 0; m < route.length; m++) {
      for (int r = 0; r < chosen.get(m).size(); r++) {
        if (assignment.isTrue(chosen.get(m).get(r))) {
          route[m] = r;
          start[m] = assignment.value(starts.get(m));
        }
      }
    }
    return instance.table(route, start);
  }

  /** Without a mapping's message: left out. The mapping must take routes of the instance. */
  @Override
  public Assignment hint(SlotTable table) {
    int[] route = new int[instance.size()];
    long[] start = new long[instance.size()];
    Arrays.fill(route, -1);
    for (Transmission t : table.transmissions()) {
      List<List<Integer>> edges = instance.routes(t.message()).stream().map(r -> r.edges()).toList();
      route[t.message()] = edges.indexOf(t.edges());
      start[t.message()] = t.start();
    }
    return hint(route, start);
  }

  /**
   * The values that mean a timetable.
   *
   * @param route by message, -1 for one that is left out
   * @param start by message
   */
  public Assignment hint(int[] route, long[] start) {
    long[] moved = new long[start.length];
    long shift = anchor >= 0 && route[anchor] >= 0 ? start[anchor] - instance.release(anchor) : 0;
    for (int m = 0; m < moved.length; m++) {
      long release = instance.release(m);
      moved[m] = route[m] < 0
          ? release
          : anchor < 0 ? start[m] : release + Math.floorMod(start[m] - shift - release, instance.period(m));
    }
    State state = new State(route, moved);
    return Assignment.of(values.stream().mapToLong(v -> v.applyAsLong(state)).toArray());
  }

  /** The message whose start is fixed because all may be turned together, or null. */
  @Nullable
  Integer anchor() {
    return anchor < 0 ? null : anchor;
  }
}
