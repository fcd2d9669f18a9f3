package dev.dovetail.solver.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MethodsSectionTest {
  @Test
  void eachMethodStandsBesideTheBestOne() {
    // 1,040 / 1,000 = 4 % above the best; 5,200 nJ cycles beside it.
    String table = table(method("ours", 1_000L, Map.of("energyFemtojoules", 6_000L)),
        method("baseline", 1_040L,
            Map.of("latencyCycles", 1_040L, "energyFemtojoules", 5_000_000L, "edpNanojouleCycles", 5_200L)),
        method("stuck", null, Map.of()));
    assertThat(table)
        .contains("<td class=\"t\">ours</td><td class=\"n\">1,000 cycles</td><td class=\"n\">0.00 %</td>")
        .contains("<td class=\"t\">baseline</td><td class=\"n\">1,040 cycles</td><td class=\"n\">4.00 %</td>"
            + "<td class=\"n\">1,040</td><td class=\"n\">5.00 nJ</td><td class=\"n\">5,200</td>")
        .contains("<td class=\"t\">stuck</td><td class=\"n\">–</td><td class=\"n\">–</td>");
  }

  @Test
  void withoutEnergiesThereAreNoColumnsForThem() {
    assertThat(table(method("a", 7L, Map.of()), method("b", 7L, Map.of()))).doesNotContain("energy").doesNotContain("EDP");
  }

  private static String table(MethodFacts... methods) {
    RunFacts facts = new RunFacts(List.of(), List.of(), Map.of(), List.of(methods), FrontFacts.NONE);
    RunSummary run =
        new RunSummary("t", "Latency", v -> Numbers.grouped(v) + " cycles", new Evaluation(1_000, Map.of(), List.of()), facts);
    assertThat(MethodsSection.isWorthwhile(run)).isTrue();
    Html html = new Html();
    MethodsSection.write(html, run);
    return html.render();
  }

  private static MethodFacts method(String name, @Nullable Long objective, Map<String, Long> cost) {
    return new MethodFacts(name, objective, null, "limit", 2, cost);
  }
}
