package dev.dovetail.solver.process;

import dev.dovetail.solver.Backend;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import dev.dovetail.solver.exhaustive.ExhaustiveBackend;
import java.util.List;
import java.util.Optional;

/** The backends of the product, in the order in which they are listed. Role: the one registry; listing loads nothing native. */
public final class Backends {
  private Backends() {}

  /** Every backend; those of other people's code run in a child process. */
  public static List<Backend> all() {
    return List.of(new ProcessBackend(new CpSatBackend()), new ProcessBackend(new ChocoBackend()), new ExhaustiveBackend());
  }

  /** The backend of that name. */
  public static Optional<Backend> byName(String name) {
    return all().stream().filter(b -> b.name().equals(name)).findFirst();
  }
}
