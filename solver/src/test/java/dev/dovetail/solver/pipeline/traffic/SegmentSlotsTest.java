package dev.dovetail.solver.pipeline.traffic;

import static dev.dovetail.models.pipeline.Partition.INPUT_SHARED;
import static dev.dovetail.models.pipeline.Partition.WEIGHT_SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Layers a and b of the worked example on chiplets 0 and 1, layer c on 2 and 3, on a mesh of 2 x 2. */
class SegmentSlotsTest {
  private static final Cluster AB = new Cluster(List.of(0, 1), List.of(WEIGHT_SHARED, INPUT_SHARED), List.of(0, 1));
  private static final Cluster C = new Cluster(List.of(2), List.of(INPUT_SHARED), List.of(2, 3));
  private static final Segment D = new Segment(List.of(new Cluster(List.of(3), List.of(WEIGHT_SHARED), List.of(0, 1, 2))), 2016);
  private static final long WORK = 4_000_000;

  @Test
  void aSegmentWithTimeToSpareKeepsItsStage() {
    PipelineProblem problem = WorkedMesh.problem(4, 4);
    Segment placed = new Segment(List.of(AB, C), 1296);
    Segment done = slots(problem).complete(placed, WORK);
    assertThat(done.stageCycles()).isEqualTo(1296);
    assertThat(done.traffic().transmissions()).hasSize(6);
    assertThat(judge(problem, done).violations()).isEmpty();
  }

  /**
   * At one byte per cycle each of the chiplets 2 and 3 receives 2 * 576 + 2 * 72 = 1296 bytes, from slot 2 on: 1298 at least. Chiplets 2 and 3 are
   * neighbours, so a tree reaches them an odd number of slots apart; but without a pause each of them would begin to receive in slots 2 + 72 k. So
   * 1298 is impossible, and 1299 is reached.
   */
  @Test
  void aStageTooShortForItsTransfersBecomesAsLongAsTheyNeed() {
    PipelineProblem problem = WorkedMesh.problem(1, 1);
    Segment placed = new Segment(List.of(AB, C), 1296);
    assertThat(slots(problem).bound(placed)).isEqualTo(1298);
    Segment done = slots(problem).complete(placed, WORK);
    assertThat(done.stageCycles()).isEqualTo(1299);
    Evaluation evaluation = judge(problem, done);
    assertThat(evaluation.violations()).isEmpty();
    // Loads 450 and 144, 9 stages of 1299, 8 of 2016.
    assertThat(evaluation.objective()).isEqualTo(450 + 9 * 1299 + 144 + 8 * 2016);

    Segment hurried = new Segment(done.clusters(), 1298, done.traffic());
    assertThat(judge(problem, hurried).violations()).isNotEmpty().allMatch(v -> v.rule().equals("traffic-deadline"))
        .allMatch(v -> v.where().startsWith("segment 1, message 1:"));
  }

  @Test
  void aSegmentOfOneClusterNeedsNoSlots() {
    assertThat(slots(WorkedMesh.problem(1, 1)).complete(D, WORK)).isEqualTo(D);
  }

  @Test
  void theSameSeedGivesTheSameSlots() {
    Segment placed = new Segment(List.of(AB, C), 1296);
    assertThat(slots(WorkedMesh.problem(1, 1)).complete(placed, WORK))
        .isEqualTo(slots(WorkedMesh.problem(1, 1)).complete(placed, WORK));
  }

  @Property(tries = 60)
  void slotsThatAreFoundAreSoundAndNotBelowTheBound(@ForAll @LongRange(min = 1, max = 6) long ingress,
      @ForAll @LongRange(min = 1, max = 6) long link, @ForAll @IntRange(min = 1, max = 3) int senders,
      @ForAll boolean senderByPositions, @ForAll boolean receiverByPositions) {
    PipelineProblem problem = WorkedMesh.problem(ingress, link);
    List<Integer> chiplets = List.of(0, 1, 2, 3);
    Cluster before = new Cluster(List.of(0, 1), List.of(WEIGHT_SHARED, senderByPositions ? WEIGHT_SHARED : INPUT_SHARED),
        chiplets.subList(0, senders));
    Cluster after = new Cluster(List.of(2), List.of(receiverByPositions ? WEIGHT_SHARED : INPUT_SHARED),
        chiplets.subList(senders, 4));
    Segment placed = new Segment(List.of(before, after), 20_000);
    Segment fast = new Segment(List.of(before, after), slots(problem).bound(new Segment(List.of(before, after), 1)));
    for (Segment segment : List.of(placed, fast)) {
      Segment done = slots(problem).complete(segment, WORK);
      assertThat(done.stageCycles()).isGreaterThanOrEqualTo(slots(problem).bound(segment));
      assertThat(judge(problem, done).violations()).noneMatch(v -> v.rule().startsWith("traffic"));
    }
    assertThat(slots(WorkedMesh.problem(ingress, 2 * link)).bound(fast)).as("twice the links").isLessThanOrEqualTo(
        slots(problem).bound(fast));
  }

  private static SegmentSlots slots(PipelineProblem problem) {
    return new SegmentSlots(problem, 1, () -> false);
  }

  private static Evaluation judge(PipelineProblem problem, Segment first) {
    return new PipelineEvaluator().evaluate(problem, new PipelinePlan(List.of(first, D)));
  }
}
