package dev.dovetail.solver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.MappingCheck;
import dev.dovetail.models.MappingText;
import dev.dovetail.models.Problem;
import dev.dovetail.models.ProblemKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * pareto.json and the mapping files that it names.
 *
 * <p>Role: keeps the directory consistent at every moment. A new point gets a file of its own first, then pareto.json names it, then files
 * that nothing names any more go. Points are verified before they come here.
 */
final class FrontFiles<P extends Problem, M extends Mapping> {
  /** The {@code format} of pareto.json. */
  static final String FORMAT = "dovetail-pareto/1";

  private final ProblemKind<P, M> kind;
  private final P problem;
  private final OutputDirectory out;
  private final Map<String, Front<M>> byMethod = new LinkedHashMap<>();
  private final Map<M, Integer> numbers = new IdentityHashMap<>();
  private final Map<M, Evaluation> evaluations = new IdentityHashMap<>();
  private @Nullable Front<M> front;

  FrontFiles(ProblemKind<P, M> kind, P problem, OutputDirectory out) {
    this.kind = kind;
    this.problem = problem;
    this.out = out;
  }

  /** Replaces what a method has found; says in one line what there is now, or nothing if the costs are the same as before. */
  String update(String method, Incumbents.VerifiedFront<M> found) {
    evaluations.putAll(found.evaluations());
    byMethod.put(method, found.front());
    String before = front == null ? "" : line(front);
    Front<M> all = keepingFiles(byMethod.values().stream().reduce(Front::and).orElseThrow());
    front = all;
    List<M> gone = new ArrayList<>(numbers.keySet());
    for (TradeOff<M> p : all.points()) {
      if (gone.removeIf(m -> m == p.mapping())) {
        continue;
      }
      int number = 1;
      while (numbers.containsValue(number)) {
        number++;
      }
      out.writeText(OutputDirectory.frontMapping(number), MappingText.of(kind.writeMapping(problem, p.mapping())));
      numbers.put(p.mapping(), number);
    }
    ObjectNode tree =
        JsonNodeFactory.instance.objectNode().put("format", FORMAT).put("kind", kind.name()).put("problem", problem.name());
    tree.setAll(tree());
    out.write(OutputDirectory.PARETO, tree);
    for (M mapping : gone) {
      out.remove(OutputDirectory.frontMapping(numbers.remove(mapping)));
    }
    forget();
    return line(all).equals(before) ? "" : line(all);
  }

  /** Drops the evaluations of mappings that no front holds any more; a long search reports thousands of large ones. */
  private void forget() {
    Set<M> live = Collections.newSetFromMap(new IdentityHashMap<>());
    live.addAll(numbers.keySet());
    byMethod.values().forEach(f -> f.points().forEach(p -> live.add(p.mapping())));
    evaluations.keySet().removeIf(m -> !live.contains(m));
  }

  /** A point with the costs of one that is on disk keeps that one's mapping. */
  private Front<M> keepingFiles(Front<M> now) {
    Front<M> old = front;
    if (old == null) {
      return now;
    }
    List<TradeOff<M>> points = new ArrayList<>();
    for (TradeOff<M> p : now.points()) {
      M mapping =
          old.points().stream()
              .filter(o -> o.latencyCycles() == p.latencyCycles() && o.energyFemtojoules() == p.energyFemtojoules())
              .map(TradeOff::mapping)
              .findFirst()
              .orElse(p.mapping());
      points.add(new TradeOff<>(mapping, p.latencyCycles(), p.energyFemtojoules(), p.energyBound(), p.source()));
    }
    return new Front<>(points, now.isComplete(), now.completeWithin());
  }

  private static String line(Front<?> front) {
    TradeOff<?> fast = front.points().get(0);
    TradeOff<?> frugal = front.points().get(front.points().size() - 1);
    return front.points().size() == 1
        ? String.format(Locale.ROOT, "front: one mapping, %,d cycles, %,d fJ", fast.latencyCycles(), fast.energyFemtojoules())
        : String.format(
            Locale.ROOT,
            "front: %d mappings, from %,d cycles, %,d fJ to %,d cycles, %,d fJ",
            front.points().size(),
            fast.latencyCycles(),
            fast.energyFemtojoules(),
            frugal.latencyCycles(),
            frugal.energyFemtojoules());
  }

  /** The points, for pareto.json and result.json; null as long as there are none. */
  JsonNode json() {
    return front == null ? JsonNodeFactory.instance.nullNode() : tree();
  }

  private ObjectNode tree() {
    Front<M> now = java.util.Objects.requireNonNull(front);
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    o.put("complete", now.isComplete());
    o.put("completeWithin", now.completeWithin());
    ArrayNode points = o.putArray("points");
    for (TradeOff<M> p : now.points()) {
      Evaluation evaluation = evaluations.get(p.mapping());
      points
          .addObject()
          .put(TradeOff.LATENCY, p.latencyCycles())
          .put(TradeOff.ENERGY, p.energyFemtojoules())
          .put(TradeOff.EDP, evaluation.cost().get(TradeOff.EDP))
          .put("energyBoundFemtojoules", p.energyBound())
          .put("proven", p.isProven())
          .put("mapping", OutputDirectory.frontMapping(numbers.get(p.mapping())))
          .put("source", p.source());
    }
    return o;
  }

  /** Reads all files as anybody would; what is wrong with the first bad one, or null. A front with a bad file is taken away. */
  @Nullable
  Disagreement readBack() {
    if (front == null) {
      return null;
    }
    for (TradeOff<M> p : front.points()) {
      Disagreement misread = misread(p);
      if (misread != null) {
        out.remove(OutputDirectory.PARETO);
        front = null;
        return misread;
      }
    }
    return null;
  }

  private @Nullable Disagreement misread(TradeOff<M> p) {
    String name = OutputDirectory.frontMapping(numbers.get(p.mapping()));
    String wrong;
    List<dev.dovetail.models.Violation> violations = List.of();
    try {
      Evaluation read = MappingCheck.check(kind, problem, out.path(name));
      if (read.isExecutable() && read.cost().equals(evaluations.get(p.mapping()).cost())) {
        return null;
      }
      violations = read.violations();
      wrong = read.isExecutable() ? "has other costs." : "breaks " + violations.get(0);
    } catch (RuntimeException e) {
      wrong = "cannot be read: " + e.getMessage();
    }
    return new Disagreement(
        name,
        p.energyFemtojoules(),
        null,
        "The mapping of the front with %d cycles was verified, but its file (%s), read back, %s"
            .formatted(p.latencyCycles(), name, wrong),
        violations);
  }
}
