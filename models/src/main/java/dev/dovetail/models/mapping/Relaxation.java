package dev.dovetail.models.mapping;

import java.util.function.UnaryOperator;

/**
 * A way to ask for less.
 *
 * @param words what to do, for example {@code allow the layer (add) on the core (simd)}
 * @param hardware whether it changes the machine, not a wish
 * @param change what it makes of a question
 */
record Relaxation(String words, boolean hardware, UnaryOperator<Question> change) {
  Question applied(Question question) {
    return change.apply(question);
  }
}
