package dev.dovetail.models.pipeline.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;

/**
 * How a programme runs; no result depends on it.
 *
 * @param threads workers, at least 1
 * @param stop asked now and then from any worker; once it is true the programme ends with a {@link CancellationException}
 * @param progress hears the share of the work that is done, 0..1, from any worker
 */
public record Effort(int threads, BooleanSupplier stop, DoubleConsumer progress) {
  /** One worker that nobody stops. */
  public static final Effort SINGLE = new Effort(1, () -> false, share -> {});

  public Effort {
    if (threads < 1) {
      throw new IllegalArgumentException("The threads (%d) must be positive.".formatted(threads));
    }
  }

  /** Workers that nobody stops. */
  public static Effort of(int threads) {
    return new Effort(threads, () -> false, share -> {});
  }

  /** Workers that somebody may stop. */
  public static Effort of(int threads, BooleanSupplier stop) {
    return new Effort(threads, stop, share -> {});
  }

  /** The same without telling of progress. */
  Effort quiet() {
    return new Effort(threads, stop, share -> {});
  }

  /**
   * Ends the programme if that was asked.
   *
   * @throws CancellationException if {@link #stop} says so
   */
  public void check() {
    if (stop.getAsBoolean()) {
      throw new CancellationException("The programme was stopped.");
    }
  }

  /** Runs independent pieces of work 0..count-1, the first ones first. */
  public void forEach(int count, IntConsumer work) {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    Runnable worker = () -> {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        check();
        work.accept(i);
        progress.accept((double) done.incrementAndGet() / count);
      }
    };
    int workers = Math.min(threads, count);
    if (workers <= 1) {
      worker.run();
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(workers, task -> {
      Thread thread = new Thread(task, "dovetail-chain");
      thread.setDaemon(true);
      return thread;
    });
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (int w = 0; w < workers; w++) {
        futures.add(pool.submit(worker));
      }
      await(futures, next, count);
    } finally {
      pool.shutdownNow();
    }
  }

  private static void await(List<Future<?>> futures, AtomicInteger next, int count) {
    try {
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (ExecutionException e) {
      next.set(count); // the others take nothing more
      if (e.getCause() instanceof CancellationException c) {
        throw c;
      }
      throw new IllegalStateException("A worker of the programme failed.", e.getCause());
    } catch (InterruptedException e) {
      next.set(count);
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("The programme was interrupted.");
      cancelled.initCause(e);
      throw cancelled;
    }
  }
}
