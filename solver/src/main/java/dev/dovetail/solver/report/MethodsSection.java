package dev.dovetail.solver.report;

import dev.dovetail.solver.TradeOff;
import java.util.List;
import java.util.function.LongFunction;

/** What the methods of one run reached, side by side; for any problem kind. */
public final class MethodsSection {
  private MethodsSection() {}

  /** Whether there is anything to compare. */
  public static boolean isWorthwhile(RunSummary run) {
    return run.run().methods().size() > 1;
  }

  /** Writes the table; latency, energy and their product stand beside the objective where the evaluator gave them. */
  public static void write(Html html, RunSummary run) {
    List<MethodFacts> methods = run.run().methods();
    long best = methods.stream().map(MethodFacts::objective).filter(o -> o != null).mapToLong(Long::longValue).min().orElse(0);
    boolean tradeOff = methods.stream().anyMatch(m -> m.cost().containsKey(TradeOff.ENERGY));
    html.element("p", "Each mapping was verified by the evaluator; what a method lost is against the best of them.", "class",
        "muted");
    String[] columns = tradeOff
        ? new String[] {"method", "#objective", "#above the best", "#latency, cycles", "#energy", "#EDP, nJ cycles", "#time",
            "ended"}
        : new String[] {"method", "#objective", "#above the best", "#time", "ended"};
    Table table = new Table(html, columns);
    for (MethodFacts m : methods) {
      Long objective = m.objective();
      table.row().cell(m.method()).cell(objective == null ? "–" : run.format().apply(objective));
      table.cell(objective == null ? "–" : Numbers.excess(objective, best));
      if (tradeOff) {
        cost(table, m, TradeOff.LATENCY, Numbers::grouped);
        cost(table, m, TradeOff.ENERGY, Numbers::energy);
        cost(table, m, TradeOff.EDP, Numbers::grouped);
      }
      table.cell(Numbers.seconds(m.seconds())).cell(m.termination()).endRow();
    }
    table.end();
  }

  private static void cost(Table table, MethodFacts m, String name, LongFunction<String> format) {
    Long value = m.cost().get(name);
    table.cell(value == null ? "–" : format.apply(value));
  }
}
