package dev.dovetail.models.stream;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.Exact;
import dev.dovetail.models.Findings;
import dev.dovetail.models.stream.GroupGraph.Kind;
import dev.dovetail.models.stream.GroupPricer.Levels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges mappings in Stream's slot model ("stream-compatible").
 *
 * <p>Rules by name: {@code unknown-node}, {@code missing-node}, {@code node-twice}, {@code layout-node}, {@code group-order},
 * {@code unknown-core}, {@code core-kind}, {@code core-twice}, {@code unknown-loop}, {@code split-twice}, {@code split-divides},
 * {@code split-cores}, {@code tile-node}, {@code tile-twice}, {@code tile-divides}, {@code iterations}, {@code missing-cost},
 * {@code no-route}, {@code unknown-link}, {@code link-set}, {@code slot-missing}, {@code slot-order}, {@code slot-core}, {@code slot-link},
 * {@code level}, {@code tensor-cores}, {@code memory}.
 *
 * <p>Source: stream-dse 1.13.14 (MIT); an independent implementation of its arithmetic.
 */
public final class StreamEvaluator implements Evaluator<StreamProblem, StreamMapping> {
  /** Cost: cycles of all groups, one after another. */
  public static final String LATENCY = "latencyCycles";
  /** Cost: on-core energy; estimated entries of the cost table count as 0. */
  public static final String ENERGY = "onCoreEnergyFemtojoules";
  /** Cost: nodes whose cost is an estimate. */
  public static final String ESTIMATED = "estimatedNodes";

  @Override
  public Evaluation evaluate(StreamProblem problem, StreamMapping mapping) {
    Findings findings = new Findings();
    List<GroupRun> runs = runs(problem, mapping, Levels.BEST_TOTAL, findings);
    if (runs.size() < mapping.groups().size()) {
      return new Evaluation(0, Map.of(), findings.violations());
    }
    return new Evaluation(total(runs), cost(runs), findings.violations());
  }

  /** Cycles of groups that run one after another. */
  public static long total(List<GroupRun> runs) {
    return runs.stream().mapToLong(GroupRun::totalCycles).reduce(0, Exact::add);
  }

  /**
   * All numbers of a mapping's groups.
   *
   * @param levels how ties between reuse levels are settled
   * @param findings gets every broken rule
   * @return one run per group; fewer if broken rules leave no numbers
   */
  public static List<GroupRun> runs(StreamProblem problem, StreamMapping mapping, Levels levels, Findings findings) {
    if (!new MappingRules(problem, mapping, findings).check()) {
      return List.of();
    }
    GroupPricer pricer = new GroupPricer(problem);
    List<GroupRun> runs = new ArrayList<>();
    for (int g = 0; g < mapping.groups().size(); g++) {
      StreamGroup group = mapping.groups().get(g);
      Optional<GroupRun> run = pricer.price(group, levels, "group " + g, findings);
      run.ifPresent(r -> MemoryRule.check(problem, pricer, group, r, findings));
      run.ifPresent(runs::add);
    }
    return runs;
  }

  private static Map<String, Long> cost(List<GroupRun> runs) {
    long estimated = 0;
    long energy = 0;
    long in = 0;
    long out = 0;
    for (GroupRun run : runs) {
      estimated += run.nodes().stream().filter(GroupRun.NodeRun::estimated).count();
      energy = Exact.add(energy, run.femtojoules());
      for (int t = 0; t < run.transfers().size(); t++) {
        GroupRun.TransferRun transfer = run.transfers().get(t);
        long moved = Exact.multiply(transfer.bits(), Math.max(1, transfer.present() / transfer.reuse()));
        Kind kind = run.graph().transfers().get(t).kind();
        in = Exact.add(in, kind == Kind.MEM_TO_COMPUTE ? moved : 0);
        out = Exact.add(out, kind == Kind.COMPUTE_TO_MEM ? moved : 0);
      }
    }
    Map<String, Long> cost = new LinkedHashMap<>();
    cost.put(LATENCY, total(runs));
    cost.put(ENERGY, energy);
    cost.put("groups", (long) runs.size());
    cost.put("dramReadBits", in);
    cost.put("dramWriteBits", out);
    cost.put(ESTIMATED, estimated);
    return cost;
  }
}
