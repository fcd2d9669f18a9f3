package dev.dovetail.models.intracore.maestro.cases;

import dev.dovetail.models.intracore.maestro.InvalidMappingException;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;

/** What the model says to one case. */
public sealed interface Outcome {
  /** It has numbers. */
  record Evaluated(MaestroStatistics statistics) implements Outcome {}

  /** It is invalid. */
  record Invalid(InvalidMappingException reason) implements Outcome {}
}
