package dev.dovetail.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.registry.ProblemFormats;
import dev.dovetail.models.registry.ProblemKinds;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line of its own for the judge: {@code CheckMain PROBLEM MAPPING [--json]}.
 *
 * <p>Role: lets anybody check a mapping with this module and its libraries alone on the class path. Exit codes: 0 executable
 * and all of the file follows from it, 2 usage, 3 a file is unreadable, 30 at least one violation.
 */
public final class CheckMain {
  private static final int OK = 0;
  private static final int USAGE = 2;
  private static final int VIOLATED = 30;

  private CheckMain() {}

  /** Runs the check and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  /** Runs the check; answers the exit code. */
  static int run(List<String> args, PrintStream out, PrintStream err) {
    List<String> files = new ArrayList<>(args);
    boolean json = files.removeIf(a -> a.equals("--json"));
    if (files.size() != 2 || files.stream().anyMatch(f -> f.startsWith("-"))) {
      err.println("Usage: CheckMain PROBLEM MAPPING [--json]");
      return USAGE;
    }
    try {
      Path problem = Path.of(files.get(0));
      return check(kindOf(problem), problem, Path.of(files.get(1)), json, out);
    } catch (BadInputException e) {
      err.println(e.getMessage());
      return e.exitCode();
    }
  }

  private static ProblemKind<?, ?> kindOf(Path problem) {
    return ProblemFormats.<ProblemKind<?, ?>>recognise(problem, ProblemKinds.all(), kind -> kind).kind();
  }

  private static <P extends Problem, M extends Mapping> int check(
      ProblemKind<P, M> kind, Path problemFile, Path mappingFile, boolean json, PrintStream out) {
    P problem = kind.readProblem(problemFile);
    Evaluation evaluation = MappingCheck.check(kind, problem, mappingFile);
    if (json) {
      out.println(tree(kind.name(), problem.name(), evaluation));
    } else if (evaluation.isExecutable()) {
      out.printf("%s is an executable mapping of %s, objective %d%n", mappingFile, problem.name(), evaluation.objective());
      evaluation.cost().forEach((name, value) -> out.printf("  %-26s %d%n", name, value));
    } else {
      out.printf("%s breaks %d rules of %s:%n", mappingFile, evaluation.violations().size(), problem.name());
      evaluation.violations().forEach(v -> out.println("  " + v));
    }
    return evaluation.isExecutable() ? OK : VIOLATED;
  }

  private static ObjectNode tree(String kind, String problem, Evaluation evaluation) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("kind", kind).put("problem", problem).put("verified", evaluation.isExecutable());
    tree.put("objective", evaluation.isExecutable() ? Long.valueOf(evaluation.objective()) : null);
    ObjectNode cost = tree.putObject("cost");
    evaluation.cost().forEach(cost::put);
    ArrayNode violations = tree.putArray("violations");
    evaluation.violations()
        .forEach(v -> violations.addObject().put("rule", v.rule()).put("where", v.where()).put("message", v.message()));
    return tree;
  }
}
