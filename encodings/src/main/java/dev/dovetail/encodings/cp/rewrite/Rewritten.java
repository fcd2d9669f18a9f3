package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** A model in the words of one backend, with the way back to the original model and the way in for hints. */
public final class Rewritten {
  private final ConstraintModel original;
  private final ConstraintModel model;
  private final List<ToLongFunction<Assignment>> values;

  Rewritten(ConstraintModel original, ConstraintModel model, List<ToLongFunction<Assignment>> values) {
    this.original = original;
    this.values = List.copyOf(values);
    this.model = original.hint().isPresent() ? model.withHint(extend(original.hint().get())) : model;
  }

  /** The rewritten model: the variables of the original, then auxiliary ones. */
  public ConstraintModel model() {
    return model;
  }

  /** The model that was rewritten. */
  public ConstraintModel original() {
    return original;
  }

  /** The assignment of the original variables. */
  public Assignment project(Assignment rewritten) {
    return rewritten.prefix(original.variables().size());
  }

  /** Completes an assignment of the original variables; a solution becomes a solution. */
  public Assignment extend(Assignment assignment) {
    int count = original.variables().size();
    long[] all = Arrays.copyOf(assignment.toArray(), count + values.size());
    Assignment view = Assignment.viewOf(all);
    for (int i = 0; i < values.size(); i++) {
      all[count + i] = values.get(i).applyAsLong(view);
    }
    return Assignment.of(all);
  }
}
