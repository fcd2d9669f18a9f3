package dev.dovetail.solver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.MappingCheck;
import dev.dovetail.models.MappingText;
import dev.dovetail.models.Problem;
import dev.dovetail.models.ProblemKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One solve: bounds, methods one after another, verification of each incumbent, files, verdict.
 *
 * <p>Role: the only place that knows the order of things. A mapping is announced only after it was verified and is on disk;
 * result.json beside it is kept up to date, so that a kill at any moment loses nothing that was announced. Single use; {@link
 * #run} belongs to one thread, which also does all writing.
 *
 * @param <P> problem
 * @param <M> mapping
 */
public final class Solve<P extends Problem, M extends Mapping> {
  /** How long an interrupt waits for the solving thread to write its files before it writes them itself. */
  private static final long INTERRUPT_WAIT_MILLIS = 3_000;

  private final ProblemKind<P, M> kind;
  private final P problem;
  private final List<? extends Method<P, M>> methods;
  private final Request request;
  private final OutputDirectory out;
  private final Environment environment;
  private final Progress progress;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Object writing = new Object();
  private final List<MethodResult<M>> done = new ArrayList<>();
  private final List<CurvePoint> curve = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final FrontFiles<P, M> frontFiles;
  private final long start;
  private volatile boolean interrupted;
  private @Nullable OwnBounds<P> ownBounds;
  private @Nullable MethodRun<P, M> running;
  private @Nullable Long timeToFirst;
  private Incumbents.@Nullable VerifiedFront<M> announcedFront;
  private long written = Long.MAX_VALUE;

  /**
   * @param kind of the problem
   * @param problem what is asked
   * @param methods to run, one after another, each with the whole limit
   * @param request limits and what goes into result.json
   * @param out where the files go
   * @param environment clock and interrupts
   * @param progress hears of each improvement
   */
  public Solve(
      ProblemKind<P, M> kind,
      P problem,
      List<? extends Method<P, M>> methods,
      Request request,
      OutputDirectory out,
      Environment environment,
      Progress progress) {
    this.kind = kind;
    this.problem = problem;
    this.methods = List.copyOf(methods);
    this.request = request;
    this.out = out;
    this.frontFiles = new FrontFiles<>(kind, problem, out);
    this.environment = environment;
    this.progress = progress;
    this.start = environment.nanoTime().getAsLong();
  }

  /**
   * Solves, and leaves mapping.json (if there is a verified mapping), rejected-mapping.json (if there is a refuted one) and
   * result.json in the output directory.
   *
   * @throws BadInputException if a method or a bound finds the problem itself wrong, or the directory can no longer be written
   */
  public SolveResult<M> run() {
    try (Interrupts.Handle ignored = environment.interrupts().onInterrupt(this::interrupt)) {
      OwnBounds<P> bounds = OwnBounds.start(kind.lowerBounds(), problem);
      ownBounds = bounds;
      long wait = request.limits().reproducible() ? Long.MAX_VALUE : environment.boundWait().toNanos();
      bounds.await(() -> interrupted || elapsed() >= Math.min(wait, request.limits().wallClock().toNanos()));
      for (int i = 0; i < methods.size() && !interrupted && bounds.infeasibility() == null; i++) {
        // Waiting for the bounds is part of the first method's time, so that the whole solve keeps its limit.
        if (i > 0 && request.team() && !needsAnotherProof()) {
          break;
        }
        runOne(methods.get(i), i == 0 ? start : environment.nanoTime().getAsLong(), i == 0 ? request.limits() : later(), bounds);
      }
      Disagreement misread = interrupted ? null : readBack();
      SolveResult<M> result = conclude(misread);
      synchronized (writing) {
        writeResult(result, false);
      }
      return result;
    } finally {
      finished.countDown();
    }
  }

  /** Whether a further method of a team has something to add, and time for it. */
  private boolean needsAnotherProof() {
    boolean settled = conclude(null).evidence() == Evidence.BOUNDED;
    return !settled && elapsed() < request.limits().wallClock().toNanos();
  }

  /** Limits of a method that is not the first one. */
  private Limits later() {
    Limits all = request.limits();
    boolean shares = request.team() && !all.reproducible();
    return shares ? all.withTime(Duration.ofNanos(Math.max(1, all.time().toNanos() - elapsed()))) : all;
  }

  private void warn(String text) {
    synchronized (writing) {
      warnings.add(text);
    }
    progress.note("warning: " + text);
  }

  private void runOne(Method<P, M> method, long methodStart, Limits limits, OwnBounds<P> bounds) {
    MethodRun<P, M> run =
        new MethodRun<>(kind.evaluator(), problem, method, limits, environment, methodStart, () -> interrupted);
    synchronized (writing) {
      running = run;
    }
    MethodResult<M> result = run.run(bounds, () -> announce(run));
    if (run.incumbents().rejected() != null) {
      writeRejected(run.incumbents().rejected());
    }
    synchronized (writing) {
      done.add(result);
      running = null;
    }
    if (request.limits().reproducible() && !interrupted && result.timeNanos() >= request.limits().wallClock().toNanos()) {
      warn(
          "The time limit ended %s, not its own limit: another run may give another answer.%nMaybe raise --time-limit."
              .formatted(method.name()));
    }
  }

  /** Puts on disk what is new, then tells of it. Runs on the solving thread only. */
  private void announce(MethodRun<P, M> run) {
    Incumbents.Verified<M> best = run.incumbents().best();
    LowerBound bound = run.incumbents().boundOrNull();
    Long objective = best == null ? null : best.evaluation().objective();
    announceFront(run);
    String event = run.news(objective, bound);
    if (event.isEmpty()) {
      return;
    }
    synchronized (writing) {
      if (best != null && objective != null && objective < written) {
        out.writeText(OutputDirectory.MAPPING, MappingText.of(kind.writeMapping(problem, best.mapping())));
        written = objective;
      }
      long now = elapsed();
      if (timeToFirst == null && objective != null) {
        timeToFirst = now;
      }
      boolean found = event.equals("mapping");
      String source = found && best != null ? best.source() : bound == null ? "" : bound.name();
      curve.add(new CurvePoint(now, written == Long.MAX_VALUE ? null : written, proved(bound), source));
      run.announced(best, bound, source);
      writeResult(conclude(null), true);
      progress.row(
          new ProgressRow(
              now,
              run.method(),
              objective,
              bound == null ? null : bound.value(),
              bound == null ? "" : bound.name(),
              found ? source : "bound"));
    }
  }

  /** The best bound so far: what an earlier method has proved stays proved while the next one begins anew. */
  private @Nullable Long proved(@Nullable LowerBound bound) {
    Long before = curve.isEmpty() ? null : curve.get(curve.size() - 1).bound();
    if (bound == null || before != null && before > bound.value()) {
      return before;
    }
    return bound.value();
  }

  private void announceFront(MethodRun<P, M> run) {
    Incumbents.VerifiedFront<M> front = run.incumbents().front();
    if (front == null || front == announcedFront) {
      return;
    }
    synchronized (writing) {
      announcedFront = front;
      String line = frontFiles.update(run.method(), front);
      writeResult(conclude(null), true);
      if (!line.isEmpty()) {
        progress.note(line);
      }
    }
  }

  private SolveResult<M> conclude(@Nullable Disagreement misread) {
    synchronized (writing) {
      List<MethodResult<M>> all = new ArrayList<>(done);
      MethodRun<P, M> run = running;
      if (run != null) {
        all.add(run.snapshot());
      }
      OwnBounds<P> bounds = ownBounds;
      return Verdict.of(
          all,
          new Verdict.Context(
              bounds == null ? List.of() : bounds.values(),
              bounds == null ? null : bounds.infeasibility(),
              misread,
              interrupted,
              request.requiredGap(),
              timeToFirst,
              elapsed(),
              curve));
    }
  }

  private void writeResult(SolveResult<M> result, boolean provisional) {
    OwnBounds<P> bounds = ownBounds;
    List<String> all = new ArrayList<>(warnings);
    if (bounds != null && bounds.failure() != null) {
      all.add(bounds.failure());
    }
    List<String> names = methods.stream().map(Method::name).toList();
    out.write(
        OutputDirectory.RESULT,
        ResultJson.of(result, kind.name(), problem.name(), names, request, provisional, all, frontFiles.json()));
  }

  private void writeRejected(Incumbents.@Nullable Rejected<M> rejected) {
    if (rejected != null) {
      JsonNode tree = rejectedTree(rejected.mapping());
      out.write(OutputDirectory.REJECTED, ResultJson.rejected(rejected.disagreement(), tree));
    }
  }

  private JsonNode rejectedTree(M mapping) {
    try {
      return kind.writeMapping(problem, mapping);
    } catch (RuntimeException e) {
      // A broken mapping may not have the derived sections of its kind; its bare fields always exist.
      return ResultJson.bare(mapping);
    }
  }

  /** Reads mapping.json (then the front's) as anybody would, and evaluates it again: the promise is about the file, not about our memory. */
  private @Nullable Disagreement readBack() {
    if (written == Long.MAX_VALUE) {
      return null;
    }
    String problemText;
    List<dev.dovetail.models.Violation> violations = List.of();
    Long recomputed = null;
    try {
      Evaluation evaluation =
          MappingCheck.check(kind, problem, out.path(OutputDirectory.MAPPING));
      if (evaluation.isExecutable() && evaluation.objective() == written) {
        return frontFiles.readBack();
      }
      violations = evaluation.violations();
      recomputed = evaluation.isExecutable() ? evaluation.objective() : null;
      problemText = evaluation.isExecutable() ? "costs " + evaluation.objective() + "." : "breaks " + violations.get(0);
    } catch (RuntimeException e) {
      problemText = "cannot be read: " + e.getMessage();
    }
    Disagreement misread =
        new Disagreement(
            OutputDirectory.MAPPING,
            written,
            recomputed,
            "The mapping was verified with cost %d, but its file, read back, %s".formatted(written, problemText),
            violations);
    M mapping = java.util.Objects.requireNonNull(conclude(null).mapping());
    out.write(OutputDirectory.REJECTED, ResultJson.rejected(misread, rejectedTree(mapping)));
    out.remove(OutputDirectory.MAPPING);
    return misread;
  }

  /** Runs on the thread of the interrupt; the process ends when it returns. */
  private void interrupt() {
    interrupted = true;
    try {
      if (!finished.await(INTERRUPT_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        synchronized (writing) {
          MethodRun<P, M> run = running;
          if (run != null) {
            announce(run);
          }
          writeResult(conclude(null), false);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    progress.note(
        written == Long.MAX_VALUE
            ? "Interrupted before a mapping was found."
            : "Interrupted; the best verified mapping (%d) is kept in %s.".formatted(written, out.path(OutputDirectory.MAPPING)));
  }

  private long elapsed() {
    return environment.nanoTime().getAsLong() - start;
  }
}
