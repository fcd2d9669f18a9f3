package dev.dovetail.encodings.cp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConstraintModelTest {
  @Test
  void sumsAreInNormalForm() {
    ModelBuilder m = ConstraintModel.builder("sums");
    IntVar x = m.intVar(0, 9, "x");
    IntVar y = m.intVar(0, 9, "y");
    LinearExpr e = y.expr().times(3).plus(x).plus(4).minus(y.expr().times(2));
    assertThat(e).isEqualTo(x.expr().plus(y).plus(4)).hasSameHashCodeAs(x.expr().plus(y).plus(4));
    assertThat(e.minus(x).minus(y)).isEqualTo(LinearExpr.constant(4));
    assertThat(e.times(-2).text(i -> m.build().nameOf(i))).isEqualTo("-2*x - 2*y - 8");
    assertThat(Assignment.of(2, 5).value(e)).isEqualTo(11);
  }

  @Test
  void anOverlapIsNamedWithBothPlaces() {
    ModelBuilder m = ConstraintModel.builder("bus");
    IntVar a = m.intVar(0, 9, "a");
    IntVar b = m.intVar(0, 9, "b");
    m.add(
        Constraints.noOverlap(List.of(m.interval(a.expr(), 4, "load"), m.interval(b.expr(), 2, "store"))).named("bus"));
    ConstraintModel model = m.build();
    assertThat(model.check(Assignment.of(0, 4))).isEmpty();
    assertThat(model.check(Assignment.of(0, 3))).containsExactly("no-overlap (bus): load [0, 4) overlaps store [3, 5)");
    assertThat(model.check(Assignment.of(10, 3))).containsExactly("variable (a) is 10, not in 0..9");
    assertThat(model.check(Assignment.of(1))).containsExactly("the assignment has 1 values for 2 variables");
  }

  @Test
  void aReleaseAndAStartAtOneInstantDoNotAddUp() {
    ModelBuilder m = ConstraintModel.builder("memory");
    IntVar a = m.intVar(0, 9, "a");
    List<IntervalVar> tasks = List.of(m.interval(LinearExpr.ZERO, 5, "first"), m.interval(a.expr(), 5, "second"));
    m.add(Constraints.cumulative(tasks, List.of(LinearExpr.constant(6), LinearExpr.constant(5)), LinearExpr.constant(10)));
    assertThat(m.build().check(Assignment.of(5))).isEmpty();
    assertThat(m.build().check(Assignment.of(4)).get(0)).endsWith("the load at 4 is 11, above the capacity 10");
  }

  @Test
  void aSumThatMayLeave64BitsIsRefused() {
    ModelBuilder m = ConstraintModel.builder("large");
    IntVar x = m.intVar(0, Long.MAX_VALUE / 2, "x");
    assertThatThrownBy(() -> m.add(Constraints.atMost(x.expr().times(3), 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(3*x)")
        .hasMessageContaining("64 bits");
  }

  @Test
  void anIncompleteHintIsRefused() {
    ModelBuilder m = ConstraintModel.builder("hint");
    m.intVar(0, 1, "x");
    m.intVar(0, 1, "y");
    m.hint(Assignment.of(1));
    assertThatThrownBy(m::build).hasMessageContaining("The hint (1 values) must be complete: the model has 2 variables.");
  }

  @Test
  void theTextNamesEverything() {
    ModelBuilder m = ConstraintModel.builder("small");
    Literal on = m.boolVar("on core 0");
    IntVar start = m.intVar(0, 7, "start");
    IntervalVar task = m.optionalInterval(start.expr(), 3, on, "c1");
    m.add(Constraints.atLeast(start.expr(), 2).onlyIf(on.not()).named("late"));
    m.add(Constraints.noOverlap(List.of(task)));
    m.minimize(start);
    assertThat(m.build().toText())
        .isEqualTo(
            """
            model small
              var on core 0 in 0..1
              var start in 0..7
              interval c1: [start, start + 3) size 3 if on core 0
              late: start >= 2 if not on core 0
              no overlap: c1
              minimize start
            """);
    assertThat(m.build().statistics())
        .containsEntry("Boolean variables", 1)
        .containsEntry("integer variables", 1)
        .containsEntry("optional intervals", 1)
        .containsEntry("enforced-linear", 1)
        .containsEntry("optional-no-overlap", 1);
  }

  /** The enumerator's bounds reasoning must not lose a solution: compare with trying every combination. */
  @ParameterizedTest
  @EnumSource(Feature.class)
  void theEnumeratorFindsWhatBruteForceFinds(Feature feature) {
    for (long seed = 0; seed < 5; seed++) {
      ConstraintModel model = RandomModels.of(feature, seed);
      List<Assignment> found = new ArrayList<>();
      new Enumerator(model, () -> false).allSolutions(found::add);
      List<Assignment> expected = new ArrayList<>();
      bruteForce(model, new long[model.variables().size()], 0, expected);
      assertThat(found).as(model.toText()).isEqualTo(expected);
      long[] best = {Long.MAX_VALUE};
      new Enumerator(model, () -> false)
          .improvingSolutions(
              a -> {
                best[0] = model.objectiveOf(a);
                return true;
              });
      assertThat(best[0]).isEqualTo(expected.stream().mapToLong(model::objectiveOf).min().orElse(Long.MAX_VALUE));
    }
  }

  private static void bruteForce(ConstraintModel model, long[] values, int depth, List<Assignment> found) {
    if (depth == values.length) {
      Assignment assignment = Assignment.of(values);
      if (model.check(assignment).isEmpty()) {
        found.add(assignment);
      }
      return;
    }
    for (long value = model.variable(depth).min(); value <= model.variable(depth).max(); value++) {
      values[depth] = value;
      bruteForce(model, values, depth + 1, found);
    }
  }
}
