package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.Element;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One Boolean variable per index.
 *
 * <p>Source: target = values[index]. Target: exactly one "index is i"; each implies index = i and target = values[i].
 */
public final class ElementToEnforcedLinear implements Rewrite {
  @Override
  public Set<Feature> source() {
    return Set.of(Feature.ELEMENT);
  }

  @Override
  public Set<Feature> target() {
    return Set.of(Feature.EXACTLY_ONE, Feature.ENFORCED_LINEAR);
  }

  @Override
  public void apply(Constraint constraint, Rewriting out) {
    Element element = (Element) constraint;
    List<Literal> chosen = new ArrayList<>();
    for (int i = 0; i < element.values().size(); i++) {
      long index = i;
      Literal here = out.boolVar(constraint.name() + " index is " + i, a -> a.value(element.index()) == index);
      chosen.add(here);
      out.add(Constraints.equal(element.index(), index).named(constraint.name()).onlyIf(here));
      out.add(Constraints.equal(element.target(), element.values().get(i)).named(constraint.name()).onlyIf(here));
    }
    out.add(Constraints.exactlyOne(chosen).named(constraint.name()));
  }
}
