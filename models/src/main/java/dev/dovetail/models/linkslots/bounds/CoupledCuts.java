package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A bound by several full cuts at once, whose links start together at the same routers.
 *
 * <p>Proof. Let K be the links of cuts that share none, each carrying one message at a time. A message holds a link of each cut that it must
 * pass, so the links of K are held for at least the sum S of all loads. A link is held between its first hold, which begins in slot x, and its
 * last one, which ends y slots before the makespan T; so the sum of T - x - y over K is at least S. What begins at a router first is either
 * injected there, and then one after the other, because a path has but one link out of its source and the inject port carries one message at a
 * time; or it comes in over a link from farther away, on each link one after the other. So the k links of K out of one router cannot all begin
 * as early as the first: their x add up to the k least of these times. Likewise the y at a router that links of K enter. A link that no message
 * takes counts with 0, which T - x - y is no less than, as the bound by the first cut alone is at least every x + y that was used. Trees are left out: a copy begins on several
 * links at once. Eject ports that do not count may be held later: they put no order on what ends.
 */
final class CoupledCuts {
  /** Name of the bound. */
  static final String BOUND = "coupled-cuts";
  /** Cuts that are put together at most. */
  private static final int MOST_CUTS = 24;

  private final LinkSlotsProblem problem;
  private final SlotNetwork network;
  private final LinkNetwork links;
  private final Times times;
  private final Map<Integer, long[]> firstOut = new HashMap<>();
  private final Map<Integer, long[]> lastIn = new HashMap<>();

  CoupledCuts(LinkSlotsProblem problem, Times times) {
    this.problem = problem;
    this.network = problem.network();
    this.links = network.links();
    this.times = times;
  }

