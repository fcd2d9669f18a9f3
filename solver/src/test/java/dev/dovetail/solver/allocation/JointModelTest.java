package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.encodings.allocation.JointEncoding;
import dev.dovetail.encodings.allocation.JointModel;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.allocation.AllocationBounds;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.AllocationProblemReader;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The joint model against the worked example, list schedules and the evaluator. */
class JointModelTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(60), 0, 1, 2, false, 512);

  static AllocationProblem worked() {
    return AllocationProblemReader.read(Path.of("../benchmarks/instances/allocation/three-layer.yaml"));
  }

  @Test
  void theWorkedExampleIsProvedOptimalByCpSatAndByChoco() {
    AllocationProblem problem = worked();
    JointModel joint = new JointEncoding().encode(problem);
    assertThat(joint.unit()).isEqualTo(16); // all durations: 32, 288, 16 on cores, 16, 64, 576 on the bus
    BackendResult result = new CpSatBackend().solve(joint.model(), LIMITS, BackendListener.SILENT);
    assertThat(result.objective()).isEqualTo(1_328);
    assertThat(result.proof()).isEqualTo(Outcome.Proof.OPTIMAL);
    Schedule schedule = joint.decode(result.solution().orElseThrow());
    Evaluation evaluation = new AllocationEvaluator().evaluate(problem, schedule);
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(1_328);
    // From that schedule and the bound of the tiles, Choco proves that nothing of 1,312 cycles exists.
    JointModel ordered = new JointEncoding(true).encode(problem, JointEncoding.fixedGraph(problem), 1_312, schedule);
    BackendResult second = new ChocoBackend().solve(ordered.model(), LIMITS, BackendListener.SILENT);
    assertThat(second.objective()).isEqualTo(1_328);
    assertThat(second.hintRejected()).isFalse();
    assertThat(second.proof()).isEqualTo(Outcome.Proof.OPTIMAL);
  }

  /** Whether a feature is loaded, or a core holds a copy of the same data twice. */
  private static boolean detours(AllocationProblem problem, Schedule schedule) {
    Set<List<Object>> held = new HashSet<>();
    return schedule.transfers().stream().anyMatch(t -> t.kind() == Schedule.Transfer.Kind.LOAD
        && !problem.workload().tensor(t.tensor()).isFromDram())
        || !schedule.buffers().stream().allMatch(b -> held.add(List.of(b.core(), b.tensor(), b.boxes())));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
  void aListScheduleIsACompleteHint(long seed) {
    AllocationProblem problem = RandomInstances.problem(seed);
    Decoder decoder = new Decoder(new Machine(problem));
    Iterator<Genome> genomes = new Portfolio(new Shapes(decoder.machine)).genomes(() -> false);
    for (int k = 0; k < 6 && genomes.hasNext(); k++) {
      Optional<Decoder.Decoded> decoded = decoder.decode(genomes.next(), Long.MAX_VALUE);
      if (decoded.isEmpty()) {
        continue;
      }
      Timetable table = decoded.get().table();
      Schedule schedule = ScheduleWriter.write(decoder.machine, table);
      JointModel joint = new JointEncoding(k % 2 == 1).encode(problem, table.deliveries().plan.graph(), Long.MIN_VALUE, schedule);
      Optional<Assignment> hint = joint.hintIfInside(schedule);
      if (k == 0) {
        assertThat(bound(problem, table)).isLessThanOrEqualTo(table.latencyCycles());
      }
      // Exactly the schedules with spills or repeated loads are outside.
      assertThat(hint.isPresent()).isEqualTo(!detours(problem, schedule));
      if (hint.isPresent()) {
        assertThat(joint.model().check(hint.get())).isEmpty();
        assertThat(joint.model().objectiveOf(hint.get())).isEqualTo(table.latencyCycles());
        Evaluation again = new AllocationEvaluator().evaluate(problem, joint.decode(hint.get()));
        assertThat(again.violations()).isEmpty();
        assertThat(again.objective()).isEqualTo(table.latencyCycles());
      }
    }
  }

  /** The best bound of the problem with the tiles of a schedule. */
  private static long bound(AllocationProblem p, Timetable table) {
    Map<String, LayerGrid> grids = new HashMap<>();
    TileGraph graph = table.deliveries().plan.graph();
    for (int l = 0; l < graph.grids().size(); l++) {
      grids.put(p.workload().layers().get(l).name(), graph.grids().get(l));
    }
    AllocationProblem fixed =
        new AllocationProblem(
            p.name(), p.workload(), p.accelerator(), p.costs(), p.objective(), p.allowed(), p.together(), grids, p.options());
    List<LowerBound> bounds = new AllocationBounds().of(fixed);
    assertThat(bounds).extracting(LowerBound::name).contains("tile-path", "tile-channel", "tile-cores");
    return bounds.stream().mapToLong(LowerBound::value).max().orElseThrow();
  }
}
