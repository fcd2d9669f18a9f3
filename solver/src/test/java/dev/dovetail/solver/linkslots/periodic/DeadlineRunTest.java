package dev.dovetail.solver.linkslots.periodic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import dev.dovetail.solver.exhaustive.ExhaustiveBackend;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeadlineRunTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(60), 0, 1, 1, true, 512);

  private static Outcome solve(LinkSlotsProblem problem, Backend backend, boolean searches, Recorder heard) {
    return new DeadlineRun(new Run(problem, backend.name(), LIMITS, heard, () -> backend, System.nanoTime()), searches).run();
  }

  @Test
  void two_frames_that_fill_their_circle_are_placed() {
    // 3 + 5 = 8 slots in a period of 8
    LinkSlotsProblem problem = Streams.line(2, 1).stream(0, 1, 3, 8, 0).stream(0, 1, 5, 8, 0).all();
    Recorder heard = new Recorder(problem);

    assertThat(solve(problem, new CpSatBackend(), true, heard).proof()).isEqualTo(Outcome.Proof.OPTIMAL);
    assertThat(new Judge(problem, 0).leftOut(heard.table())).isZero();
  }

  @Test
  void periods_with_a_small_gcd_leave_no_room_though_the_link_is_nearly_idle() {
    // gcd(6, 10) = 2: two frames of 2 slots always meet; the link is used 2/6 + 2/10 = 53 % of the time
    LinkSlotsProblem problem = Streams.line(2, 1).stream(0, 1, 2, 6, 0).stream(0, 1, 2, 10, 0).all();
    Recorder heard = new Recorder(problem);
    Outcome outcome = solve(problem, new CpSatBackend(), false, heard);

    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.INFEASIBLE);
    assertThat(outcome.detail()).contains("These 2 messages cannot be placed together", "s0, s1", "Maybe leave messages out");
  }

  @Test
  void those_in_conflict_are_named_and_no_others() {
    // s1 and s3 meet modulo gcd(6, 10) = 2, the others run on other links or fit
    LinkSlotsProblem problem = Streams.line(4, 1).stream(1, 0, 2, 6, 0).stream(1, 3, 2, 6, 0).stream(0, 1, 1, 10, 0)
        .stream(0, 2, 2, 10, 0).stream(3, 0, 1, 30, 0).all();
    Outcome outcome = solve(problem, new CpSatBackend(), true, new Recorder(problem));

    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.INFEASIBLE);
    assertThat(outcome.detail()).contains("These 2 messages").contains("s1, s3");
  }

  @Test
  void a_ring_goes_the_other_way_round_where_one_way_is_full() {
    // both to the neighbour, 5 + 5 slots in a period of 8: one of them takes the three links the other way
    LinkSlotsProblem problem = Streams.ring(4, 1).stream(0, 1, 5, 8, 0).stream(0, 1, 5, 8, 0).all();
    Recorder heard = new Recorder(problem);
    solve(problem, new CpSatBackend(), true, heard);

    assertThat(new Judge(problem, 0).leftOut(heard.table())).isZero();
    assertThat(heard.table().transmissions()).extracting(t -> t.edges().size()).containsExactlyInAnyOrder(1, 3);
  }

  @Test
  void a_deadline_that_no_route_meets_leaves_its_stream_out() {
    // three links of 2 slots with a latency of 5 between them: 2 + 5 + 2 + 5 + 2 = 16
    LinkSlotsProblem problem = Streams.line(4, 5).stream(0, 3, 2, 20, 15).stream(0, 3, 2, 20, 16).most();
    Recorder heard = new Recorder(problem);

    assertThat(solve(problem, new CpSatBackend(), true, heard).proof()).isEqualTo(Outcome.Proof.OPTIMAL);
    assertThat(heard.bestObjective()).isEqualTo(1);
    assertThat(heard.table().transmissions().get(0).message()).isEqualTo(1);
  }

  @Test
  void a_link_for_two_frames_at_a_time_is_counted() {
    // 3 frames of 4 slots in a period of 6 fill 2 * 6 slots, though no two of them are apart: [0, 4), [2, 6), [4, 8 = 2)
    Streams streams = Streams.line(2, 1).capacity(2).stream(0, 1, 4, 6, 0).stream(0, 1, 4, 6, 0).stream(0, 1, 4, 6, 0);
    Recorder heard = new Recorder(streams.most());
    solve(streams.most(), new CpSatBackend(), false, heard);
    assertThat(heard.bestObjective()).isZero();
    assertThat(new Judge(streams.most(), 0).leftOut(heard.table())).isZero();

    LinkSlotsProblem four = streams.stream(0, 1, 1, 6, 0).most();
    Recorder fourth = new Recorder(four);
    solve(four, new CpSatBackend(), false, fourth);
    assertThat(fourth.bestObjective()).as("one slot more than there are").isEqualTo(1);
  }

  @Test
  void solvers_and_enumeration_agree_on_how_many_must_be_left_out() {
    SplittableRandom random = new SplittableRandom(11);
    List<Backend> backends = List.of(new CpSatBackend(), new ChocoBackend(), new ExhaustiveBackend());
    int leftOut = 0;
    for (int i = 0; i < 25; i++) {
      LinkSlotsProblem problem = tiny(random);
      int fewest = new Judge(problem, 0).fewestLeftOut();
      leftOut += fewest;
      for (Backend backend : backends) {
        Recorder heard = new Recorder(problem);
        Outcome outcome = solve(problem, backend, false, heard);
        assertThat(outcome.proof()).as("%s %s", backend.name(), problem.flows()).isIn(Outcome.Proof.OPTIMAL,
            Outcome.Proof.EXHAUSTED);
        assertThat(heard.bestObjective()).as("%s %s", backend.name(), problem.flows()).isEqualTo(fewest);
        assertThat(new Judge(problem, 0).leftOut(heard.table())).isEqualTo(fewest);
      }
      Recorder searched = new Recorder(problem);
      new DeadlineRun(new Run(problem, "lns", new Limits(Duration.ofSeconds(2), 0, 1, 1, true, 512), searched, null, 0), true)
          .run();
      assertThat(new Judge(problem, 0).leftOut(searched.table())).isEqualTo(searched.bestObjective()).isEqualTo(fewest);
    }
    assertThat(leftOut).as("the problems are not all easy").isGreaterThan(5);
  }

  /** Three or four streams, crowded. */
  private static LinkSlotsProblem tiny(SplittableRandom random) {
    long[] periods = {3, 4, 6, 8};
    Streams streams = random.nextBoolean() ? Streams.line(3, 1) : Streams.ring(3, 1);
    streams.capacity(1 + random.nextInt(2) * random.nextInt(2));
    int count = 3 + random.nextInt(2);
    for (int s = 0; s < count; s++) {
      int from = random.nextInt(3);
      int to = (from + 1 + random.nextInt(2)) % 3;
      streams.stream(from, to, 1 + random.nextInt(3), periods[random.nextInt(periods.length)], random.nextInt(3) == 0 ? 4 : 0);
    }
    return streams.most();
  }
}
