package dev.dovetail.solver.pipeline.clusters;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.pipeline.segment.SegmentEncoding;
import dev.dovetail.encodings.pipeline.segment.SegmentModel;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.graph.Region;
import dev.dovetail.models.pipeline.graph.SegmentChoice;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.BackendRun;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.pipeline.clusters.FreeColumns.Column;
import java.util.HashSet;
import java.util.Set;

/** Constraint models of single segments: each raises the bound of its segment, or finds a cheaper one. */
final class SegmentProofs {
  /** Largest model: layers times layers times regions; beyond it the tables are too large for a solver to do anything with them. */
  private static final long MOST_CELLS = 40_000;

  /** Share of what is left of the time that one model may take. */
  private static final double SHARE = 0.5;

  private final SegmentEncoding encoding;
  private final Backend backend;
  private final BackendRun run;
  private final long regions;
  private final Set<Column> done = new HashSet<>();

  SegmentProofs(PipelineProblem problem, Backend backend, BackendRun run) {
    this.encoding = new SegmentEncoding(problem);
    this.backend = backend;
    this.run = run;
    this.regions = Region.all(problem.module()).size();
  }

  /** Whether a model of a single layer on the module is small enough; beyond it the regions would not even fit into memory. */
  static boolean takes(MultiChipModule module) {
    double regions = module.types().stream().mapToDouble(t -> t.count() + 1.0).reduce(1, (a, b) -> a * b);
    return regions <= MOST_CELLS;
  }

  /** Whether a model of the segment may still tell something. */
  boolean isOpen(Column column) {
    long layers = column.last() - column.first() + 1L;
    return layers * layers * regions <= MOST_CELLS && !done.contains(column);
  }

  /**
   * Asks for the best segment of these layers.
   *
   * @param best cost of the best plan: only segments of better ones count
   */
  void prove(FreeColumns columns, Column column, long best) {
    done.add(column);
    SegmentChoice known = columns.best(column);
    long others = columns.through(column) - columns.bound(column);
    long atMost = Math.min(columns.cost(column), best == Long.MAX_VALUE ? Long.MAX_VALUE / 8 : best - 1 - others);
    SegmentModel model = encoding.encode(column.first(), column.last(), atMost == Long.MAX_VALUE ? Long.MAX_VALUE / 8 : atMost);
    if (known != null && known.cost() <= atMost) {
      model = model.withHint(known);
    }
    SegmentModel asked = model;
    BackendListener heard = new BackendListener() {
      @Override
      public void solution(Assignment assignment, long objective) {
        columns.offer(asked.decode(assignment));
      }

      @Override
      public boolean shouldStop() {
        return run.settled();
      }
    };
    BackendResult result = BackendRun.ask(backend, asked.model(), run.left(SHARE), heard).result();
    if (result == null) {
      return;
    }
    result.solution().ifPresent(a -> columns.offer(asked.decode(a)));
    if (result.proof() == Outcome.Proof.INFEASIBLE) {
      columns.raise(column, atMost + 1);
    } else if (result.isOptimal()) {
      columns.raise(column, columns.cost(column));
    } else {
      result.lowerBound().ifPresent(b -> columns.raise(column, Math.min(b, atMost + 1)));
    }
  }
}
