package dev.dovetail.solver.choco;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.SearchPhase;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.chocosolver.solver.search.strategy.Search;
import org.chocosolver.solver.search.strategy.selectors.values.IntValueSelector;
import org.chocosolver.solver.search.strategy.selectors.variables.DomOverWDeg;
import org.chocosolver.solver.search.strategy.selectors.variables.FirstFail;
import org.chocosolver.solver.search.strategy.selectors.variables.InputOrder;
import org.chocosolver.solver.search.strategy.selectors.variables.Smallest;
import org.chocosolver.solver.search.strategy.selectors.variables.VariableSelector;
import org.chocosolver.solver.search.strategy.strategy.AbstractStrategy;
import org.chocosolver.solver.variables.IntVar;

/** Builds Choco's branching: the phases of the model, then everything else by weighted degree; the value of a hint first. */
final class ChocoSearch {
  private ChocoSearch() {}

  /** The strategies in order. */
  @SuppressWarnings({"rawtypes"})
  static AbstractStrategy[] strategies(ChocoModel choco, ConstraintModel model, long seed) {
    Map<IntVar, Integer> hints = hints(choco, model);
    List<AbstractStrategy<IntVar>> all = new ArrayList<>();
    for (SearchPhase phase : model.searchPhases()) {
      if (phase.variables().isEmpty()) {
        continue;
      }
      IntVar[] vars = phase.variables().stream().map(v -> choco.variable(v.index())).toArray(IntVar[]::new);
      boolean max = phase.valueOrder() == SearchPhase.ValueOrder.MAX;
      all.add(Search.intVarSearch(selector(phase, choco), hintFirst(hints, max), vars));
    }
    // Choco's selectors need at least one variable.
    IntVar[] rest = choco.variables().length == 0 ? new IntVar[] {choco.model().intVar(0)} : choco.variables();
    all.add(Search.lastConflict(Search.intVarSearch(new DomOverWDeg<>(rest, seed), hintFirst(hints, false), rest)));
    choco.objective().ifPresent(objective -> all.add(Search.inputOrderLBSearch(objective)));
    return all.toArray(AbstractStrategy[]::new);
  }

  private static VariableSelector<IntVar> selector(SearchPhase phase, ChocoModel choco) {
    return switch (phase.variableOrder()) {
      case INPUT -> new InputOrder<>(choco.model());
      case SMALLEST_MIN -> new Smallest();
      case SMALLEST_DOMAIN -> new FirstFail(choco.model());
    };
  }

  private static Map<IntVar, Integer> hints(ChocoModel choco, ConstraintModel model) {
    Map<IntVar, Integer> hints = new IdentityHashMap<>();
    Assignment hint = model.hint().orElse(null);
    for (int i = 0; hint != null && i < hint.size(); i++) {
      hints.put(choco.variable(i), (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, hint.value(i))));
    }
    return hints;
  }

  private static IntValueSelector hintFirst(Map<IntVar, Integer> hints, boolean max) {
    return v -> {
      Integer hint = hints.get(v);
      if (hint != null && v.contains(hint)) {
        return hint;
      }
      return max ? v.getUB() : v.getLB();
    };
  }
}
