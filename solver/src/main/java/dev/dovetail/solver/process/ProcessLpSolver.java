package dev.dovetail.solver.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.dovetail.solver.lp.LinearProgram;
import dev.dovetail.solver.lp.LpSolver;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A solver of linear programmes in a child JVM, which lives until it is closed, fails, or does not answer in time; after that there are no more
 * optima.
 */
public final class ProcessLpSolver implements LpSolver {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int LONGEST_LINE = 1 << 27;

  private final String solver;
  private final int heapMebibytes;
  private final BooleanSupplier shouldStop;
  private @Nullable Child child;
  private boolean failed;

  /**
   * @param solver class with a public constructor without arguments
   * @param heapMebibytes largest heap of the child
   * @param shouldStop whether nobody waits any more
   */
  public ProcessLpSolver(Class<? extends LpSolver> solver, int heapMebibytes, BooleanSupplier shouldStop) {
    this.solver = solver.getName();
    this.heapMebibytes = heapMebibytes;
    this.shouldStop = shouldStop;
  }

  @Override
  public Optional<Optimum> solve(LinearProgram program, Duration time) {
    if (failed) {
      return Optional.empty();
    }
    Optional<Optimum> optimum = Optional.empty();
    try {
      Child running = child == null ? Child.start(LpWorkerMain.class.getName(), solver, heapMebibytes, LONGEST_LINE) : child;
      child = running;
      running.send(LpMessages.program(program, time));
      optimum = answer(running, time);
    } catch (IOException e) {
      failed = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed = true;
    }
    if (failed) {
      close();
    }
    return optimum;
  }

  private Optional<Optimum> answer(Child running, Duration time) throws InterruptedException, JsonProcessingException {
    long deadline = System.nanoTime() + time.plus(GRACE).toNanos();
    while (System.nanoTime() - deadline < 0 && !shouldStop.getAsBoolean()) {
      Child.Event event = running.poll(POLL);
      if (event instanceof Child.Line line) {
        return LpMessages.optimum(LpMessages.parse(line.text()));
      }
      if (event != null) {
        break;
      }
    }
    failed = true;
    return Optional.empty();
  }

  @Override
  public void close() {
    if (child != null) {
      child.close();
      child = null;
    }
  }
}