  /** The best bound over the fullest cuts together, the two fullest, the three fullest and so on; empty if messages may branch. */
  Optional<LowerBound> bound() {
    boolean paths = problem.messages().stream().allMatch(m -> m.sources().size() == 1 && m.destinations().size() == 1);
    if (!paths || problem.messages().isEmpty()) {
      return Optional.empty();
    }
    LowerBound best = null;
    Set<Integer> taken = new HashSet<>();
    List<Integer> edges = new ArrayList<>();
    List<String> names = new ArrayList<>();
    long load = 0;
    long known = 0;
    for (Cuts.Loaded loaded : new Cuts(problem, times).fullest(20 * MOST_CUTS)) {
      Cut cut = new Cut(problem, times, loaded.inside());
      if (names.size() < MOST_CUTS && isApart(cut, taken)) {
        for (int e : cut.edges()) {
          taken.add(links.edges().get(e).channels().get(0));
          edges.add(e);
        }
        names.add(loaded.name());
        Jobs jobs = cut.jobs();
        known = names.size() == 1 ? Machines.plain(jobs, cut.machines()) : known;
        load = Math.addExact(load, jobs.load());
        long[] sums = sums(edges);
        long value = Machines.ceilDiv(load + sums[0] + sums[1], edges.size());
        if (known >= sums[2] && (best == null || value > best.value())) {
          best = new LowerBound(BOUND, value,
              "%d cuts of %d links, %s first: messages hold them for %d slots, and their links begin in slots that add up to %d, end %d slots early"
                  .formatted(names.size(), edges.size(), names.get(0), load, sums[0], sums[1]));
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private boolean isApart(Cut cut, Set<Integer> taken) {
    return cut.isSingle() && cut.machines() == cut.edges().size() && cut.edges().stream()
        .allMatch(e -> links.edges().get(e).channels().size() == 1 && !taken.contains(links.edges().get(e).channels().get(0)));
  }

  /** Least sum of first slots, least sum of slots after the last ones, most slots of both that one link was given. */
  private long[] sums(List<Integer> edges) {
    Map<Integer, Integer> out = new HashMap<>();
    Map<Integer, Integer> in = new HashMap<>();
    for (int e : edges) {
      out.merge(links.edges().get(e).from(), 1, Integer::sum);
      in.merge(links.edges().get(e).to(), 1, Integer::sum);
    }
    long[] sums = new long[3];
    long latest = 0;
    long earliest = 0;
    for (Map.Entry<Integer, Integer> o : out.entrySet()) {
      long[] first = firstOut.computeIfAbsent(o.getKey(), this::firstOut);
      sums[0] += Arrays.stream(first, 0, o.getValue()).sum();
      latest = Math.max(latest, first[o.getValue() - 1]);
    }
    for (Map.Entry<Integer, Integer> i : in.entrySet()) {
      long[] last = lastIn.computeIfAbsent(i.getKey(), this::lastIn);
      sums[1] += Arrays.stream(last, 0, i.getValue()).sum();
      earliest = Math.max(earliest, last[i.getValue() - 1]);
    }
    sums[2] = latest + earliest;
    return sums;
  }

  /** By number of links out of a router: the slot in which that many can have begun, the least ones first. */
  private long[] firstOut(int router) {
    long own = Reach.FAR;
    long others = Reach.FAR;
    long length = Long.MAX_VALUE;
    for (Message m : problem.messages()) {
      long at = times.start(m) + times.reach(m).fromTile(m.source())[router];
      if (network.tiles().get(m.source()).router() == router) {
        own = Math.min(own, at);
      } else {
        others = Math.min(others, at);
      }
      length = Math.min(length, times.hold(m));
    }
    return slots(own, others, length, Channel.Kind.INJECT, router);
  }

  /** By number of links into a router: how long before the end that many can have ended, the least ones first. */
  private long[] lastIn(int router) {
    long own = Reach.FAR;
    long others = Reach.FAR;
    long length = Long.MAX_VALUE;
    for (Message m : problem.messages()) {
      int d = m.destinations().get(0);
      if (network.tiles().get(d).router() == router) {
        own = Math.min(own, entering(router).stream().mapToLong(e -> times.reach(m).tail(e, d)).min().orElse(Reach.FAR)
            + times.follows(m));
      } else {
        others = Math.min(others, entering(router).stream().mapToLong(e -> times.reach(m).tail(e, d)).min().orElse(Reach.FAR)
            + times.follows(m));
      }
      length = Math.min(length, times.hold(m));
    }
    return slots(own, others, length, Channel.Kind.EJECT, router);
  }

  /** The least times, as many as the router has links: of its tile one after the other, of others on each link one after the other. */
  private long[] slots(long own, long others, long length, Channel.Kind kind, int router) {
    List<Integer> inner = kind == Channel.Kind.INJECT ? leaving(router) : entering(router);
    long passing = (kind == Channel.Kind.INJECT ? entering(router) : leaving(router)).stream()
        .mapToLong(e -> links.channels().get(links.edges().get(e).channels().get(0)).capacity()).sum();
    long ports = ports(kind, router);
    long[] slots = new long[2 * inner.size()];
    for (int i = 0; i < inner.size(); i++) {
      slots[i] = Math.min(Reach.FAR, own + (ports == 0 ? 0 : i / ports * length));
      slots[inner.size() + i] = passing == 0 ? Reach.FAR : Math.min(Reach.FAR, others + i / passing * length);
    }
    Arrays.sort(slots);
    return Arrays.copyOf(slots, inner.size());
  }

  /** How many messages the tiles at a router inject or eject at the same time; 0 for any number. */
  private long ports(Channel.Kind kind, int router) {
    if (network.ports() == LocalPorts.OPEN || kind == Channel.Kind.EJECT && !network.finishCountsPorts()) {
      return 0;
    }
    long sum = 0;
    for (Edge edge : links.edges()) {
      if ((kind == Channel.Kind.INJECT ? edge.from() : edge.to()) != router
          && (kind == Channel.Kind.INJECT ? edge.to() : edge.from()) == router && edge.channels().size() == 1
          && links.channels().get(edge.channels().get(0)).kind() == kind) {
        sum += links.channels().get(edge.channels().get(0)).capacity();
      }
    }
    return sum;
  }

  private List<Integer> leaving(int router) {
    return inner(router, true);
  }

  private List<Integer> entering(int router) {
    return inner(router, false);
  }

  private List<Integer> inner(int router, boolean leaving) {
    List<Integer> edges = new ArrayList<>();
    for (int e = 0; e < links.edges().size(); e++) {
      Edge edge = links.edges().get(e);
      if ((leaving ? edge.from() : edge.to()) == router
          && !edge.channels().stream().allMatch(c -> Reach.isPort(links.channels().get(c)))) {
        edges.add(e);
      }
    }
    return edges;
  }
}
