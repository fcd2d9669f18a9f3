package dev.dovetail.solver.pipeline.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import dev.dovetail.encodings.pipeline.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Allocations for the layers of the worked example on a mesh of 2 x 2. */
class SlackAllocationTest {
  @Test
  void wideLinksLeaveTheAllocationOfTheChain() {
    // {a,b} and {c} on two chiplets each: 648 + 648 and 1296 cycles; (8 + 1) * 1296 + 450 = 12114.
    ChainPlan.Segment segment = cheapest(WorkedMesh.problem(4, 1000), 0, 2, 100).orElseThrow();
    assertThat(segment.clusters()).extracting(c -> c.first() + "-" + c.last() + ":n" + c.chiplets())
        .containsExactly("0-1:n2", "2-2:n2");
    assertThat(segment.stageCycles()).isEqualTo(1296);
    assertThat(segment.cost()).isEqualTo(12_114);
  }

  @Property(tries = 100)
  void allocationsAreSoundAndTakeTheTimesOfTheJudge(@ForAll @LongRange(min = 1, max = 8) long ingress,
      @ForAll @LongRange(min = 1, max = 8) long link, @ForAll @IntRange(min = 0, max = 300) int strain,
      @ForAll boolean rectangles,
      @ForAll @IntRange(min = 0, max = 1) int first) {
    PipelineProblem base = WorkedMesh.problem(ingress, link);
    PipelineProblem problem = rectangles ? WorkedMesh.with(base, Shape.RECTANGLES, true) : base;
    Optional<ChainPlan.Segment> found = cheapest(problem, first, first + 1, strain);
    if (found.isPresent()) {
      PipelineProblem chain = WorkedMesh.with(problem, Shape.STRIPS, false);
      List<Segment> plan = new ArrayList<>();
      for (int l = 0; l < 4; l++) {
        if (l == first) {
          plan.add(placed(problem, found.get()));
        } else if (l != first + 1) {
          plan.add(WorkedMesh.alone(l, 1_000_000));
        }
      }
      assertThat(new PipelineEvaluator().evaluate(chain, new PipelinePlan(plan)).violations()).isEmpty();
      Segment hurried = new Segment(plan.get(first).clusters(), found.get().stageCycles() - 1);
      plan.set(first, hurried);
      assertThat(new PipelineEvaluator().evaluate(chain, new PipelinePlan(plan)).violations()).isNotEmpty();
    }
  }

  private static Optional<ChainPlan.Segment> cheapest(PipelineProblem problem, int first, int last, int strain) {
    return new SlackAllocation(problem, first, last, strain).cheapest();
  }

  private static Segment placed(PipelineProblem problem, ChainPlan.Segment segment) {
    List<PipelinePlan.Cluster> clusters = new ArrayList<>();
    int position = 0;
    for (ChainPlan.Cluster cluster : segment.clusters()) {
      clusters.add(Placement.strip(problem, cluster, position));
      position += cluster.chiplets();
    }
    return new Segment(clusters, segment.stageCycles());
  }
}
