package dev.dovetail.models.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Objective;
import dev.dovetail.models.Violation;
import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FusionEvaluatorTest {
  private static final Map<String, FusionProblem> POINTS = ReferencePlans.points();

  /** What the reference program's search ended with. */
  record Recorded(String point, String instance, DramSchedule schedule, long cycles) {
    @Override
    public String toString() {
      return instance;
    }
  }

  static List<Recorded> recorded() {
    return DataFile.read(ReferencePlans.FOLDER.resolve("soma-schedules.json")).items().stream()
        .map(n -> new Recorded(n.required("point").text(), n.required("instance").text(),
            new DramSchedule(ints(n, "dramOrder"), ints(n, "times")), n.required("cycles").longValue()))
        .toList();
  }

  private static List<Integer> ints(DataNode node, String key) {
    return node.required(key).items().stream().map(i -> i.intValue(-1, 1 << 20)).toList();
  }

  private static Evaluation evaluate(FusionProblem problem, FusionPlan plan, DramSchedule schedule) {
    return new FusionEvaluator().evaluate(problem, new FusionMapping(plan, schedule));
  }

  private static FusionProblem with(FusionProblem p, FusionRules rules, Objective objective) {
    return new FusionProblem(p.name(), p.network(), p.batch(), p.core(), p.dramBytesPerCycle(), rules, objective);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void a_recorded_plan_and_schedule_take_the_recorded_latency_and_energy(Recorded r) {
    ReferencePlans.Row row = ReferencePlans.row(r.instance());

    Evaluation evaluation = evaluate(POINTS.get(r.point()), row.plan(), r.schedule());

    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(r.cycles());
    assertThat(evaluation.cost()).containsEntry("latencyCycles", r.cycles()).containsEntry("computeCycles", row.computeCycles())
        .containsEntry("dramCycles", row.dramCycles()).containsEntry("tiles", (long) row.tiles())
        .containsEntry("dramTensors", (long) row.tensors());
    long energy = evaluation.cost().get("energyFemtojoules");
    assertThat(Math.round(energy / 1e3)).isCloseTo(Math.round(row.energyPicojoules()), org.assertj.core.data.Offset.offset(2L));
    // Nanojoules are rounded up.
    assertThat(evaluation.cost().get("edpNanojouleCycles")).isEqualTo(r.cycles() * ((energy + 999_999) / 1_000_000));
    assertThat(evaluation.cost().get("peakBufferBytes")).isPositive()
        .isLessThanOrEqualTo(POINTS.get(r.point()).core().bufferBytes());
  }

  @Test
  void the_objective_is_what_the_problem_asks_for() {
    Recorded r = recorded().get(0);
    FusionProblem point = POINTS.get(r.point());
    FusionPlan plan = ReferencePlans.row(r.instance()).plan();

    Evaluation energy = evaluate(with(point, FusionRules.SOMA, Objective.ENERGY), plan, r.schedule());
    Evaluation product = evaluate(with(point, FusionRules.SOMA, Objective.EDP), plan, r.schedule());

    assertThat(energy.objective()).isEqualTo(energy.cost().get("energyFemtojoules"));
    assertThat(product.objective()).isEqualTo(product.cost().get("edpNanojouleCycles"));
  }

  @Test
  void rules_that_the_problem_keeps_are_violations_with_their_place() {
    FusionProblem point = POINTS.get("resnet50_edge_b1");
    FusionPlan one = ReferencePlans.row("resnet50_edge_b1-hand-oneLG11").plan();
    FusionPlan threeTiles = new FusionPlan(one.order(), one.dramCuts(), one.flcCuts(), List.of(4, 7));
    List<Integer> loads = new ArrayList<>(Collections.nCopies(72, 1));
    loads.set(2, 3);
    FusionPlan reloaded = new FusionPlan(one.order(), one.dramCuts(), one.flcCuts(), List.of(4, 1), loads);
    DramScheduleProblem expanded = new PlanExpansion(point).expand(one).orThrow().schedule();

    Evaluation isolated = evaluate(with(point, FusionRules.SOMA, Objective.LATENCY), one, DefaultSchedule.of(expanded));
    FusionProblem powers = with(point, new FusionRules(false, false, 0, false), Objective.LATENCY);

    assertThat(isolated.violations()).anySatisfy(v -> {
      assertThat(v.rule()).isEqualTo("isolate-fc");
      assertThat(v.where()).isEqualTo("layer fc (id 71)");
      assertThat(v.message()).contains("Positions 70 to 71");
    });
    assertThat(rules(powers, threeTiles)).contains("tile-count at sub-group 1: The tile count (7) is no power of two,"
        + " and the problem admits no other.");
    assertThat(rules(powers, reloaded))
        .contains("weight-loads at layer conv_2_0_a (id 2): The weights are loaded 3 times, but the problem admits no reload.");
  }

  private static List<String> rules(FusionProblem problem, FusionPlan plan) {
    return evaluate(problem, plan, new DramSchedule(List.of(), List.of())).violations().stream().map(Violation::toString)
        .toList();
  }

  @Test
  void the_run_of_pools_before_a_fully_connected_layer_belongs_to_its_group() {
    FusionProblem point = POINTS.get("resnet50_edge_b1");
    FusionProblem soma = with(point, FusionRules.SOMA, Objective.LATENCY);
    List<Integer> order = ReferencePlans.row("resnet50_edge_b1-hand-oneLG11").plan().order();

    assertThat(rules(soma, new FusionPlan(order, List.of(0, 70), List.of(), List.of(1, 1))))
        .noneMatch(v -> v.startsWith("isolate"));
    assertThat(rules(soma, new FusionPlan(order, List.of(0, 70), List.of(71), List.of(1, 1, 1))))
        .noneMatch(v -> v.startsWith("isolate"));
    assertThat(rules(soma, new FusionPlan(order, List.of(0, 71), List.of(), List.of(1, 1))))
        .anyMatch(v -> v.startsWith("isolate"));
    assertThat(rules(soma, new FusionPlan(order, List.of(0, 70, 71), List.of(), List.of(1, 1, 1))))
        .anyMatch(v -> v.startsWith("isolate"));
    assertThat(rules(soma, new FusionPlan(order, List.of(0), List.of(70), List.of(1, 1)))).anyMatch(v -> v.startsWith("isolate"));
    assertThat(rules(soma, new FusionPlan(order, List.of(0, 69), List.of(), List.of(1, 1))))
        .anyMatch(v -> v.startsWith("isolate"));
  }

  @Test
  void plans_that_contradict_themselves_are_violations_not_exceptions() {
    FusionProblem point = POINTS.get("gpt2s_decode_edge_b1");
    FusionPlan good = ReferencePlans.row("gpt2s_decode_edge_b1-s1-p0").plan();
    List<Integer> order = good.order();
    List<Integer> twice = new ArrayList<>(order);
    twice.set(5, order.get(4));
    List<Integer> unknown = new ArrayList<>(order);
    unknown.set(5, 42);
    List<Integer> swapped = new ArrayList<>(order);
    Collections.swap(swapped, 0, 1);

    assertThat(rules(point, new FusionPlan(twice, good.dramCuts(), good.flcCuts(), good.tileCounts())))
        .anyMatch(v -> v.contains("stands twice in the order")).anyMatch(v -> v.contains("It is not in the order"));
    assertThat(rules(point, new FusionPlan(unknown, good.dramCuts(), good.flcCuts(), good.tileCounts())))
        .anyMatch(v -> v.contains("There is no layer 42: ids are 0 to 41"));
    assertThat(rules(point, new FusionPlan(swapped, good.dramCuts(), good.flcCuts(), good.tileCounts())))
        .anyMatch(v -> v.contains("before norm1 (id 0) at 1, which it reads"));
    assertThat(rules(point, new FusionPlan(order, List.of(), List.of(), List.of()))).anyMatch(v -> v.contains("must be 0"));
    assertThat(rules(point, new FusionPlan(order, List.of(0, 9, 5), List.of(), List.of(1, 1, 1))))
        .anyMatch(v -> v.contains("The cut at 5 stands behind 9"));
    assertThat(rules(point, new FusionPlan(order, List.of(0, 42), List.of(), List.of(1, 1))))
        .anyMatch(v -> v.contains("The cut at 42 must be from 0 to 41"));
    assertThat(rules(point, new FusionPlan(order, List.of(0, 9), List.of(9), List.of(1, 1, 1))))
        .anyMatch(v -> v.contains("The cut at 9 is a DRAM cut, too"));
    assertThat(rules(point, new FusionPlan(order, List.of(0, 9), List.of(), List.of(1))))
        .anyMatch(v -> v.contains("There are 1 tile counts, but 2 sub-groups"));
    assertThat(rules(point, new FusionPlan(order, List.of(0), List.of(), List.of(0)))).anyMatch(v -> v.contains("at least 1"));
    assertThat(rules(point, new FusionPlan(order, List.of(0), List.of(), List.of(1 << 30))))
        .anyMatch(v -> v.contains("more than the 1048576 that are expanded"));
    assertThat(rules(point, new FusionPlan(order, List.of(0), List.of(), List.of(1), List.of(1, 1))))
        .anyMatch(v -> v.contains("There are 2 numbers of weight loads, but 42 layers"));
    assertThat(rules(point, new FusionPlan(order, List.of(0), List.of(), List.of(1), Collections.nCopies(42, 2))))
        .anyMatch(v -> v.contains("loaded 2 times; it must be from 1 to 1"));
    assertThat(rules(point, new FusionPlan(order, List.of(0), List.of(), List.of(2))))
        .contains(
            "tile-shape at sub-group 0: Layer res2 (id 41) with 1 rows and 1 columns of 1 samples cannot be cut into 2 tiles.");
    assertThat(rules(point, good)).anyMatch(v -> v.contains("There are 0 times for"));
  }
}
