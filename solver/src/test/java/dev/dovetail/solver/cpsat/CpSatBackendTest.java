package dev.dovetail.solver.cpsat;

import dev.dovetail.solver.Backend;
import dev.dovetail.solver.conformance.BackendConformance;

class CpSatBackendTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new CpSatBackend();
  }
}
