package dev.dovetail.models.fusion;

import dev.dovetail.models.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a plan is one at all, and whether a problem admits it.
 *
 * <p>Role: every rule about order, cuts, tile counts and weight loads that can be told without tile shapes.
 */
final class PlanRules {
  static final String ORDER = "order";
  static final String CUTS = "cuts";
  static final String TILE_COUNT = "tile-count";
  static final String WEIGHT_LOADS = "weight-loads";
  static final String ISOLATE_FC = "isolate-fc";

  /** Most tiles of all layers together, so that positions are ints and lists fit the memory. */
  static final int MOST_TILES = 1 << 20;

  private final FusionNetwork network;
  private final FusionPlan plan;
  private final List<Violation> violations = new ArrayList<>();

  private PlanRules(FusionNetwork network, FusionPlan plan) {
    this.network = network;
    this.plan = plan;
  }

  /** What makes the plan's lists contradict themselves or the network; nothing can be expanded from such a plan. */
  static List<Violation> malformed(FusionNetwork network, FusionPlan plan) {
    PlanRules rules = new PlanRules(network, plan);
    if (rules.isPermutation()) {
      rules.checkTopology();
    }
    rules.checkCuts();
    rules.checkWeightLoads();
    return rules.violations;
  }

  /** What the problem's rules forbid of a plan that is not malformed. */
  static List<Violation> forbidden(FusionProblem problem, FusionPlan plan) {
    PlanRules rules = new PlanRules(problem.network(), plan);
    if (!problem.rules().anyTileCount()) {
      rules.checkPowersOfTwo();
    }
    if (!problem.rules().reloadWeights()) {
      rules.checkLoadedOnce();
    }
    if (problem.rules().isolateFc()) {
      rules.checkIsolation();
    }
    return rules.violations;
  }

  private void broken(String rule, String where, String message, Object... values) {
    violations.add(new Violation(rule, where, message.formatted(values)));
  }

  private boolean isPermutation() {
    int n = network.layers().size();
    boolean[] seen = new boolean[n];
    int before = violations.size();
    for (int p = 0; p < plan.order().size(); p++) {
      int id = plan.order().get(p);
      if (id < 0 || id >= n) {
        broken(ORDER, "position " + p, "There is no layer %d: ids are 0 to %d.", id, n - 1);
      } else if (seen[id]) {
        broken(ORDER, "position " + p, "The layer %s stands twice in the order.", name(id));
      } else {
        seen[id] = true;
      }
    }
    for (int id = 0; id < n; id++) {
      if (!seen[id]) {
        broken(ORDER, "layer " + name(id), "It is not in the order.");
      }
    }
    return violations.size() == before;
  }

  private void checkTopology() {
    int[] position = new int[plan.order().size()];
    for (int p = 0; p < position.length; p++) {
      position[plan.order().get(p)] = p;
    }
    for (FusionLayer l : network.layers()) {
      for (int producer : FusionNetwork.producers(l)) {
        if (position[producer] > position[l.id()]) {
          broken(ORDER, "layer " + name(l.id()), "It stands at position %d, before %s at %d, which it reads.", position[l.id()],
              name(producer), position[producer]);
        }
      }
    }
  }

  private void checkCuts() {
    int n = network.layers().size();
    if (plan.dramCuts().isEmpty() || plan.dramCuts().get(0) != 0) {
      broken(CUTS, "dramCuts", "The first DRAM cut must be 0, but the cuts are %s.", plan.dramCuts());
    }
    checkAscending("dramCuts", plan.dramCuts(), 0, n);
    checkAscending("flcCuts", plan.flcCuts(), 1, n);
    for (int cut : plan.flcCuts()) {
      if (plan.dramCuts().contains(cut)) {
        broken(CUTS, "flcCuts", "The cut at %d is a DRAM cut, too.", cut);
      }
    }
    int groups = plan.dramCuts().size() + plan.flcCuts().size();
    if (plan.tileCounts().size() != groups) {
      broken(TILE_COUNT, "tileCounts", "There are %d tile counts, but %d sub-groups.", plan.tileCounts().size(), groups);
      return;
    }
    for (int g = 0; g < groups; g++) {
      if (plan.tileCounts().get(g) < 1) {
        broken(TILE_COUNT, "sub-group " + g, "The tile count (%d) must be at least 1.", plan.tileCounts().get(g));
      }
    }
    if (violations.isEmpty()) {
      checkTileSum();
    }
  }

