package dev.dovetail.solver;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.Problem;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Our own lower bounds, computed beside the methods.
 *
 * <p>Role: lets the first mapping come within seconds even where the bounds take long. A bound that cannot be computed costs
 * only itself: it becomes a warning, never the loss of a mapping.
 */
final class OwnBounds<P extends Problem> {
  private static final long POLL_MILLIS = 20;

  private final FutureTask<List<LowerBound>> task;
  private volatile List<LowerBound> values = List.of();
  private volatile @Nullable String infeasibility;
  private volatile @Nullable String failure;
  private boolean absorbed;

  private OwnBounds(FutureTask<List<LowerBound>> task) {
    this.task = task;
  }

  /** Starts computing on a thread of its own. */
  static <P extends Problem> OwnBounds<P> start(LowerBounds<P> bounds, P problem) {
    FutureTask<List<LowerBound>> task = new FutureTask<>(() -> bounds.of(problem));
    Thread thread = new Thread(task, "dovetail-bounds");
    thread.setDaemon(true);
    thread.start();
    return new OwnBounds<>(task);
  }

  /** Waits until the bounds are there or {@code giveUp} says so. */
  void await(BooleanSupplier giveUp) {
    while (!absorb(POLL_MILLIS) && !giveUp.getAsBoolean()) {
      // absorb waits
    }
  }

  /**
   * Takes the result if it is there within {@code millis}; says whether it is.
   *
   * @throws BadInputException if the bounds found the problem itself wrong
   */
  boolean absorb(long millis) {
    if (absorbed) {
      return true;
    }
    try {
      values = List.copyOf(task.get(millis, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InfeasibleException i) {
        infeasibility = i.getMessage();
      } else if (e.getCause() instanceof BadInputException b) {
        throw b;
      } else {
        failure = "The lower bounds could not be computed: " + e.getCause();
      }
    }
    absorbed = true;
    return true;
  }

  /** All bounds; empty while they are not there. */
  List<LowerBound> values() {
    return values;
  }

  /** Why there is no mapping at all, or null. */
  @Nullable
  String infeasibility() {
    return infeasibility;
  }

  /** Why there are no bounds, or null. */
  @Nullable
  String failure() {
    return failure;
  }
}
