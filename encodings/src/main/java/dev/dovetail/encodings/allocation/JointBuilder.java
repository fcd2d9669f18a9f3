package dev.dovetail.encodings.allocation;

import static dev.dovetail.encodings.cp.Constraints.atLeast;
import static dev.dovetail.encodings.cp.Constraints.atMost;
import static dev.dovetail.encodings.cp.Constraints.equal;
import static dev.dovetail.encodings.cp.Constraints.exactlyOne;
import static dev.dovetail.encodings.cp.Constraints.implies;
import static dev.dovetail.encodings.cp.Constraints.max;
import static dev.dovetail.encodings.cp.Constraints.or;

import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.encodings.cp.SearchPhase;
import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.intracore.CostPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Builds the joint model over a {@link JointSpace}.
 *
 * <p>Each variable is made together with its value in a given schedule, so a hint cannot be incomplete.
 */
final class JointBuilder {
  /** One way to run a node: a core and a cost point; cycles in units. */
  record Option(int core, int point, long cycles, CostPoint cost, Literal literal) {}

  /** A node; {@code on[c]} is null where it cannot run. */
  record Node(List<Option> options, @Nullable Literal[] on, IntVar start, LinearExpr end) {}

  /** One way for a slot to hold channels. */
  record Choice(Site.Hold hold, Literal literal) {}

  /** A possible transfer; {@code fills[c]} is null where it cannot go. */
  record Slot(Literal present, IntVar start, LinearExpr end, @Nullable Literal[] fills, List<Choice> holds, long leastSpan) {}

  final JointSpace space;
  final long unit;
  final Node[] nodes;
  final List<List<Slot>> slots = new ArrayList<>();
  final @Nullable Slot[] stores;
  final List<List<Integer>> interchangeable = new ArrayList<>();
  final List<ToLongFunction<TileSchedule>> values = new ArrayList<>();

  List<Resources.Order> orders = List.of();

  private final boolean ordered;
  private final Site site;
  private final TileGraph graph;
  private final ModelBuilder m;
  private final Literal yes;
  private final Resources resources;
  private final Map<List<Object>, Literal[]> copies = new HashMap<>();
  private final LinearExpr.Sum energy = new LinearExpr.Sum();
  private final long lowerBound;
  private final JointEncoding.Limit limit;

  JointBuilder(Site site, TileGraph graph, boolean ordered, long lowerBound, @Nullable Schedule known,
      JointEncoding.Limit limit) {
    this.ordered = ordered;
    this.site = site;
    this.graph = graph;
    this.lowerBound = lowerBound;
    this.limit = limit;
    this.m = ConstraintModel.builder("allocation/joint " + site.problem.name());
    this.yes = m.trueLiteral();
    values.add(t -> 1);
    this.resources = new Resources(site.accelerator);
    this.space = new JointSpace(site, graph, known, limit);
    this.unit = space.unit;
    this.nodes = new Node[graph.nodes()];
    this.stores = new Slot[graph.items().size()];
  }

  ConstraintModel build() {
    for (int n = 0; n < nodes.length; n++) {
      nodes[n] = node(n);
    }
    site.problem.together().forEach(this::together);
    precedences();
    for (int i = 0; i < stores.length; i++) {
      Item item = graph.items().get(i);
      slots.add(item.consumers().length == 0 ? List.of() : slotsOf(i, item));
      if (item.producer() >= 0) {
        stores[i] = graph.tensor(item).isOutput() ? store(i, item) : null;
        home(i, item);
      }
    }
    breakSymmetry();
    resources.post(m);
    objective();
    if (ordered) {
      orders = resources.orders(m);
    } else {
      advise();
    }
    return m.build();
  }

