package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.Directive.Kind;
import dev.dovetail.models.dataflow.DirectiveTemplate;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.dataflow.SizeExpression;
import java.util.ArrayList;
import java.util.List;

/**
 * The orders of the temporal maps of a mapping: within each group they change places with each other, everything else stays.
 *
 * <p>The order of loops decides which tensor stays in place. Maps of R and S and of whole dimensions make one step, so they stay as well.
 */
final class LoopOrders {
  private final List<DirectiveTemplate> directives;
  private final List<List<Integer>> groups = new ArrayList<>();

  LoopOrders(List<DirectiveTemplate> directives) {
    this.directives = List.copyOf(directives);
    List<Integer> group = new ArrayList<>();
    for (int i = 0; i < directives.size(); i++) {
      DirectiveTemplate d = directives.get(i);
      if (d.kind() == Kind.CLUSTER) {
        groups.add(group);
        group = new ArrayList<>();
      } else if (moves(d)) {
        group.add(i);
      }
    }
    groups.add(group);
  }

  private static boolean moves(DirectiveTemplate d) {
    boolean whole = d.size() instanceof SizeExpression.SizeOf s && s.dim() == d.dim();
    return d.kind() == Kind.TEMPORAL && d.dim() != LoopDim.R && d.dim() != LoopDim.S && !whole;
  }

  /** How many there are: the product over the groups of the factorial of their moving maps. */
  long count() {
    long count = 1;
    for (List<Integer> group : groups) {
      for (int k = 2; k <= group.size(); k++) {
        count = Math.multiplyExact(count, (long) k);
      }
    }
    return count;
  }

  /** The directives in order number {@code index} below {@link #count()}; 0 is the order as written. */
  List<DirectiveTemplate> order(long index) {
    List<DirectiveTemplate> result = new ArrayList<>(directives);
    long rest = index;
    for (List<Integer> group : groups) {
      // The digits of the rest in the factorial number system choose, place by place, among the maps that are left.
      List<Integer> left = new ArrayList<>(group);
      for (int place : group) {
        int digit = (int) (rest % left.size());
        rest /= left.size();
        result.set(place, directives.get(left.remove(digit)));
      }
    }
    return result;
  }
}
