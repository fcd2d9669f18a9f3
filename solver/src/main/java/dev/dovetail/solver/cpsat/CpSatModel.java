package dev.dovetail.solver.cpsat;

import com.google.ortools.sat.ConstraintProto;
import com.google.ortools.sat.CpModelProto;
import com.google.ortools.sat.CpObjectiveProto;
import com.google.ortools.sat.CumulativeConstraintProto;
import com.google.ortools.sat.DecisionStrategyProto;
import com.google.ortools.sat.ElementConstraintProto;
import com.google.ortools.sat.IntegerVariableProto;
import com.google.ortools.sat.IntervalConstraintProto;
import com.google.ortools.sat.LinearArgumentProto;
import com.google.ortools.sat.LinearConstraintProto;
import com.google.ortools.sat.LinearExpressionProto;
import com.google.ortools.sat.PartialVariableAssignment;
import com.google.ortools.sat.TableConstraintProto;
import dev.dovetail.encodings.cp.AllDifferent;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.AtMostOne;
import dev.dovetail.encodings.cp.BoolAnd;
import dev.dovetail.encodings.cp.BoolOr;
import dev.dovetail.encodings.cp.Circuit;
import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Cumulative;
import dev.dovetail.encodings.cp.Element;
import dev.dovetail.encodings.cp.ExactlyOne;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.Linear;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.MaxEquality;
import dev.dovetail.encodings.cp.MinEquality;
import dev.dovetail.encodings.cp.NoOverlap;
import dev.dovetail.encodings.cp.NoOverlap2d;
import dev.dovetail.encodings.cp.SearchPhase;
import dev.dovetail.encodings.cp.Table;
import java.util.List;

/**
 * Writes a constraint model as a CP-SAT protocol buffer: variable i is variable i, interval i is constraint i. The constant of
 * the objective is left out, so that the solver's integer bound is exact; {@link #objectiveConstant} gives it back.
 */
final class CpSatModel {
  private CpSatModel() {}

  /** The protocol buffer of a model. */
  static CpModelProto.Builder write(ConstraintModel model, CpModelProto.Builder out) {
    out.setName(model.name());
    for (IntVar v : model.variables()) {
      out.addVariables(IntegerVariableProto.newBuilder().setName(v.name()).addDomain(v.min()).addDomain(v.max()));
    }
    model.intervals().forEach(interval -> out.addConstraints(interval(interval)));
    model.constraints().forEach(constraint -> out.addConstraints(constraint(constraint)));
    model.objective().ifPresent(objective -> out.setObjective(objective(objective)));
    model.hint().ifPresent(hint -> out.setSolutionHint(hint(hint)));
    model.searchPhases().forEach(phase -> out.addSearchStrategy(strategy(phase)));
    return out;
  }

  /** What to add to an objective value or bound of the protocol buffer. */
  static long objectiveConstant(ConstraintModel model) {
    return model.objective().map(LinearExpr::constant).orElse(0L);
  }

  private static ConstraintProto interval(IntervalVar interval) {
    ConstraintProto.Builder c = ConstraintProto.newBuilder().setName(interval.name());
    if (interval.presence() != null) {
      c.addEnforcementLiteral(literal(interval.presence()));
    }
    return c.setInterval(
        IntervalConstraintProto.newBuilder()
            .setStart(expr(interval.start(), 1))
            .setSize(expr(interval.size(), 1))
            .setEnd(expr(interval.end(), 1)))
        .build();
  }

  private static ConstraintProto constraint(Constraint constraint) {
    ConstraintProto.Builder c = ConstraintProto.newBuilder().setName(constraint.name());
    if (constraint instanceof Linear linear) {
      enforce(c, linear.enforcement());
      c.setLinear(linear(linear));
    } else if (constraint instanceof BoolOr or) {
      enforce(c, or.enforcement());
      or.literals().forEach(l -> c.getBoolOrBuilder().addLiterals(literal(l)));
      c.getBoolOrBuilder();
    } else if (constraint instanceof BoolAnd and) {
      enforce(c, and.enforcement());
      c.getBoolAndBuilder();
      and.literals().forEach(l -> c.getBoolAndBuilder().addLiterals(literal(l)));
    } else if (constraint instanceof ExactlyOne one) {
      c.getExactlyOneBuilder();
      one.literals().forEach(l -> c.getExactlyOneBuilder().addLiterals(literal(l)));
    } else if (constraint instanceof AtMostOne one) {
      c.getAtMostOneBuilder();
      one.literals().forEach(l -> c.getAtMostOneBuilder().addLiterals(literal(l)));
    } else if (constraint instanceof Element element) {
      ElementConstraintProto.Builder e = c.getElementBuilder();
      e.setLinearIndex(expr(element.index(), 1)).setLinearTarget(expr(element.target(), 1));
      element.values().forEach(v -> e.addExprs(expr(v, 1)));
    } else if (constraint instanceof Table table) {
      TableConstraintProto.Builder t = c.getTableBuilder();
      table.exprs().forEach(x -> t.addExprs(expr(x, 1)));
      table.tuples().forEach(t::addAllValues);
    } else if (constraint instanceof MaxEquality max) {
      c.setLinMax(linMax(max.target(), max.exprs(), 1));
    } else if (constraint instanceof MinEquality min) {
      c.setLinMax(linMax(min.target(), min.exprs(), -1));
    } else if (constraint instanceof AllDifferent different) {
      c.getAllDiffBuilder();
      different.exprs().forEach(x -> c.getAllDiffBuilder().addExprs(expr(x, 1)));
    } else if (constraint instanceof NoOverlap noOverlap) {
      c.getNoOverlapBuilder();
      noOverlap.intervals().forEach(i -> c.getNoOverlapBuilder().addIntervals(i.index()));
    } else if (constraint instanceof NoOverlap2d noOverlap) {
      c.getNoOverlap2DBuilder();
      noOverlap.x().forEach(i -> c.getNoOverlap2DBuilder().addXIntervals(i.index()));
      noOverlap.y().forEach(i -> c.getNoOverlap2DBuilder().addYIntervals(i.index()));
    } else if (constraint instanceof Cumulative cumulative) {
      CumulativeConstraintProto.Builder r = c.getCumulativeBuilder().setCapacity(expr(cumulative.capacity(), 1));
      cumulative.intervals().forEach(i -> r.addIntervals(i.index()));
      cumulative.demands().forEach(d -> r.addDemands(expr(d, 1)));
    } else if (constraint instanceof Circuit circuit) {
      c.getCircuitBuilder();
      circuit
          .arcs()
          .forEach(
              a -> c.getCircuitBuilder().addTails(a.tail()).addHeads(a.head()).addLiterals(literal(a.literal())));
    }
    return c.build();
  }