  /** Cores first, then who fills what, then times from the earliest on: for backends that branch as they are told. */
  private void advise() {
    List<Literal> cores = new ArrayList<>();
    List<Literal> sends = new ArrayList<>();
    List<IntVar> starts = new ArrayList<>();
    for (Node node : nodes) {
      node.options().forEach(o -> cores.add(o.literal()));
      starts.add(node.start());
    }
    for (List<Slot> list : slots) {
      for (Slot slot : list) {
        Arrays.stream(slot.fills()).filter(Objects::nonNull).forEach(sends::add);
        slot.holds().forEach(h -> sends.add(h.literal()));
        starts.add(slot.start());
      }
    }
    Arrays.stream(stores).filter(Objects::nonNull).forEach(s -> starts.add(s.start()));
    m.search(new SearchPhase(variables(cores), SearchPhase.VariableOrder.INPUT, SearchPhase.ValueOrder.MAX));
    m.search(new SearchPhase(variables(sends), SearchPhase.VariableOrder.INPUT, SearchPhase.ValueOrder.MAX));
    m.search(new SearchPhase(starts, SearchPhase.VariableOrder.SMALLEST_MIN, SearchPhase.ValueOrder.MIN));
  }

  private List<IntVar> variables(List<Literal> literals) {
    return literals.stream().map(Literal::variable).distinct().map(v -> m.variable(v)).toList();
  }

  /** Whether no item of a schedule has more transfers than the model offers. */
  boolean hasSlotsFor(TileSchedule t) {
    for (int i = 0; i < stores.length; i++) {
      if (t.sends().get(i).size() > slots.get(i).size() || (t.stores()[i] == null) != (stores[i] == null)) {
        return false;
      }
    }
    return Arrays.stream(t.start()).max().orElse(0) <= space.horizon * unit;
  }

  IntVar variable(long min, long max, String name, ToLongFunction<TileSchedule> value) {
    values.add(value);
    return m.intVar(min, Math.max(min, max), name);
  }

  Literal literal(String name, java.util.function.Predicate<TileSchedule> value) {
    values.add(t -> value.test(t) ? 1 : 0);
    return m.boolVar(name);
  }

  IntervalVar span(LinearExpr start, LinearExpr size, LinearExpr end, Literal presence, String name) {
    return presence.equals(yes) ? m.interval(start, size, end, name) : m.optionalInterval(start, size, end, presence, name);
  }

  private Node node(int n) {
    String name = graph.nodeName(n);
    List<Integer> cores = space.eligible(n);
    if (cores.isEmpty()) {
      m.add(or(List.of()).named("no core runs " + name));
    }
    List<List<CostPoint>> points = cores.stream().map(c -> site.points(graph.layer(n), graph.boxes()[n], c)).toList();
    int count = points.stream().mapToInt(List::size).sum();
    long[] cycles = points.stream().flatMap(List::stream).mapToLong(CostPoint::cycles).map(c -> c / unit).distinct().toArray();
    long least = Arrays.stream(cycles).min().orElse(0);
    IntVar start = variable(0, space.horizon - least, "start " + name, t -> t.start()[n] / unit);
    LinearExpr end =
        cycles.length <= 1
            ? start.plus(least)
            : variable(0, space.horizon, "end " + name, t -> t.end(site, graph, n) / unit).expr();
    List<Option> options = new ArrayList<>();
    @Nullable Literal[] on = new Literal[site.cores];
    for (int k = 0; k < cores.size(); k++) {
      int c = cores.get(k);
      List<Literal> here = new ArrayList<>();
      String where = name + " on " + site.accelerator.cores().get(c).name();
      for (int p = 0; p < points.get(k).size(); p++) {
        int point = p;
        Literal chosen =
            count == 1 ? yes : literal(where + (p == 0 ? "" : " point " + p), t -> t.core()[n] == c && t.point()[n] == point);
        Option option = new Option(c, p, points.get(k).get(p).cycles() / unit, points.get(k).get(p), chosen);
        options.add(option);
        here.add(chosen);
        use(option, start, end, cycles.length > 1, where);
      }
      on[c] = here.size() == 1 ? here.get(0) : anyOf(here, where, t -> t.core()[n] == c);
    }
    m.add(exactlyOne(options.stream().map(Option::literal).toList()).named("core of " + name));
    return new Node(List.copyOf(options), on, start, end);
  }

