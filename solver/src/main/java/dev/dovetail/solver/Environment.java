package dev.dovetail.solver;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a solve takes from the outside world, so that tests can replace it.
 *
 * @param nanoTime a clock that only rises, in nanoseconds
 * @param interrupts where to hear of Ctrl-C
 * @param grace how long after the time limit (or a stop) a method may go on before it is abandoned
 * @param boundWait how long the first method waits for our own lower bounds; they go on beside it afterwards
 */
public record Environment(LongSupplier nanoTime, Interrupts interrupts, Duration grace, Duration boundWait) {
  /** The real clock and Ctrl-C, 10 s of grace; 1 s for the bounds, so that there is a mapping within seconds. */
  public static Environment system() {
    return new Environment(System::nanoTime, Interrupts.jvm(), Duration.ofSeconds(10), Duration.ofSeconds(1));
  }
}
