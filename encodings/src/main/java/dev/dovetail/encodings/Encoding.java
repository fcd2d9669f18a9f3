package dev.dovetail.encodings;

import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;

/**
 * A way to ask a problem as a constraint model. Stateless.
 *
 * @param <P> problem
 * @param <M> mapping
 */
public interface Encoding<P extends Problem, M extends Mapping> {
  /** Its name in reports, for example {@code allocation/joint}. */
  String name();

  /** Builds the model of a problem. */
  Encoded<M> encode(P problem);
}
