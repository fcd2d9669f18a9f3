package dev.dovetail.solver.cpsat;

import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverResponse;
import com.google.ortools.sat.CpSolverSolutionCallback;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.SatParameters;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendRefusal;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.CheckedIncumbent;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.Versions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * OR-Tools CP-SAT in this process: lazy clause generation with a portfolio of searches and LP bounds. Takes every constraint
 * natively. A failed check of the native library aborts the whole process, so products run it in a child.
 */
public final class CpSatBackend implements Backend {
  /** Domains and, by a wide margin, sums must stay inside (cp_model.proto, IntegerVariableProto). */
  static final long LARGEST = 1L << 62;

  private static final Duration POLL = Duration.ofMillis(20);

  @Override
  public String name() {
    return "cp-sat";
  }

  @Override
  public String version() {
    return Versions.all().getOrDefault("or-tools", "unknown");
  }

  @Override
  public String description() {
    return "OR-Tools CP-SAT: clause learning, LP bounds, large neighbourhoods; proves optima and bounds";
  }

  @Override
  public boolean supports(Feature feature) {
    return true;
  }

  @Override
  public BackendResult solve(ConstraintModel model, Limits limits, BackendListener listener) {
    long began = System.nanoTime();
    checkDomains(model);
    NativeLibrary.load();
    CpModel cpModel = new CpModel();
    CpSatModel.write(model, cpModel.getBuilder());
    String invalid = cpModel.validate();
    if (!invalid.isEmpty()) {
      throw new BackendRefusal(
          BackendRefusal.Kind.NOT_ALLOWED,
          name(),
          "The model (%s) is invalid: %s".formatted(model.name(), invalid.strip().lines().findFirst().orElse("")),
          "use smaller domains or a coarser unit.");
    }
    CheckedIncumbent incumbent = new CheckedIncumbent(name(), model, listener);
    CpSolver solver = new CpSolver();
    parameters(solver.getParameters(), limits, System.nanoTime() - began);
    solver.setLogCallback(line -> hear(line, incumbent));
    Thread watch = watch(solver, incumbent);
    try {
      CpSolverStatus status = solver.solve(cpModel, new Callback(model, incumbent));
      return result(model, limits, status, solver.response(), incumbent, listener);
    } finally {
      watch.interrupt();
    }
  }

  private void checkDomains(ConstraintModel model) {
    for (IntVar v : model.variables()) {
      if (v.min() < -LARGEST || v.max() > LARGEST) {
        throw new BackendRefusal(
            BackendRefusal.Kind.NOT_ALLOWED,
            name(),
            "The domain (%d..%d) of variable (%s) must stay inside -2^62..2^62.".formatted(v.min(), v.max(), v.name()),
            "use a smaller horizon or a coarser unit.");
      }
    }
  }

  /** Sets the limits; the time that building the model took counts, except against a reproducible limit. */
  private static void parameters(SatParameters.Builder p, Limits limits, long elapsedNanos) {
    double seconds = limits.time().toNanos() / 1e9;
    // The generator takes a 31-bit seed.
    p.setRandomSeed((int) (limits.seed() & Integer.MAX_VALUE));
    if (limits.reproducible()) {
      p.setNumWorkers(1).setMaxDeterministicTime(seconds);
    } else {
      p.setNumWorkers(limits.threads()).setMaxTimeInSeconds(Math.max(1e-3, seconds - elapsedNanos / 1e9));
    }
    p.setRelativeGapLimit(limits.gap());
    // The log is read for one line: a complete but infeasible hint is told nowhere else.
    p.setLogSearchProgress(true).setLogToStdout(false);
  }

  private static void hear(String line, CheckedIncumbent incumbent) {
    if (line != null && line.contains("hint is complete, but it is infeasible")) {
      incumbent.rejectHint();
    }
  }

