package dev.dovetail.models.linkslots;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.Exact;
import dev.dovetail.models.Findings;
import dev.dovetail.models.links.ChannelUse;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.Walk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges slot tables: walks every route, puts every hold on its channel, checks every rule, and recomputes what it costs.
 *
 * <p>Rules by name: {@code message}, {@code time}, {@code route}, {@code channel-twice}, {@code transfer-link}, {@code route-policy},
 * {@code wait}, {@code link-capacity}, {@code release}, {@code precedence}, {@code chunk-order}, {@code deadline}, {@code period},
 * {@code unserved}. If tables are given, what they do is replayed from them alone: flit by flit where links carry one flit per slot, as METRO
 * does, and by whole frames under other rates, store and forward, or periods. Their rules: {@code table-row}, {@code table-output},
 * {@code table-overlap}, {@code table-source}, {@code table-missing-row}, {@code table-message}, {@code table-collision},
 * {@code table-delivery}, {@code table-alignment}, {@code table-sum}, {@code table-loop}, {@code table-agreement}.
 *
 * <p>Deadlines of flows that have a period of their own are times from injection to finish, others are slots. A precedence is between the
 * first occurrences of repeating messages.
 */
public final class LinkSlotsEvaluator implements Evaluator<LinkSlotsProblem, SlotTable> {
  @Override
  public Evaluation evaluate(LinkSlotsProblem problem, SlotTable table) {
    Findings findings = new Findings();
    Journeys journeys = new Journeys(problem, table.transmissions(), findings);
    new RouteRules(journeys).check();
    new TimeRules(journeys, table).check();
    ChannelUse use = use(journeys, table);
    use.check(wording(journeys, "link-capacity"), findings);
    replay(journeys, table);
    Map<String, Long> cost = cost(journeys, table, use);
    long objective = cost.getOrDefault(switch (problem.rules().goal()) {
      case MAKESPAN -> "makespanSlots";
      case PERIOD -> "periodSlots";
      case DEADLINE -> "unserved";
      case WEIGHTED_FINISH -> "weightedFinishSlots";
    }, 0L);
    return new Evaluation(objective, cost, findings.violations());
  }

  /** Slot after the last flit of each message, by message, as the convention of local ports counts; -1 where it has no sound route. */
  public static long[] finishes(LinkSlotsProblem problem, SlotTable table) {
    Journeys journeys = new Journeys(problem, table.transmissions(), new Findings());
    long[] finishes = new long[journeys.walks.length];
    for (int m = 0; m < finishes.length; m++) {
      Walk walk = journeys.walks[m];
      finishes[m] = walk == null ? -1 : journeys.finish(m, walk);
    }
    return finishes;
  }

  /** Replays tables that are given, from themselves alone, and compares them with what the transmissions say. */
  private static void replay(Journeys journeys, SlotTable table) {
    SlotTable.Tables tables = table.tables();
    if (tables == null) {
      return;
    }
    TableRows rows = new TableRows(journeys.problem, tables, journeys.findings);
    boolean[] served = new boolean[journeys.walks.length];
    for (int m = 0; m < served.length; m++) {
      served[m] = journeys.transmissions[m] != null;
    }
    rows.sources.forEach(r -> served[r.message()] = true);
    if (FlitReplay.isPossible(journeys.problem, table)) {
      new FlitReplay(rows, served).run();
    } else {
      new FrameReplay(rows, table, served).run(wording(journeys, "table-collision"));
    }
    new TableAgreement(rows).check(tables, SlotTables.of(journeys));
  }

  /** What all sound messages hold. */
  private static ChannelUse use(Journeys journeys, SlotTable table) {
    ChannelUse use = new ChannelUse(journeys.links);
    for (int m = 0; m < journeys.walks.length; m++) {
      Walk walk = journeys.walks[m];
      if (walk != null) {
        use.hold(walk, journeys.start(m), Journeys.period(journeys.problem, table, m), m);
      }
    }
    return use;
  }

  /** Channels are named by their edge, if they have but one. */
  static ChannelUse.Wording wording(Journeys journeys, String rule) {
    String[] names = new String[journeys.links.channels().size()];
    for (Edge edge : journeys.links.edges()) {
      for (int c : edge.channels()) {
        names[c] = names[c] == null ? "link " + edge.name() : "channel " + journeys.links.channels().get(c).name();
      }
    }
    return new ChannelUse.Wording(rule, "slot", c -> names[c], journeys::name);
  }

  private static Map<String, Long> cost(Journeys journeys, SlotTable table, ChannelUse use) {
    LinkSlotsProblem problem = journeys.problem;
    boolean open = problem.network().ports() == LocalPorts.OPEN;
    long makespan = 0;
    long weighted = 0;
    long unserved = 0;
    long flitHops = 0;
    long[] entries = new long[journeys.links.nodes().size()];
    for (Message message : problem.messages()) {
      int m = message.index();
      Walk walk = journeys.walks[m];
      if (walk == null) {
        unserved++;
        continue;
      }
      long finish = journeys.finish(m, walk);
      makespan = Math.max(makespan, finish);
      weighted = Exact.add(weighted, Exact.multiply(message.weight(), finish));
      flitHops = Exact.add(flitHops, Exact.multiply(message.volume(), journeys.hops(m)));
      List<Integer> route = journeys.route(m);
      for (int e : route) {
        int node = journeys.links.edges().get(e).to();
        if (open || !(journeys.isPort(e) && message.destinations().stream().anyMatch(d -> sink(problem, d) == node))) {
          entries[node]++;
        }
      }
      if (open) {
        message.sources().forEach(s -> entries[problem.network().tiles().get(s).source()]++);
      }
    }
    long total = 0;
    long most = 0;
    for (long n : entries) {
      total += n;
      most = Math.max(most, n);
    }
    Map<String, Long> cost = new LinkedHashMap<>();
    cost.put("makespanSlots", makespan);
    cost.put("periodSlots", Math.max(0, table.period()));
    cost.put("weightedFinishSlots", weighted);
    cost.put("unserved", unserved);
    cost.put("flitHops", flitHops);
    cost.put("tableEntries", total);
    cost.put("maxRouterEntries", most);
    cost.put("busiestLinkSlots", use.busiest());
    return cost;
  }

  private static int sink(LinkSlotsProblem problem, int tile) {
    return problem.network().tiles().get(tile).sink();
  }
}