  private static void enforce(ConstraintProto.Builder c, List<Literal> literals) {
    literals.forEach(l -> c.addEnforcementLiteral(literal(l)));
  }

  private static LinearConstraintProto linear(Linear linear) {
    LinearConstraintProto.Builder l = LinearConstraintProto.newBuilder();
    LinearExpr expr = linear.expr();
    for (int i = 0; i < expr.size(); i++) {
      l.addVars(expr.variable(i)).addCoeffs(expr.coefficient(i));
    }
    l.addDomain(linear.hasLower() ? saturatedMinus(linear.lower(), expr.constant()) : Long.MIN_VALUE);
    return l.addDomain(linear.hasUpper() ? saturatedMinus(linear.upper(), expr.constant()) : Long.MAX_VALUE).build();
  }

  /** a - b, moved to the end of the long range that it leaves: sums never reach those ends. */
  private static long saturatedMinus(long a, long b) {
    long difference = a - b;
    boolean overflow = ((a ^ b) & (a ^ difference)) < 0;
    return overflow ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : difference;
  }

  private static LinearArgumentProto linMax(LinearExpr target, List<LinearExpr> exprs, long factor) {
    LinearArgumentProto.Builder m = LinearArgumentProto.newBuilder().setTarget(expr(target, factor));
    exprs.forEach(x -> m.addExprs(expr(x, factor)));
    return m.build();
  }

  private static LinearExpressionProto expr(LinearExpr expr, long factor) {
    LinearExpressionProto.Builder e = LinearExpressionProto.newBuilder().setOffset(Math.multiplyExact(factor, expr.constant()));
    for (int i = 0; i < expr.size(); i++) {
      e.addVars(expr.variable(i)).addCoeffs(Math.multiplyExact(factor, expr.coefficient(i)));
    }
    return e.build();
  }

  /** CP-SAT writes the negation of variable i as -i - 1. */
  private static int literal(Literal literal) {
    return literal.negated() ? -literal.variable() - 1 : literal.variable();
  }

  private static CpObjectiveProto objective(LinearExpr objective) {
    CpObjectiveProto.Builder o = CpObjectiveProto.newBuilder();
    for (int i = 0; i < objective.size(); i++) {
      o.addVars(objective.variable(i)).addCoeffs(objective.coefficient(i));
    }
    return o.build();
  }

  private static PartialVariableAssignment hint(Assignment hint) {
    PartialVariableAssignment.Builder h = PartialVariableAssignment.newBuilder();
    for (int i = 0; i < hint.size(); i++) {
      h.addVars(i).addValues(hint.value(i));
    }
    return h.build();
  }

  private static DecisionStrategyProto strategy(SearchPhase phase) {
    DecisionStrategyProto.Builder s = DecisionStrategyProto.newBuilder();
    phase.variables().forEach(v -> s.addExprs(expr(v.expr(), 1)));
    s.setVariableSelectionStrategy(
        switch (phase.variableOrder()) {
          case INPUT -> DecisionStrategyProto.VariableSelectionStrategy.CHOOSE_FIRST;
          case SMALLEST_MIN -> DecisionStrategyProto.VariableSelectionStrategy.CHOOSE_LOWEST_MIN;
          case SMALLEST_DOMAIN -> DecisionStrategyProto.VariableSelectionStrategy.CHOOSE_MIN_DOMAIN_SIZE;
        });
    s.setDomainReductionStrategy(
        switch (phase.valueOrder()) {
          case MIN -> DecisionStrategyProto.DomainReductionStrategy.SELECT_MIN_VALUE;
          case MAX -> DecisionStrategyProto.DomainReductionStrategy.SELECT_MAX_VALUE;
        });
    return s.build();
  }
}
