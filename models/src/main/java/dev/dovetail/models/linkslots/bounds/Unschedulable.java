package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.bounds.Jobs.Member;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Names the messages because of which not all of a problem can be served.
 *
 * <p>Three reasons need no search: a message that misses its deadline on an empty network; a port or link that messages which cannot avoid it
 * ask for more slots than there are; two of them whose holds are together longer than the greatest common divisor of their periods, so that
 * they meet whenever they start.
 */
final class Unschedulable {
  /** Messages that are listed with what they need. */
  private static final int LISTED = 12;

  private final LinkSlotsProblem problem;
  private final Times times;
  private final LeftOutBound late;

  Unschedulable(LinkSlotsProblem problem) {
    this.problem = problem;
    this.times = new Times(problem, Times.Precedence.IGNORED);
    this.late = new LeftOutBound(problem);
  }

  /**
   * Does nothing if messages may be left out, or if none of the three reasons is there.
   *
   * @throws InfeasibleException if one is; it names the messages, what they need and what there is
   */
  void check() {
    if (!problem.rules().allServed() && problem.rules().goal() == Goal.DEADLINE) {
      return;
    }
    deadlines();
    if (problem.isPeriodic() && problem.rules().goal() != Goal.PERIOD) {
      Gates gates = new Gates(problem, times);
      for (List<Gate> sort : List.of(gates.inject(), gates.eject(), gates.links())) {
        for (Gate gate : sort) {
          load(gate);
          if (gate.single() && gate.machines() == 1) {
            pairs(gate);
          }
        }
      }
    }
  }

  private void deadlines() {
    List<Message> missing = problem.messages().stream().filter(late::isLate).toList();
    if (missing.isEmpty()) {
      return;
    }
    String one = missing.size() == 1 ? "1 of %d messages misses its deadline" : "%d of %d messages miss their deadlines";
    String count =
        missing.size() == 1 ? one.formatted(problem.messages().size()) : one.formatted(missing.size(), problem.messages().size());
    String who = missing.stream().limit(LISTED).map(this::lateness).collect(Collectors.joining("; "));
    String others = missing.size() > LISTED
        ? "; and so do " + missing.stream().skip(LISTED).map(Message::name).collect(Collectors.joining(", "))
        : "";
    String helps = missing.stream().limit(LISTED).map(m -> "%s of at least %d".formatted(m.name(), due(m)))
        .collect(Collectors.joining(", "));
    throw new InfeasibleException(
        "%s even on an empty network: %s%s.".formatted(count, who, others),
        "leave messages out (admission: most), or give deadlines that can be met: to %s%s.".formatted(helps,
            missing.size() > LISTED ? " and so on" : ""));
  }

  private long due(Message m) {
    return (problem.isPeriodic() ? 0 : times.start(m)) + times.length(m);
  }

  private String lateness(Message m) {
    String needs = problem.isPeriodic()
        ? "message %s takes at least %d slots, its deadline is %d".formatted(m.name(), due(m), m.deadline())
        : "message %s finishes in slot %d at the earliest, its deadline is %d".formatted(m.name(), due(m), m.deadline());
    return needs + " (%s)".formatted(way(m));
  }

  /** The fastest way to the farthest destination. */
  private String way(Message m) {
    LinkNetwork links = problem.network().links();
    int source = m.source();
    int destination = m.destinations().get(0);
    for (int s : m.sources()) {
      for (int d : m.destinations()) {
        if (times.reach(m).between(s, d) > times.reach(m).between(source, destination)) {
          source = s;
          destination = d;
        }
      }
    }
    List<Integer> path = times.reach(m).fastest(source, destination);
    String ends = path.size() <= 4
        ? path.stream().map(e -> links.edges().get(e).name()).collect(Collectors.joining(", "))
        : "%s, %s, ..., %s".formatted(links.edges().get(path.get(0)).name(), links.edges().get(path.get(1)).name(),
            links.edges().get(path.get(path.size() - 1)).name());
    return path.isEmpty() ? "no way leads there" : "%d edges: %s".formatted(path.size(), ends);
  }

  private void load(Gate gate) {
    BigInteger common = BigInteger.ONE;
    for (Member m : gate.jobs().members()) {
      BigInteger period = BigInteger.valueOf(period(m));
      common = common.divide(common.gcd(period)).multiply(period);
    }
    BigInteger held = BigInteger.ZERO;
    for (Member m : gate.jobs().members()) {
      held = held.add(common.divide(BigInteger.valueOf(period(m))).multiply(BigInteger.valueOf(m.job().length())));
    }
    BigInteger room = common.multiply(BigInteger.valueOf(gate.machines()));
    if (held.compareTo(room) > 0) {
      throw new InfeasibleException(
          "%s has %s slots in every %s, the %d messages that cannot avoid it need %s: %s.".formatted(sentence(gate.place()), room,
              common,
              gate.jobs().size(), held, names(gate.jobs().members())),
          "leave messages out (admission: most), lengthen their periods or send less.");
    }
  }

  private void pairs(Gate gate) {
    List<Member> members = gate.jobs().members();
    for (int i = 0; i < members.size(); i++) {
      for (int j = 0; j < i; j++) {
        Member f = members.get(j);
        Member g = members.get(i);
        long gcd = BigInteger.valueOf(period(f)).gcd(BigInteger.valueOf(period(g))).longValueExact();
        if (f.message() != g.message() && f.job().length() + g.job().length() > gcd) {
          throw new InfeasibleException(
              "The messages %s and %s meet on %s whenever they start: it is held for %d and %d slots, and their periods (%d and %d) leave %d."
                  .formatted(name(f), name(g), gate.place(), f.job().length(), g.job().length(), period(f), period(g), gcd),
              "leave messages out (admission: most), or give the two periods of which one is a multiple of the other.");
        }
      }
    }
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private String names(List<Member> members) {
    List<String> all = new ArrayList<>(members.stream().map(this::name).distinct().toList());
    String listed = all.stream().limit(LISTED).collect(Collectors.joining(", "));
    return all.size() > LISTED ? listed + " and %d others".formatted(all.size() - LISTED) : listed;
  }

  private String name(Member m) {
    return problem.messages().get(m.message()).name();
  }

  private long period(Member m) {
    return problem.messages().get(m.message()).period();
  }
}
