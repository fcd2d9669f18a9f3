package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.solver.KindMethods;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.RelaxingPresentation;
import dev.dovetail.solver.RelaxingPresentation.Change;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code --relax} says: the binding bound on hardware with a little more of one thing, and, if asked, what a short search finds there. */
final class Relaxing {
  private Relaxing() {}

  /**
   * The problem on one machine.
   *
   * @param change what is more; empty for the problem as it is
   * @param bound the largest one; null if there is none
   * @param found what the search found; null without one, or if it found nothing
   */
  private record Row(String change, @Nullable LowerBound bound, @Nullable Long found) {}

  /** Refuses --relax where a kind has no hardware that can be relaxed. */
  static void check(ProblemFile<?, ?> file) {
    if (!(file.kind().presentation() instanceof RelaxingPresentation<?, ?>)) {
      throw new UsageException(
          "The problem (%s) is of kind %s, whose hardware cannot be relaxed.".formatted(file.problem().name(),
              file.kind().kind().name()),
          "leave out '--relax'.");
    }
  }

  private static <P extends Problem, M extends Mapping> List<Row> rows(ProblemFile<P, M> file, @Nullable Duration solve) {
    check(file);
    RelaxingPresentation<P, M> relaxing = (RelaxingPresentation<P, M>) file.kind().presentation();
    List<Row> rows = new ArrayList<>();
    rows.add(row("", file.kind(), file.problem(), solve));
    for (Change<P> change : relaxing.changes(file.problem())) {
      rows.add(row(change.words(), file.kind(), change.problem(), solve));
    }
    return rows;
  }

  private static <P extends Problem, M extends Mapping> Row row(
      String change, KindMethods<P, M> kind, P problem, @Nullable Duration solve) {
    List<LowerBound> bounds;
    try {
      bounds = kind.kind().lowerBounds().of(problem);
    } catch (InfeasibleException e) {
      return new Row(change, null, null);
    }
    Optional<LowerBound> binding = bounds.stream().max(Comparator.comparingLong(LowerBound::value));
    Long found = null;
    if (solve != null) {
      Best<P, M> best = new Best<>(kind, problem, solve, binding.map(LowerBound::value).orElse(Long.MIN_VALUE));
      kind.method(kind.defaultMethod()).orElseThrow().solve(problem, new Limits(solve, 0, 1, 1, false, 2_048), best);
      found = best.bestObjective() == Long.MAX_VALUE ? null : Long.valueOf(best.bestObjective());
    }
    return new Row(change, binding.orElse(null), found);
  }

  static ArrayNode json(ProblemFile<?, ?> file, @Nullable Duration solve) {
    ArrayNode a = JsonNodeFactory.instance.arrayNode();
    for (Row row : rows(file, solve)) {
      LowerBound bound = row.bound();
      a.addObject()
          .put("change", row.change().isEmpty() ? null : row.change())
          .put("bound", bound == null ? null : Long.valueOf(bound.value()))
          .put("boundSource", bound == null ? null : bound.name())
          .put("objective", row.found());
    }
    return a;
  }

  static <P extends Problem, M extends Mapping> void print(ProblemFile<P, M> file, @Nullable Duration solve, PrintStream out) {
    List<Row> rows = rows(file, solve);
    LowerBound now = rows.get(0).bound();
    var measure = file.kind().presentation().measure(file.problem());
    List<List<String>> table = new ArrayList<>();
    table.add(cells(List.of("with", "bound", "falls by", "what binds"), "found", solve));
    for (Row row : rows) {
      LowerBound bound = row.bound();
      String fall = now == null || bound == null || row == rows.get(0)
          ? ""
          : now.value() == bound.value()
              ? "-"
              : String.format(Locale.ROOT, "%.1f %%", 100.0 * (now.value() - bound.value()) / Math.max(1, now.value()));
      table.add(cells(
          List.of(row.change().isEmpty() ? "the machine as it is" : row.change(),
              bound == null ? "-" : Texts.grouped(bound.value()),
              fall, bound == null ? "no mapping" : bound.name()),
          row.found() == null ? "-" : Texts.grouped(row.found()), solve));
    }
    out.println();
    out.println("What relaxing the hardware could buy: the binding bound on the %s of %s%s".formatted(measure.name(),
        file.problem().name(), measure.unit().isEmpty() ? "" : ", " + measure.unit()));
    out.print(Texts.table(table, List.of(1, 2, 4)));
    out.println("No mapping of a machine is better than its bound; whether one is as good is another matter.");
  }

  private static List<String> cells(List<String> cells, String found, @Nullable Duration solve) {
    List<String> all = new ArrayList<>(cells);
    all.add(solve == null ? "" : found);
    return all;
  }

  /** Keeps the best mapping that the judge accepts, and ends the search in time. */
  private static final class Best<P extends Problem, M extends Mapping> implements Listener<M> {
    private final KindMethods<P, M> kind;
    private final P problem;
    private final long bound;
    private final long end;
    private long best = Long.MAX_VALUE;

    Best(KindMethods<P, M> kind, P problem, Duration time, long bound) {
      this.kind = kind;
      this.problem = problem;
      this.bound = bound;
      this.end = System.nanoTime() + time.toNanos();
    }

    @Override
    public synchronized void incumbent(M mapping, long objective, String source) {
      Evaluation evaluation = kind.kind().evaluator().evaluate(problem, mapping);
      if (evaluation.isExecutable()) {
        best = Math.min(best, evaluation.objective());
      }
    }

    @Override
    public void bound(LowerBound proved) {
      // The table shows our own bounds alone.
    }

    @Override
    public synchronized long bestObjective() {
      return best;
    }

    @Override
    public long bestBound() {
      return bound;
    }

    @Override
    public boolean shouldStop() {
      return System.nanoTime() >= end || bestObjective() <= bound;
    }
  }
}
