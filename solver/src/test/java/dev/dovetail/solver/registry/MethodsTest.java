package dev.dovetail.solver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.ProblemKind;
import dev.dovetail.models.registry.ProblemKinds;
import dev.dovetail.solver.KindMethods;
import org.junit.jupiter.api.Test;

class MethodsTest {
  @Test
  void everyKindThatCanBeCheckedCanBeSolvedAndTheOtherWayRound() {
    assertThat(Methods.kinds()).extracting(k -> k.kind().name())
        .containsExactlyElementsOf(ProblemKinds.all().stream().map(ProblemKind::name).toList());
  }

  @Test
  void theDefaultMethodOfEachKindIsOneOfItsMethods() {
    for (KindMethods<?, ?> kind : Methods.kinds()) {
      assertThat(kind.names()).contains(kind.defaultMethod());
    }
  }
}