  private static Thread watch(CpSolver solver, CheckedIncumbent incumbent) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  Thread.sleep(POLL.toMillis());
                  if (incumbent.shouldStop()) {
                    solver.stopSearch();
                  }
                }
              } catch (InterruptedException e) {
                // The solve is over.
              }
            },
            "cp-sat watch");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Reads a response, gated on its status: without a solution its other fields mislead. */
  private BackendResult result(
      ConstraintModel model,
      Limits limits,
      CpSolverStatus status,
      CpSolverResponse response,
      CheckedIncumbent incumbent,
      BackendListener listener) {
    if (status == CpSolverStatus.OPTIMAL || status == CpSolverStatus.FEASIBLE) {
      incumbent.solution(Assignment.of(response.getSolutionList().stream().mapToLong(Long::longValue).toArray()));
    }
    if (status == CpSolverStatus.FEASIBLE || status == CpSolverStatus.UNKNOWN
        || (status == CpSolverStatus.OPTIMAL && limits.gap() > 0)) {
      boundOf(model, response, incumbent);
    }
    Map<String, String> statistics = new LinkedHashMap<>();
    statistics.put("status", status.name());
    statistics.put("branches", Long.toString(response.getNumBranches()));
    statistics.put("conflicts", Long.toString(response.getNumConflicts()));
    Outcome.Termination stopped =
        listener.shouldStop() ? Outcome.Termination.INTERRUPTED : Outcome.Termination.LIMIT;
    return switch (status) {
      case OPTIMAL -> optimal(model, limits, response, incumbent, statistics);
      case INFEASIBLE ->
          incumbent.result(Outcome.Termination.COMPLETE, Outcome.Proof.INFEASIBLE, "cp-sat: INFEASIBLE", statistics);
      case FEASIBLE, UNKNOWN -> incumbent.result(stopped, Outcome.Proof.NONE, "cp-sat: " + status, statistics);
      default -> {
        incumbent.fail("cp-sat ended with status " + status);
        yield incumbent.result(Outcome.Termination.FAILED, Outcome.Proof.NONE, "", statistics);
      }
    };
  }

  /** With a gap limit CP-SAT says OPTIMAL inside the gap: only an equal bound is a proof then. */
  private static BackendResult optimal(
      ConstraintModel model, Limits limits, CpSolverResponse response, CheckedIncumbent incumbent,
      Map<String, String> statistics) {
    long objective = model.objectiveOf(Assignment.of(response.getSolutionList().stream().mapToLong(Long::longValue).toArray()));
    long bound = Math.addExact(response.getInnerObjectiveLowerBound(), CpSatModel.objectiveConstant(model));
    boolean proved = limits.gap() == 0 || model.objective().isEmpty() || bound >= objective;
    return proved
        ? incumbent.result(Outcome.Termination.COMPLETE, Outcome.Proof.OPTIMAL, "cp-sat: OPTIMAL", statistics)
        : incumbent.result(Outcome.Termination.LIMIT, Outcome.Proof.NONE, "cp-sat: gap reached", statistics);
  }

  private static void boundOf(ConstraintModel model, CpSolverResponse response, CheckedIncumbent incumbent) {
    // An unset field reads as 0: only a bound that the double agrees with is taken.
    long inner = response.getInnerObjectiveLowerBound();
    double told = response.getBestObjectiveBound();
    if (model.objective().isPresent() && Math.abs(told - inner) <= 1 + Math.abs(told) * 1e-9) {
      incumbent.bound(Math.addExact(inner, CpSatModel.objectiveConstant(model)));
    }
  }

  /** Hands solutions over. No exception may leave it: that would end the process. */
  private static final class Callback extends CpSolverSolutionCallback {
    private final ConstraintModel model;
    private final CheckedIncumbent incumbent;

    Callback(ConstraintModel model, CheckedIncumbent incumbent) {
      this.model = model;
      this.incumbent = incumbent;
    }

    @Override
    public void onSolutionCallback() {
      try {
        long[] values = new long[model.variables().size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = solutionIntegerValue(i);
        }
        incumbent.solution(Assignment.of(values));
        double told = bestObjectiveBound();
        // A double holds integers up to 2^53 exactly; beyond that the bound is left to the end of the search.
        if (Math.abs(told) < 1L << 53) {
          incumbent.bound(Math.addExact((long) Math.floor(told), CpSatModel.objectiveConstant(model)));
        }
      } catch (Throwable t) {
        incumbent.fail("the solution callback threw " + t);
      }
    }
  }
}
