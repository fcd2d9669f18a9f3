package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.solver.Gap;
import dev.dovetail.solver.MethodResult;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.OutputDirectory;
import dev.dovetail.solver.PartialProof;
import dev.dovetail.solver.Presentation.Measure;
import dev.dovetail.solver.SolveResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a person reads at the end of a solve, on standard output. */
final class Summary {
  private final PrintStream out;

  Summary(PrintStream out) {
    this.out = out;
  }

  <P extends Problem, M extends Mapping> void print(
      ProblemFile<P, M> file, SolveResult<M> result, OutputDirectory directory, List<String> files) {
    if (result.methods().size() > 1) {
      out.println();
      out.print(comparison(result.methods()));
    }
    out.println();
    out.println(file.problem().name() + ": " + verdict(result));
    Measure measure = file.kind().presentation().measure(file.problem());
    Evaluation evaluation = result.evaluation();
    M mapping = result.mapping();
    if (evaluation != null && result.best() != null) {
      line(measure.name(), amount(evaluation.objective(), measure) + ", verified, found by " + result.best().method());
    }
    Long bound = result.bound();
    if (bound != null) {
      line("bound", amount(bound, measure) + ", proved by " + result.boundSource());
      result.ownBounds().stream()
          .filter(b -> b.name().equals(result.boundSource()) && !b.witness().isEmpty())
          .findFirst()
          .map(LowerBound::witness)
          .or(() -> witness(result, bound))
          .ifPresent(w -> line("", w));
    }
    Double gap = result.gap();
    if (gap != null) {
      line("gap", Gap.percent(gap));
    }
    for (PartialProof p : result.partialProofs()) {
      line("proved of some mappings", amount(p.bound(), measure) + ", " + p.sentence());
      line("", "proved by " + String.join(" and ", p.methods()) + "; others may cost less");
    }
    Long first = result.timeToFirstNanos();
    line("time", Texts.seconds(result.timeNanos()) + (first == null ? "" : ", first mapping after " + Texts.seconds(first)));
    if (evaluation != null) {
      for (Map.Entry<String, Long> part : evaluation.cost().entrySet()) {
        line("  " + part.getKey(), Texts.grouped(part.getValue()));
      }
    }
    if (evaluation != null && mapping != null) {
      String picture = file.kind().presentation().ascii(file.problem(), mapping, evaluation);
      if (!picture.isEmpty()) {
        out.println();
        out.print(picture);
        out.println();
      }
    }
    line("files", String.join(", ", files) + " in " + directory.directory());
    if (files.contains(OutputDirectory.REPORT)) {
      line("report", directory.path(OutputDirectory.REPORT).toAbsolutePath().normalize().toUri().toString());
    }
  }

  /** What a method says of its bound. */
  private static Optional<String> witness(SolveResult<?> result, long bound) {
    return result.methods().stream()
        .map(MethodResult::ownWord)
        .filter(b -> b != null && b.value() == bound && b.name().equals(result.boundSource()) && !b.witness().isEmpty())
        .map(b -> java.util.Objects.requireNonNull(b).witness())
        .findFirst();
  }

  /** One row for each mapping of the trade-off front; nothing without one. */
  void front(JsonNode pareto) {
    if (pareto.path("points").isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("latency, cycles", "energy, fJ", "energy bound, fJ", "EDP, nJ cycles", "proven", "mapping"));
    for (JsonNode p : pareto.path("points")) {
      rows.add(
          List.of(
              Texts.grouped(p.path("latencyCycles").asLong()),
              Texts.grouped(p.path("energyFemtojoules").asLong()),
              Texts.grouped(p.path("energyBoundFemtojoules").asLong()),
              p.path("edpNanojouleCycles").isIntegralNumber() ? Texts.grouped(p.path("edpNanojouleCycles").asLong()) : "-",
              p.path("proven").asBoolean() ? "yes" : "no",
              p.path("mapping").asText()));
    }
    out.println();
    out.print(Texts.table(rows, List.of(0, 1, 2, 3)));
  }

  private static String verdict(SolveResult<?> result) {
    return switch (result.status()) {
      case OPTIMAL -> "optimal (%s)".formatted(result.evidence() == null ? "" : result.evidence().word());
      case FEASIBLE -> "feasible";
      case INFEASIBLE -> "infeasible (%s)".formatted(result.evidence() == null ? "" : result.evidence().word());
      case UNKNOWN -> "nothing found";
      case FAILED -> "failed";
    };
  }

  private static String amount(long value, Measure measure) {
    return Texts.grouped(value) + (measure.unit().isEmpty() ? "" : " " + measure.unit());
  }

  private void line(String name, String text) {
    out.printf(Locale.ROOT, "  %-27s %s%n", name, text);
  }

  /** One row for each method: what it found, what it proved, and how long it took. */
  static String comparison(List<? extends MethodResult<?>> methods) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("method", "best", "bound", "gap", "proof", "first", "time", "ended"));
    for (MethodResult<?> m : methods) {
      Long objective = m.objective();
      LowerBound bound = m.bound();
      Long first = m.timeToFirstNanos();
      rows.add(
          List.of(
              m.method(),
              objective == null ? "-" : Texts.grouped(objective),
              bound == null ? "-" : Texts.grouped(bound.value()),
              objective == null || bound == null ? "-" : Gap.percent(Gap.of(objective, bound.value())),
              m.outcome().proof() == Outcome.Proof.NONE ? "-" : m.outcome().proof().name().toLowerCase(Locale.ROOT),
              first == null ? "-" : Texts.seconds(first),
              Texts.seconds(m.timeNanos()),
              m.outcome().termination().name().toLowerCase(Locale.ROOT)));
    }
    return Texts.table(rows, List.of(1, 2, 3, 5, 6));
  }
}