  private void use(Option o, IntVar start, LinearExpr end, boolean durationVaries, String name) {
    if (durationVaries) {
      m.add(equal(end.minus(start), o.cycles()).onlyIf(o.literal()));
    }
    IntervalVar busy = span(start.expr(), LinearExpr.constant(o.cycles()), end, o.literal(), name);
    resources.core(o.core(), busy);
    resources.memory(o.core(), busy, o.cost().bufferBytes());
    energy.add(
        o.literal(),
        Math.addExact(o.cost().energyFemtojoules(),
            Math.multiplyExact(o.cost().dramBytes(), site.accelerator.ownDramFemtojoulesPerByte())));
  }

  private Literal anyOf(Collection<Literal> literals, String name, java.util.function.Predicate<TileSchedule> value) {
    Literal any = literal("any " + name, value);
    m.add(equal(LinearExpr.count(literals), any.expr()));
    return any;
  }

  private void together(Set<String> group) {
    int first = -1;
    for (int n = 0; n < nodes.length; n++) {
      if (!group.contains(graph.layer(n).name())) {
        continue;
      }
      if (first >= 0) {
        for (int c = 0; c < site.cores; c++) {
          Literal a = nodes[first].on()[c];
          Literal b = nodes[n].on()[c];
          m.add(equal(a == null ? LinearExpr.ZERO : a.expr(), b == null ? LinearExpr.ZERO : b.expr()).named("together"));
        }
      }
      first = n;
    }
  }

  /** A consumer starts after its producers end, wherever the two run. */
  private void precedences() {
    for (int n = 0; n < nodes.length; n++) {
      int reader = n;
      Arrays.stream(graph.inputs()[n])
          .map(i -> graph.items().get(i).producer())
          .filter(p -> p >= 0)
          .distinct()
          .forEach(p -> m.add(atMost(nodes[p].end(), nodes[reader].start().expr())));
    }
  }

