package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.bounds.Jobs.Member;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Bounds on the sum of weight times finish: each message alone, or the messages of each port taking turns.
 *
 * <p>Ports: each message is counted at one inject port, or at one eject port. A port of one message at a time is a machine with release dates;
 * the schedule that always runs the largest weight per slot, interrupting others, has the least sum of weighted mean busy times, and a job
 * ends no earlier than its mean busy time plus half its length. Source: Goemans, Queyranne, Schulz, Skutella, Wang, Single machine scheduling
 * with release dates, SIAM J. Discrete Mathematics 2002, section 2.
 */
final class WeightedFinishBounds {
  private final LinkSlotsProblem problem;
  private final Times times;
  private final Ports ports;

  WeightedFinishBounds(LinkSlotsProblem problem) {
    this.problem = problem;
    this.times = new Times(problem, Times.Precedence.STARTS);
    this.ports = new Ports(problem, times);
  }

  /** The bound by distances, and one by each sort of port. */
  List<LowerBound> all() {
    long alone = 0;
    for (Message m : problem.messages()) {
      alone = Math.addExact(alone, alone(m));
    }
    List<LowerBound> bounds = new ArrayList<>();
    bounds.add(new LowerBound(DistanceBound.BOUND, alone,
        "each of %d messages as if it were alone".formatted(problem.messages().size())));
    List<Gate> inject = ports.inject();
    List<Gate> eject = ports.eject();
    if (!inject.isEmpty()) {
      bounds.add(byPorts(Ports.INJECT, inject, alone));
    }
    if (!eject.isEmpty()) {
      bounds.add(byPorts(Ports.EJECT, eject, alone));
    }
    return bounds;
  }

  private long alone(Message m) {
    return Math.multiplyExact(m.weight(), Math.min(Reach.FAR, times.start(m) + times.length(m)));
  }

  private LowerBound byPorts(String name, List<Gate> gates, long alone) {
    boolean[] counted = new boolean[problem.messages().size()];
    long sum = alone;
    long most = 0;
    String where = "no port delays any message";
    for (Gate gate : gates) {
      List<Member> members = new ArrayList<>();
      long distances = 0;
      for (Member member : gate.jobs().members()) {
        if (!counted[member.message()]) { // a tree or in-tree holds several ports
          counted[member.message()] = true;
          members.add(member);
          distances = Math.addExact(distances, alone(problem.messages().get(member.message())));
        }
      }
      long gain = gate.machines() == 1 ? takingTurns(members) - distances : 0;
      if (gain > 0) {
        sum = Math.addExact(sum, gain);
        if (gain > most) {
          most = gain;
          where = "taking turns costs most at %s".formatted(gate.place());
        }
      }
    }
    return new LowerBound(name, sum, where);
  }

  /** Sum of weight times (end of the hold plus tail), at least, if one machine holds all of these. */
  private long takingTurns(List<Member> members) {
    List<Work> byHead = new ArrayList<>(members.stream().map(Work::new).toList());
    byHead.sort(Comparator.comparingLong(w -> w.member.job().head()));
    PriorityQueue<Work> ready = new PriorityQueue<>(this::byRatio);
    long now = 0;
    int next = 0;
    long sum = 0;
    while (next < byHead.size() || !ready.isEmpty()) {
      if (ready.isEmpty()) {
        now = Math.max(now, byHead.get(next).member.job().head());
      }
      for (; next < byHead.size() && byHead.get(next).member.job().head() <= now; next++) {
        ready.add(byHead.get(next));
      }
      Work work = ready.element();
      long until = next < byHead.size() ? byHead.get(next).member.job().head() : Long.MAX_VALUE;
      long piece = Math.min(work.left, until - now);
      work.run(now, piece);
      now = Math.addExact(now, piece);
      if (work.left == 0) {
        ready.remove();
        sum = Math.addExact(sum, cost(work));
      }
    }
    return sum;
  }

  /** A hold that runs in pieces. */
  private static final class Work {
    private final Member member;
    private long left;
    /** Sum over the pieces [a, b) of b * b - a * a. */
    private BigInteger twiceBusy = BigInteger.ZERO;

    Work(Member member) {
      this.member = member;
      this.left = member.job().length();
    }

    void run(long from, long slots) {
      BigInteger both = BigInteger.valueOf(from).shiftLeft(1).add(BigInteger.valueOf(slots));
      twiceBusy = twiceBusy.add(both.multiply(BigInteger.valueOf(slots)));
      left -= slots;
    }
  }

  /** Weight * (mean busy time + length / 2 + tail), rounded down. */
  private long cost(Work work) {
    BigInteger length = BigInteger.valueOf(work.member.job().length());
    BigInteger weight = BigInteger.valueOf(weight(work.member));
    // mean busy time + length / 2 = twiceBusy / (2 length) + length / 2
    BigInteger end = work.twiceBusy.add(length.multiply(length)).multiply(weight).divide(length.shiftLeft(1));
    return end.add(weight.multiply(BigInteger.valueOf(work.member.job().tail()))).longValueExact();
  }

  private long weight(Member m) {
    return problem.messages().get(m.message()).weight();
  }

  /** The largest weight per slot first. */
  private int byRatio(Work a, Work b) {
    BigInteger left = BigInteger.valueOf(weight(a.member)).multiply(BigInteger.valueOf(b.member.job().length()));
    BigInteger right = BigInteger.valueOf(weight(b.member)).multiply(BigInteger.valueOf(a.member.job().length()));
    int order = right.compareTo(left);
    return order != 0 ? order : Integer.compare(a.member.message(), b.member.message());
  }
}
