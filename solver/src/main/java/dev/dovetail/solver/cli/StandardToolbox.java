package dev.dovetail.solver.cli;

import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.solver.Environment;
import dev.dovetail.solver.Interrupts;
import dev.dovetail.solver.KindMethods;
import dev.dovetail.solver.registry.Methods;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the real command line works with. */
final class StandardToolbox implements Toolbox {
  /** After Ctrl-C the process waits this long for the summary or JSON object to be printed to its end. */
  private static final long PRINTING_SECONDS = 3;

  private final CountDownLatch printed = new CountDownLatch(1);

  @Override
  public List<KindMethods<?, ?>> kinds() {
    return Methods.kinds();
  }

  @Override
  public KindMethods<MappingProblem, NetworkMapping> mapping() {
    return Methods.mapping();
  }

  @Override
  public Environment environment() {
    Environment system = Environment.system();
    Interrupts jvm = system.interrupts();
    Interrupts patient = action -> jvm.onInterrupt(() -> {
      action.run();
      awaitPrinted();
    });
    return new Environment(system.nanoTime(), patient, system.grace(), system.boundWait());
  }

  /** Everything is printed: an interrupt need not wait any more. */
  void printed() {
    printed.countDown();
  }

  private void awaitPrinted() {
    try {
      printed.await(PRINTING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
