package dev.dovetail.solver.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.encodings.cp.RandomModels;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendRefusal;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome.Proof;
import dev.dovetail.solver.Outcome.Termination;
import dev.dovetail.solver.conformance.Recorder;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the child does, the parent holds the last good solution, here x = 5, and says in one line what happened. */
class ProcessBackendTest {
  private static final Limits LONG = new Limits(Duration.ofSeconds(60), 0, 1, 1, false, 64);
  private static final Limits SHORT = new Limits(Duration.ofSeconds(3), 0, 1, 1, false, 64);
  private static final Duration GRACE = Duration.ofSeconds(1);

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new Fakes.Lies(), "violates linear (at least 3): the sum is 2, not in 3.."),
        Arguments.of(new Fakes.LiesAboutTheBound(), "claims the lower bound 6, above its own solution of objective 5"),
        Arguments.of(new Fakes.Aborts(), "was ended by signal 6"),
        Arguments.of(new Fakes.Throws(), "failed: java.lang.IllegalStateException: a bug"),
        Arguments.of(new Fakes.Floods(), "was killed, because it wrote a line of more than"),
        Arguments.of(new Fakes.FloodsWithLines(), "was killed, because it wrote more than 1000 lines of garbage"),
        Arguments.of(new Fakes.RunsOutOfMemory(), "ran out of memory (64 MiB)"),
        Arguments.of(new Fakes.DiesAfterOneSolution(), "ended with exit code 0 without a status"),
        Arguments.of(new Fakes.DiesAmongWarnings(), "ended with exit code 7 without a status: the licence ran out"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aChildThatFailsLeavesItsLastGoodSolution(Backend fake, String detail) {
    Recorder recorder = new Recorder();
    BackendResult result = new ProcessBackend(fake, GRACE).solve(model(), LONG, recorder);
    assertThat(result.detail()).startsWith("backend fake ").contains(detail).doesNotContain("\n");
    assertThat(result.termination()).isEqualTo(Termination.FAILED);
    assertThat(result.objective()).isEqualTo(5);
    assertThat(model().check(result.solution().orElseThrow())).isEmpty();
    assertThat(result.proof()).isEqualTo(Proof.NONE);
    assertThat(result.lowerBound()).isEmpty();
    assertThat(recorder.objectives()).containsExactly(5L);
  }

  @Test
  void aChildThatHangsIsKilledAfterItsLimitAndGrace() {
    BackendResult result = new ProcessBackend(new Fakes.Hangs(), GRACE).solve(model(), SHORT, new Recorder());
    assertThat(result.termination()).isEqualTo(Termination.FAILED);
    assertThat(result.detail()).isEqualTo("backend fake was killed, because it went on 1000 ms after its limit of 3000 ms");
    assertThat(result.objective()).isEqualTo(5);
  }

  @Test
  void aChildThatDoesNotHearAStopIsKilled() {
    BackendResult result =
        new ProcessBackend(new Fakes.Hangs(), Duration.ofMillis(200)).solve(model(), LONG, new Recorder(1));
    assertThat(result.termination()).isEqualTo(Termination.INTERRUPTED);
    assertThat(result.objective()).isEqualTo(5);
  }

  @Test
  void garbageBetweenMessagesIsIgnored() {
    BackendResult result = new ProcessBackend(new Fakes.Chatters(), GRACE).solve(model(), LONG, BackendListener.SILENT);
    assertThat(result.termination()).as(result.detail()).isEqualTo(Termination.COMPLETE);
    assertThat(result.proof()).isEqualTo(Proof.OPTIMAL);
    assertThat(result.objective()).isEqualTo(3);
    assertThat(result.lowerBound()).hasValue(3);
    assertThat(result.statistics()).containsEntry("nodes", "7");
  }

  @Test
  void aRefusalInTheChildIsARefusal() {
    assertThatThrownBy(
        () -> new ProcessBackend(new Fakes.Refuses(), GRACE).solve(model(), LONG, BackendListener.SILENT))
            .isInstanceOf(BackendRefusal.class)
            .hasMessage("Not allowed by backend fake: Too large.\nMaybe make it smaller.");
  }

  @Test
  void cpSatInAChildFindsTheOptimumWithItsHint() {
    ConstraintModel model = RandomModels.of(Feature.OPTIONAL_CUMULATIVE, 3);
    BackendResult direct = new CpSatBackend().solve(model, LONG, BackendListener.SILENT);
    Limits limits = new Limits(Duration.ofSeconds(60), 0, 1, 1, false, 256);
    BackendResult child =
        new ProcessBackend(new CpSatBackend())
            .solve(model.withHint(direct.solution().orElseThrow()), limits, BackendListener.SILENT);
    assertThat(child.isOptimal()).as(child.detail()).isTrue();
    assertThat(child.hintRejected()).isFalse();
    assertThat(child.objective()).isEqualTo(direct.objective());
  }

  @Test
  void theRegistryListsEveryBackendOnce() {
    assertThat(Backends.all()).extracting(Backend::name).containsExactly("cp-sat", "choco", "exhaustive");
    assertThat(Backends.byName("choco")).isPresent();
    assertThat(Backends.byName("gurobi")).isEmpty();
  }

  private static ConstraintModel model() {
    ModelBuilder m = ConstraintModel.builder("x");
    IntVar x = m.intVar(0, 9, "x");
    return m.add(Constraints.atLeast(x.expr(), 3).named("at least 3")).minimize(x).build();
  }
}
