package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.bounds.Jobs.Member;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The number of messages that cannot be served, at least: those that miss their deadlines even alone, and those for which some port or link
 * that they cannot avoid has no room.
 *
 * <p>Source of the count on one machine with deadlines: Moore, An n job, one machine sequencing algorithm for minimizing the number of late
 * jobs, Management Science 1968.
 */
final class LeftOutBound {
  /** Name of the bound. */
  static final String BOUND = "left-out";

  private final LinkSlotsProblem problem;
  private final Times times;

  LeftOutBound(LinkSlotsProblem problem) {
    this.problem = problem;
    this.times = new Times(problem, Times.Precedence.IGNORED);
  }

  /** 0 if every message must be served. */
  LowerBound bound() {
    if (problem.rules().allServed()) {
      return new LowerBound(BOUND, 0, "every message must be served");
    }
    List<String> late = problem.messages().stream().filter(this::isLate).map(Message::name).toList();
    List<String> reasons = new ArrayList<>();
    Set<Integer> counted = new HashSet<>();
    long out = late.size();
    Gates gates = new Gates(problem, times);
    Map<Gate, Long> alone = new LinkedHashMap<>();
    Stream.of(gates.inject(), gates.eject(), gates.links()).flatMap(List::stream)
        .forEach(g -> alone.put(g, crowded(g, Set.of())));
    alone.values().removeIf(v -> v == 0);
    // The fullest first; what messages of one gate leave out adds to what others of another one do.
    for (Gate gate : alone.keySet().stream().sorted(Comparator.comparingLong((Gate g) -> -alone.get(g))).toList()) {
      long more = crowded(gate, counted);
      if (more > 0) {
        out += more;
        reasons.add("%s has no room for %d of its messages".formatted(gate.place(), more));
        gate.jobs().members().forEach(m -> counted.add(m.message()));
      }
    }
    if (!late.isEmpty()) {
      reasons.add("too late even alone: " + String.join(", ", late));
    }
    return new LowerBound(BOUND, out, reasons.isEmpty() ? "each message alone meets its deadline" : String.join("; ", reasons));
  }

  /** Whether it misses its deadline on an empty network. A periodic message's deadline counts from its injection. */
  boolean isLate(Message m) {
    long from = m.period() > 0 ? 0 : times.start(m);
    return times.length(m) >= Reach.FAR || m.hasDeadline() && from + times.length(m) > m.deadline();
  }

  /** How many of the messages of a gate, without those that are counted already, cannot be served. */
  private long crowded(Gate gate, Set<Integer> counted) {
    List<Member> members = gate.jobs().members().stream()
        .filter(m -> !counted.contains(m.message()) && !isLate(problem.messages().get(m.message()))).toList();
    if (problem.isPeriodic()) {
      long pairs = gate.single() && gate.machines() == 1 ? members.size() - cliques(members) : 0;
      return Math.max(pairs, overUtilised(members, gate.machines()));
    }
    return gate.machines() == 1 ? tooMany(members) : 0;
  }

  /** How many do not fit if those with the least hold per period are served first. */
  private long overUtilised(List<Member> members, long machines) {
    BigInteger common = BigInteger.ONE;
    for (Member m : members) {
      BigInteger period = BigInteger.valueOf(period(m));
      common = common.divide(common.gcd(period)).multiply(period);
    }
    List<BigInteger> shares = new ArrayList<>();
    for (Member m : members) {
      shares.add(common.divide(BigInteger.valueOf(period(m))).multiply(BigInteger.valueOf(m.job().length())));
    }
    shares.sort(Comparator.naturalOrder());
    BigInteger room = common.multiply(BigInteger.valueOf(machines));
    long served = 0;
    for (BigInteger share : shares) {
      room = room.subtract(share);
      served += room.signum() >= 0 ? 1 : 0;
    }
    return members.size() - served;
  }

  /** How many cliques of messages whose holds are together longer than the gcd of their periods cover all: one of each can be served. */
  private long cliques(List<Member> members) {
    List<List<Member>> cliques = new ArrayList<>();
    for (Member m : members.stream().sorted(Comparator.comparingLong((Member m) -> -m.job().length())).toList()) {
      List<Member> home = cliques.stream().filter(c -> c.stream().allMatch(o -> meet(o, m))).findFirst().orElse(null);
      if (home == null) {
        home = new ArrayList<>();
        cliques.add(home);
      }
      home.add(m);
    }
    return cliques.size();
  }

  private boolean meet(Member a, Member b) {
    long gcd = BigInteger.valueOf(period(a)).gcd(BigInteger.valueOf(period(b))).longValueExact();
    return a.message() != b.message() && a.job().length() + b.job().length() > gcd;
  }

  private long period(Member m) {
    return problem.messages().get(m.message()).period();
  }

  /** Moore's algorithm from the least head on: whenever a deadline is missed, the longest one so far is left out. */
  private long tooMany(List<Member> members) {
    List<Member> byDue = members.stream().filter(m -> problem.messages().get(m.message()).hasDeadline())
        .sorted(Comparator.comparingLong(this::due)).toList();
    long now = byDue.stream().mapToLong(m -> m.job().head()).min().orElse(0);
    PriorityQueue<Long> longest = new PriorityQueue<>(Comparator.reverseOrder());
    long out = 0;
    for (Member m : byDue) {
      longest.add(m.job().length());
      now += m.job().length();
      if (now > due(m)) {
        now -= longest.remove();
        out++;
      }
    }
    return out;
  }

  /** The slot before which its hold must end. */
  private long due(Member m) {
    return problem.messages().get(m.message()).deadline() - m.job().tail();
  }
}