  private void checkTileSum() {
    List<SubGroup.Span> spans = SubGroup.spans(plan);
    long sum = 0;
    for (SubGroup.Span s : spans) {
      sum += (long) (s.to() - s.from()) * s.tiles();
    }
    if (sum > MOST_TILES) {
      broken(TILE_COUNT, "tileCounts", "The plan has %d tiles of layers, more than the %d that are expanded.", sum, MOST_TILES);
    }
  }

  private void checkAscending(String key, List<Integer> cuts, int least, int n) {
    int last = least - 1;
    for (int cut : cuts) {
      if (cut < least || cut >= n) {
        broken(CUTS, key, "The cut at %d must be from %d to %d.", cut, least, n - 1);
      } else if (cut <= last) {
        broken(CUTS, key, "The cut at %d stands behind %d; cuts ascend.", cut, last);
      }
      last = cut;
    }
  }

  private void checkWeightLoads() {
    int n = network.layers().size();
    if (plan.weightLoads().isEmpty()) {
      return;
    }
    if (plan.weightLoads().size() != n) {
      broken(WEIGHT_LOADS, "weightLoads", "There are %d numbers of weight loads, but %d layers.", plan.weightLoads().size(), n);
      return;
    }
    List<SubGroup.Span> spans = violations.isEmpty() ? SubGroup.spans(plan) : List.of();
    for (int id = 0; id < n; id++) {
      int loads = plan.weightLoads().get(id);
      int position = plan.order().indexOf(id);
      int most = network.layers().get(id).weightBytes() == 0
          ? 1
          : spans.stream().filter(s -> s.from() <= position && position < s.to()).mapToInt(SubGroup.Span::tiles).findAny()
              .orElse(Integer.MAX_VALUE);
      if (loads < 1 || loads > most) {
        broken(WEIGHT_LOADS, "layer " + name(id),
            "The weights are loaded %d times; it must be from 1 to %d: once per tile at most.",
            loads, most);
      }
    }
  }

  private void checkPowersOfTwo() {
    for (int g = 0; g < plan.tileCounts().size(); g++) {
      if (Integer.bitCount(plan.tileCounts().get(g)) != 1) {
        broken(TILE_COUNT, "sub-group " + g, "The tile count (%d) is no power of two, and the problem admits no other.",
            plan.tileCounts().get(g));
      }
    }
  }

  private void checkLoadedOnce() {
    for (int id = 0; id < plan.weightLoads().size(); id++) {
      if (plan.weightLoads().get(id) != 1) {
        broken(WEIGHT_LOADS, "layer " + name(id), "The weights are loaded %d times, but the problem admits no reload.",
            plan.weightLoads().get(id));
      }
    }
  }

  /** A fully connected layer, with the run of pooling layers right before it in the order, is a layer group of its own. */
  private void checkIsolation() {
    int n = plan.order().size();
    int[] cuts = plan.dramCuts().stream().mapToInt(i -> i).toArray();
    for (int p = 0; p < n; p++) {
      if (kind(p) == LayerKind.FC) {
        int first = p;
        while (first > 0 && kind(first - 1) == LayerKind.POOL) {
          first--;
        }
        int begin = first;
        int end = p + 1;
        boolean isolated = Arrays.binarySearch(cuts, begin) >= 0 && (end == n || Arrays.binarySearch(cuts, end) >= 0)
            && Arrays.stream(cuts).noneMatch(c -> c > begin && c < end);
        if (!isolated) {
          broken(ISOLATE_FC, "layer " + name(plan.order().get(p)),
              "Positions %d to %d (the layer and the pooling before it) must be a layer group of their own.", begin, end - 1);
        }
      }
    }
  }

  private LayerKind kind(int position) {
    return network.layers().get(plan.order().get(position)).kind();
  }

  private String name(int id) {
    return network.layers().get(id).name() + " (id " + id + ")";
  }
}
