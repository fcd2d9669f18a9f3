package dev.dovetail.solver.exhaustive;

import dev.dovetail.solver.Backend;
import dev.dovetail.solver.conformance.BackendConformance;

class ExhaustiveBackendTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new ExhaustiveBackend();
  }
}
