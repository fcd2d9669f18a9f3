package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One Boolean variable per row.
 *
 * <p>Source: (e1, ..., en) in rows. Target: exactly one row is chosen; a chosen row implies each of its values.
 */
public final class TableToSelectors implements Rewrite {
  @Override
  public Set<Feature> source() {
    return Set.of(Feature.TABLE);
  }

  @Override
  public Set<Feature> target() {
    return Set.of(Feature.EXACTLY_ONE, Feature.ENFORCED_LINEAR);
  }

  @Override
  public void apply(Constraint constraint, Rewriting out) {
    Table table = (Table) constraint;
    List<List<Long>> rows = table.tuples().stream().distinct().toList();
    List<Literal> chosen = new ArrayList<>();
    for (List<Long> row : rows) {
      Literal here = out.boolVar(constraint.name() + " row " + row, a -> values(table, a).equals(row));
      chosen.add(here);
      for (int i = 0; i < row.size(); i++) {
        out.add(Constraints.equal(table.exprs().get(i), row.get(i)).named(constraint.name()).onlyIf(here));
      }
    }
    out.add(Constraints.exactlyOne(chosen).named(constraint.name()));
  }

  private static List<Long> values(Table table, Assignment assignment) {
    return table.exprs().stream().map(assignment::value).toList();
  }
}
