package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.encodings.allocation.OrderModel;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times of a fixed allocation, all of them or those in a window. */
class OrderModelTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), 0, 1, 1, false, 512);

  private static Optional<Schedule> listSchedule(AllocationProblem problem, SplittableRandom random) {
    Decoder decoder = new Decoder(new Machine(problem));
    Iterator<Genome> genomes = new Portfolio(new Shapes(decoder.machine)).genomes(() -> false);
    for (int skip = random.nextInt(6); skip > 0 && genomes.hasNext(); skip--) {
      genomes.next();
    }
    while (genomes.hasNext()) {
      Optional<Decoder.Decoded> decoded = decoder.decode(genomes.next(), Long.MAX_VALUE);
      if (decoded.isPresent()) {
        return decoded.map(d -> ScheduleWriter.write(decoder.machine, d.table()));
      }
    }
    return Optional.empty();
  }

  private static Evaluation judge(AllocationProblem problem, Schedule schedule) {
    return new AllocationEvaluator().evaluate(problem, schedule);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 7, 8, 10, 11, 12, 13, 14, 16, 17, 18, 19, 21, 23, 24, 25, 26, 27, 28, 29, 30})
  void aScheduleIsAHintOfEachOfItsWindows(long seed) {
    AllocationProblem problem = RandomInstances.problem(seed);
    SplittableRandom random = new SplittableRandom(seed);
    Schedule schedule = listSchedule(problem, random).orElseThrow();
    long latency = judge(problem, schedule).objective();
    for (int k = 0; k < 6; k++) {
      long from = k == 0 ? 0 : random.nextLong(latency);
      long to = k == 0 ? Long.MAX_VALUE : from + 1 + random.nextLong(latency);
      OrderModel order = OrderModel.of(problem, schedule, from, to).orElseThrow();
      assertThat(order.model().check(order.model().hint().orElseThrow())).isEmpty();
      assertThat(order.model().objectiveOf(order.model().hint().orElseThrow())).isEqualTo(latency);
      assertThat(order.decode(order.model().hint().orElseThrow())).isEqualTo(schedule);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5, 12, 17, 23, 28})
  void whatAWindowImprovesTheEvaluatorAccepts(long seed) {
    AllocationProblem problem = RandomInstances.problem(seed);
    SplittableRandom random = new SplittableRandom(seed);
    Schedule schedule = listSchedule(problem, random).orElseThrow();
    long latency = judge(problem, schedule).objective();
    for (int k = 0; k < 3; k++) {
      long from = random.nextLong(latency * 3 / 4);
      OrderModel order = OrderModel.of(problem, schedule, from, from + latency / 4 + 1).orElseThrow();
      BackendResult result = new CpSatBackend().solve(order.model(), LIMITS, BackendListener.SILENT);
      assertThat(result.termination()).isNotEqualTo(Outcome.Termination.FAILED);
      assertThat(result.hintRejected()).isFalse();
      Schedule found = order.decode(result.solution().orElseThrow());
      assertThat(judge(problem, found).violations()).isEmpty();
      assertThat(judge(problem, found).objective()).isLessThanOrEqualTo(latency).isLessThanOrEqualTo(result.objective());
    }
  }

  @Test
  void delayedTasksInsideOfAWindowAreMovedBack() {
    AllocationProblem problem = JointModelTest.worked();
    Schedule schedule = listSchedule(problem, new SplittableRandom(0)).orElseThrow();
    long latency = judge(problem, schedule).objective();
    Schedule late = Delayed.by(schedule, latency / 2, 100);
    assertThat(judge(problem, late).objective()).isEqualTo(latency + 100);
    OrderModel order = OrderModel.of(problem, late, latency / 2 - 200, latency / 2 + 200).orElseThrow();
    BackendResult result = new CpSatBackend().solve(order.model(), LIMITS, BackendListener.SILENT);
    assertThat(judge(problem, order.decode(result.solution().orElseThrow())).objective()).isLessThanOrEqualTo(latency);
  }
}
