package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.Element;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.LinearExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rows (index, value) of an array of constants.
 *
 * <p>Source: target = values[index] where all values are constants. Target: (index, target) in {(0, values[0]), (1, values[1]),
 * ...}.
 */
public final class ElementToTable implements Rewrite {
  @Override
  public Set<Feature> source() {
    return Set.of(Feature.ELEMENT);
  }

  @Override
  public Set<Feature> target() {
    return Set.of(Feature.TABLE);
  }

  @Override
  public boolean appliesTo(Constraint constraint) {
    return ((Element) constraint).values().stream().allMatch(LinearExpr::isConstant);
  }

  @Override
  public void apply(Constraint constraint, Rewriting out) {
    Element element = (Element) constraint;
    List<List<Long>> rows = new ArrayList<>();
    for (int i = 0; i < element.values().size(); i++) {
      rows.add(List.of((long) i, element.values().get(i).constant()));
    }
    out.add(Constraints.table(List.of(element.index(), element.target()), rows).named(constraint.name()));
  }
}
