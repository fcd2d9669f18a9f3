package dev.dovetail.models.stream.files;

import dev.dovetail.models.stream.AxisIndex;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamNode.Loop;
import dev.dovetail.models.stream.StreamNode.Role;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A softmax or norm as Stream expands it: largest element, exponentials, their sum, and quotients; two of the four nodes reduce. */
final class Normalisation {
  private Normalisation() {}

  /**
   * Adds the four nodes.
   *
   * @param x number of the tensor that is normalised
   * @param y number of the result, of the same shape
   * @param reduced axes over which it is normalised
   * @param parameters operands that the last node reads as well: scale and shift
   */
  static void add(WorkloadDraft draft, String name, int x, int y, Set<Integer> reduced, List<StreamOperand> parameters) {
    StreamTensor in = draft.tensorOf(x);
    int rank = in.shape().size();
    List<Integer> whole = in.shape().stream().map(Math::toIntExact).toList();
    List<Integer> rest = IntStream.range(0, rank).filter(d -> !reduced.contains(d)).mapToObj(whole::get).toList();
    int max = draft.tensor(name + "_max", rest, in.bits(), false);
    int exp = draft.tensor(name + "_exp", whole, in.bits(), false);
    int sum = draft.tensor(name + "_sum", rest, in.bits(), false);
    StreamOperand read = operand(x, rank, Set.of());
    StreamOperand made = operand(exp, rank, Set.of());
    node(draft, name + "_max", "ReduceMax", in, reduced, List.of(read), operand(max, rank, reduced));
    node(draft, name + "_exp", "Exp", in, Set.of(), List.of(read, operand(max, rank, reduced)), made);
    node(draft, name + "_sum", "ReduceSum", in, reduced, List.of(made), operand(sum, rank, reduced));
    List<StreamOperand> quotient = new ArrayList<>(List.of(made, operand(sum, rank, reduced)));
    quotient.addAll(parameters);
    node(draft, name + "_div", "Div", in, Set.of(), quotient, operand(y, rank, Set.of()));
  }

  private static void node(WorkloadDraft draft, String name, String op, StreamTensor in, Set<Integer> summed,
      List<StreamOperand> inputs, StreamOperand output) {
    List<Loop> loops = new ArrayList<>();
    for (int d = 0; d < in.shape().size(); d++) {
      loops.add(new Loop("", in.shape().get(d), summed.contains(d)));
    }
    draft.node(new StreamNode(draft.freeName(name), op, Role.COMPUTE, loops, inputs, List.of(output)));
  }

  private static StreamOperand operand(int tensor, int rank, Set<Integer> without) {
    return new StreamOperand(tensor,
        IntStream.range(0, rank).filter(d -> !without.contains(d)).mapToObj(AxisIndex::of).toList());
  }
}
