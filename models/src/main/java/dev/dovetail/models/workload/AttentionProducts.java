package dev.dovetail.models.workload;

import static dev.dovetail.models.workload.NetworkBuilder.require;

import dev.dovetail.models.workload.AxisMap.All;
import dev.dovetail.models.workload.AxisMap.Grouped;
import dev.dovetail.models.workload.AxisMap.Same;
import java.util.List;
import java.util.Map;

/**
 * The two matrix products of attention with packed heads: the heads lie side by side in the last axis of queries, keys and values.
 *
 * <p>Several query heads may share one head of keys and values (grouped queries).
 */
final class AttentionProducts {
  private AttentionProducts() {}

  /**
   * Scores: {@code q [S, heads*d]} times {@code k [T, kvHeads*d]} per head gives {@code [heads, S, T]}. The scale and the mask are
   * folded.
   */
  static Layer scores(String layer, Value q, Value k, int heads) {
    int d = q.extent(1) / heads;
    int queriesPerKey = q.extent(1) / k.extent(1);
    require(d * heads == q.extent(1) && queriesPerKey * k.extent(1) == q.extent(1), layer,
        "operands %s and %s must hold whole heads of (%s)", q.shape(), k.shape(), heads);
    List<Operand> operands = NetworkBuilder.join(
        q.operands(List.of(new Same(1), new Grouped(0, 1, d))),
        k.operands(List.of(new Same(2), new Grouped(0, queriesPerKey, d))));
    return new Layer(layer, Operator.MATMUL, operands, layer, List.of(heads, q.extent(0), k.extent(0)),
        List.of(Dim.B, Dim.OY, Dim.K), Map.of(Dim.C, d), 1, List.of());
  }

  /** Output: probabilities {@code p [heads, S, T]} times {@code v [T, kvHeads*d]} per head gives packed {@code [S, heads*d]}. */
  static Layer context(String layer, Value p, Value v, int headSize) {
    int width = p.extent(0) * headSize;
    int queriesPerKey = width / v.extent(1);
    require(queriesPerKey * v.extent(1) == width && p.extent(2) == v.extent(0), layer,
        "operands %s and %s must fit together with heads of (%s)", p.shape(), v.shape(), headSize);
    AxisMap byHead = queriesPerKey == 1 ? new Same(1) : new Grouped(1, queriesPerKey * headSize, headSize);
    List<Operand> operands = NetworkBuilder.join(
        p.operands(List.of(new Grouped(1, headSize, 1), new Same(0), new All())), v.operands(List.of(new All(), byHead)));
    return new Layer(layer, Operator.MATMUL, operands, layer, List.of(p.extent(1), width), List.of(Dim.OY, Dim.K),
        Map.of(Dim.C, p.extent(2)), 1, List.of());
  }
}
