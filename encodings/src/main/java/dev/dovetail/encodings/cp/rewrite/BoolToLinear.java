package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.AtMostOne;
import dev.dovetail.encodings.cp.BoolAnd;
import dev.dovetail.encodings.cp.BoolOr;
import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.ExactlyOne;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import java.util.List;
import java.util.Set;

/**
 * Counts true literals.
 *
 * <p>Source: or, and, exactly one, at most one of literals. Target: sums of 0-1 variables; a false enforcement literal counts as
 * one
 * that satisfies.
 */
public final class BoolToLinear implements Rewrite {
  @Override
  public Set<Feature> source() {
    return Set.of(Feature.BOOL_OR, Feature.BOOL_AND, Feature.ENFORCED_BOOL, Feature.EXACTLY_ONE, Feature.AT_MOST_ONE);
  }

  @Override
  public Set<Feature> target() {
    return Set.of(Feature.LINEAR);
  }

  @Override
  public void apply(Constraint constraint, Rewriting out) {
    String name = constraint.name();
    if (constraint instanceof BoolOr or) {
      out.add(Constraints.atLeast(LinearExpr.count(or.literals()).plus(escape(or.enforcement())), 1).named(name));
    } else if (constraint instanceof BoolAnd and) {
      for (Literal literal : and.literals()) {
        out.add(Constraints.atLeast(literal.expr().plus(escape(and.enforcement())), 1).named(name));
      }
    } else if (constraint instanceof ExactlyOne one) {
      out.add(Constraints.equal(LinearExpr.count(one.literals()), 1).named(name));
    } else if (constraint instanceof AtMostOne one) {
      out.add(Constraints.atMost(LinearExpr.count(one.literals()), 1).named(name));
    }
  }

  /** How many enforcement literals are false. */
  private static LinearExpr escape(List<Literal> enforcement) {
    return LinearExpr.count(enforcement.stream().map(Literal::not).toList());
  }
}
