package dev.dovetail.solver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two solvers that share no code agree on small allocation problems: unequal cores, precedences, a memory that holds results until
 * their last reader starts. This is the shape on which optional tasks of a solver have gone wrong before.
 */
class BackendAgreementTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(60), 0, 1, 1, false, 256);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void bothProveTheSameMakespan(long seed) {
    ConstraintModel model = allocation(seed, 5, 2 + (int) (seed % 2));
    BackendResult cpSat = new CpSatBackend().solve(model, LIMITS, BackendListener.SILENT);
    BackendResult choco = new ChocoBackend().solve(model, LIMITS, BackendListener.SILENT);
    assertThat(cpSat.termination()).as(cpSat.detail()).isEqualTo(Outcome.Termination.COMPLETE);
    assertThat(choco.termination()).as(choco.detail()).isEqualTo(Outcome.Termination.COMPLETE);
    assertThat(choco.proof()).isEqualTo(cpSat.proof());
    assertThat(choco.objective()).isEqualTo(cpSat.objective());
    if (cpSat.best() != null) {
      // Each takes the other's optimum as a hint and cannot improve on it.
      Assignment hint = cpSat.best();
      BackendResult hinted = new ChocoBackend().solve(model.withHint(hint), LIMITS, BackendListener.SILENT);
      assertThat(hinted.objective()).isEqualTo(cpSat.objective());
      assertThat(hinted.isOptimal()).isTrue();
      assertThat(hinted.hintRejected()).isFalse();
      BackendResult back =
          new CpSatBackend().solve(model.withHint(choco.solution().orElseThrow()), LIMITS, BackendListener.SILENT);
      assertThat(back.objective()).isEqualTo(cpSat.objective());
      assertThat(back.hintRejected()).isFalse();
    }
  }

  private static ConstraintModel allocation(long seed, int tasks, int cores) {
    Random random = new Random(seed);
    ModelBuilder m = ConstraintModel.builder("allocation " + seed);
    int horizon = tasks * 6;
    IntVar makespan = m.intVar(0, horizon, "makespan");
    List<List<IntervalVar>> onCore = new ArrayList<>();
    for (int c = 0; c < cores; c++) {
      onCore.add(new ArrayList<>());
    }
    List<LinearExpr> starts = new ArrayList<>();
    List<LinearExpr> ends = new ArrayList<>();
    List<IntervalVar> lives = new ArrayList<>();
    List<LinearExpr> bytes = new ArrayList<>();
    for (int t = 0; t < tasks; t++) {
      IntVar start = m.intVar(0, horizon, "start " + t);
      IntVar end = m.intVar(0, horizon, "end " + t);
      List<Literal> choice = new ArrayList<>();
      for (int c = 0; c < cores; c++) {
        Literal here = m.boolVar(t + " on core " + c);
        choice.add(here);
        int cycles = 1 + random.nextInt(5);
        onCore.get(c).add(m.optionalInterval(start.expr(), LinearExpr.constant(cycles), end.expr(), here, t + " on core " + c));
      }
      m.add(Constraints.exactlyOne(choice).named("core of " + t));
      m.add(Constraints.atMost(end.expr(), makespan.expr()));
      if (t > 0) {
        int producer = random.nextInt(t);
        m.add(Constraints.atMost(ends.get(producer), start.expr()).named(producer + " before " + t));
        IntVar life = m.intVar(0, horizon, "life " + t);
        lives.add(m.optionalInterval(starts.get(producer), life.expr(), start.expr(), choice.get(0), "buffer " + t));
        bytes.add(LinearExpr.constant(1 + random.nextInt(3)));
      }
      starts.add(start.expr());
      ends.add(end.expr());
    }
    onCore.forEach(core -> m.add(Constraints.noOverlap(core).named("core")));
    m.add(Constraints.cumulative(lives, bytes, LinearExpr.constant(3)).named("memory"));
    return m.minimize(makespan).build();
  }
}
