package dev.dovetail.solver.choco;

import dev.dovetail.solver.Backend;
import dev.dovetail.solver.conformance.BackendConformance;

class ChocoBackendTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new ChocoBackend();
  }
}