  private List<Slot> slotsOf(int i, Item item) {
    int count = space.slotCount(i);
    boolean moved = item.producer() < 0 || Arrays.stream(item.consumers()).anyMatch(n -> space.isForced(item, n));
    @Nullable Literal[] copy = copies(i, item, moved && space.targets(i).size() == 1);
    List<Slot> list = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      list.add(slot(i, item, copy, list, count == 1, moved && k == 0));
    }
    for (int c : space.targets(i)) {
      Literal there = Objects.requireNonNull(copy[c]);
      if (count > 1) {
        List<Literal> one = new ArrayList<>(list.stream().map(s -> Objects.requireNonNull(s.fills()[c])).toList());
        one.add(there.not());
        m.add(exactlyOne(one));
      }
      new CopyPart(this, site, graph, m, resources).copy(i, item, c, there, list);
    }
    for (int n : item.consumers()) {
      if (moved && (item.producer() < 0 || space.isForced(item, n))) {
        // It cannot start before the first transfer could be there.
        Slot s = list.get(0);
        m.add(atMost(count == 1 ? s.end() : s.start().plus(s.leastSpan()), nodes[n].start().expr()));
      }
    }
    return list;
  }

  /** Which cores hold a copy beside home: it follows from where the nodes run, and is the same for all pieces of one thing. */
  private @Nullable Literal[] copies(int i, Item item, boolean always) {
    List<Object> key = List.of(item.producer(), Arrays.stream(item.consumers()).boxed().toList());
    Literal[] known = copies.get(key);
    if (known != null) {
      return known;
    }
    @Nullable Literal[] copy = new Literal[site.cores];
    Node producer = item.producer() < 0 ? null : nodes[item.producer()];
    for (int c : space.targets(i)) {
      String name = "copy of " + i + " on " + site.accelerator.cores().get(c).name();
      Literal there = always ? yes : literal(name, t -> t.sends().get(i).stream().anyMatch(s -> s.targets().contains(c)));
      copy[c] = there;
      Literal home = producer == null ? null : producer.on()[c];
      List<Literal> readers = new ArrayList<>();
      for (int n : item.consumers()) {
        Literal here = nodes[n].on()[c];
        if (here != null) {
          readers.add(here);
          m.add(home == null ? implies(here, there) : or(List.of(here.not(), there, home)));
        }
      }
      if (home != null) {
        m.add(or(List.of(there.not(), home.not())));
      }
      m.add(or(readers).onlyIf(there));
    }
    copies.put(key, copy);
    return copy;
  }

  /** The slot after those that are there; their transfers do not start later. */
  private Slot slot(int i, Item item, @Nullable Literal[] copy, List<Slot> before, boolean only, boolean always) {
    int k = before.size();
    String name = "send " + i + (k == 0 ? "" : "." + k);
    Literal present = always ? yes : literal("is " + name, t -> t.sends().get(i).size() > k);
    @Nullable Literal[] fills = new Literal[site.cores];
    List<Literal> any = new ArrayList<>();
    for (int c : space.targets(i)) {
      Literal fill =
          only
              ? Objects.requireNonNull(copy[c])
              : literal(
                  name + " to " + site.accelerator.cores().get(c).name(),
                  t -> t.sends().get(i).size() > k && t.sends().get(i).get(k).targets().contains(c));
      fills[c] = fill;
      any.add(fill);
      m.add(implies(fill, present));
    }
    m.add(or(any).onlyIf(present));
    TransferPart part = new TransferPart(this, site, m, resources);
    Slot slot =
        part.slot(item, name, present, fills, space.moves(i), t -> k < t.sends().get(i).size() ? t.sends().get(i).get(k) : null);
    if (k > 0) {
      m.add(implies(present, before.get(k - 1).present()));
      m.add(atMost(before.get(k - 1).start().expr(), slot.start().expr()).onlyIf(present));
    }
    return slot;
  }

  private Slot store(int i, Item item) {
    return new TransferPart(this, site, m, resources)
        .slot(item, "store " + i, yes, new Literal[site.cores], space.stores(i), t -> t.stores()[i]);
  }

  private void home(int i, Item item) {
    new CopyPart(this, site, graph, m, resources).home(i, item, slots.get(i), stores[i]);
  }

  boolean isAlways(Literal literal) {
    return literal.equals(yes);
  }

  void energy(Literal literal, long femtojoules) {
    energy.add(literal, femtojoules);
  }

  /** On a machine where routes never depend on the cores, cores that cost the same are used in the order of the nodes. */
  private void breakSymmetry() {
    for (List<Integer> group : space.interchangeable()) {
      interchangeable.add(group);
      List<Node> members = Arrays.stream(nodes).filter(n -> n.on()[group.get(0)] != null).toList();
      for (int k = 1; k < group.size(); k++) {
        List<Literal> before = new ArrayList<>();
        for (Node n : members) {
          m.add(or(before).onlyIf(Objects.requireNonNull(n.on()[group.get(k)])).named("identical cores in order"));
          before.add(Objects.requireNonNull(n.on()[group.get(k - 1)]));
        }
      }
    }
  }

  private void objective() {
    List<LinearExpr> last = new ArrayList<>();
    for (int n = 0; n < nodes.length; n++) {
      if (Arrays.stream(graph.outputs()[n]).allMatch(i -> stores[i] == null && graph.items().get(i).consumers().length == 0)) {
        last.add(nodes[n].end());
      }
    }
    Arrays.stream(stores).filter(Objects::nonNull).forEach(s -> last.add(s.end()));
    IntVar makespan = variable(0, space.horizon, "makespan", this::makespan);
    m.add(max(makespan.expr(), last).named("makespan"));
    LinearExpr total = energy.add(makespan, Math.multiplyExact(unit, site.accelerator.leakageFemtojoulesPerCycle())).build();
    if (limit.energyFemtojoules() != Long.MAX_VALUE) {
      m.add(atMost(total, limit.energyFemtojoules()).named("energy limit"));
    }
    LinearExpr objective = site.problem.objective() == Objective.LATENCY ? makespan.expr().times(unit) : total;
    if (lowerBound != Long.MIN_VALUE) {
      m.add(atLeast(objective, lowerBound).named("known lower bound"));
    }
    m.minimize(objective);
  }

  private long makespan(TileSchedule t) {
    long last = 0;
    for (int n = 0; n < nodes.length; n++) {
      last = Math.max(last, t.end(site, graph, n));
    }
    for (int i = 0; i < stores.length; i++) {
      TileSchedule.Send store = t.stores()[i];
      last = store == null ? last : Math.max(last, store.end(graph.items().get(i).bytes()));
    }
    return last / unit;
  }
}
