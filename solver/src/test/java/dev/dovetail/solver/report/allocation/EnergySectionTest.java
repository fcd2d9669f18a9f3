package dev.dovetail.solver.report.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.networks.Networks;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.allocation.AllocationMethods;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnergySectionTest {
  /** Each tile reads 1,000 bytes from DRAM by itself. */
  private record OwnTraffic(CostModel model) implements CostModel {
    @Override
    public String name() {
      return "own-traffic";
    }

    @Override
    public List<CostPoint> points(Workload workload, Layer layer, Box tile, Core core) {
      return model.points(workload, layer, tile, core).stream()
          .map(p -> new CostPoint(p.cycles(), p.energyFemtojoules(), p.bufferBytes(), 1_000, p.estimated(), p.dataflow()))
          .toList();
    }

    @Override
    public Optional<CostFloor> floor(Workload workload, Layer layer, Core core) {
      return model.floor(workload, layer, core);
    }
  }

  /** Stops at the first mapping. */
  private static final class First implements Listener<Schedule> {
    @Nullable
    Schedule schedule;

    @Override
    public void incumbent(Schedule mapping, long objective, String source) {
      schedule = schedule == null ? mapping : schedule;
    }

    @Override
    public void bound(LowerBound bound) {}

    @Override
    public long bestObjective() {
      return Long.MAX_VALUE;
    }

    @Override
    public long bestBound() {
      return Long.MIN_VALUE;
    }

    @Override
    public boolean shouldStop() {
      return schedule != null;
    }
  }

  @Test
  void thePartsSumUpToTheEnergyThatTheEvaluatorFinds() {
    AllocationProblem problem =
        new AllocationProblem("own", Networks.byName("mobilenet-v2").orElseThrow(), Accelerators.byNameOrFile("quad-core-mesh"),
            new OwnTraffic(new PeArrayCostModel()), Objective.LATENCY, Map.of(), List.of(), AllocationProblem.Options.DEFAULT);
    First first = new First();
    AllocationMethods.all().get(0).solve(problem, new Limits(Duration.ofMinutes(1), 0, 1, 1, true, 512), first);
    Schedule schedule = java.util.Objects.requireNonNull(first.schedule);
    long energy = new AllocationEvaluator().evaluate(problem, schedule).cost().get("energyFemtojoules");

    Html html = new Html();
    ScheduleView view = new ScheduleView(problem, schedule);
    EnergySection.write(html, view, view.horizon());

    assertThat(html.render()).contains("(" + Numbers.grouped(energy) + " fJ)").contains("DRAM traffic of tasks");
  }
}
