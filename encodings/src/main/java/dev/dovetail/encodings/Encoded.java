package dev.dovetail.encodings;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.models.Mapping;

/**
 * A problem asked as a constraint model, with the way back and the way in. The objective of the model equals, exactly, the cost
 * that the evaluator computes for the decoded mapping; {@code decode(hint(m))} costs no more than m.
 *
 * @param <M> mapping
 */
public interface Encoded<M extends Mapping> {
  /** The model. */
  ConstraintModel model();

  /** The mapping that a solution of the model means. */
  M decode(Assignment assignment);

  /** A value for every variable of the model that means the mapping: complete, or backends reject it. */
  Assignment hint(M mapping);
}
