package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.MappingCheck;
import dev.dovetail.models.Problem;
import dev.dovetail.models.Violation;
import dev.dovetail.models.allocation.CriticalChain;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.stream.files.GoldenReader;
import dev.dovetail.solver.ExitCode;
import dev.dovetail.solver.OutputDirectory;
import dev.dovetail.solver.PlanImport;
import dev.dovetail.solver.Presentation.Measure;
import dev.dovetail.solver.ResultJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dovetail check}: the evaluator alone, no solver loaded. */
@Command(
    name = "check",
    description = {
        "Evaluate a mapping with the evaluator alone: every violation with its place.",
        "A reference instance of Stream (stream-golden/1) holds problem and mapping: it is recomputed and compared.",
        "Exit code 0 if it is executable, 30 if it breaks a rule, 3 if a file cannot be read."
    })
final class CheckCommand extends BaseCommand {
  @Parameters(index = "0", paramLabel = "PROBLEM.yaml|DIR", description = "The problem, or the directory that a solve wrote.")
  Path problem = Path.of("");

  @Parameters(index = "1", arity = "0..1", paramLabel = "MAPPING.json", description = "The mapping to check.")
  @Nullable
  Path mapping;

  @Option(names = "--why",
      description = "Say what makes the latency what it is: the critical chain through cores, links and DRAM.")
  boolean why;

  @Option(
      names = "--level",
      paramLabel = "1|2|3",
      description = "Of a reference instance: 1 takes slots and reuse levels from the file, 2 derives the slots, 3 (default) both.")
  @Nullable
  Integer level;

  CheckCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    if (level != null && (level < 1 || level > 3)) {
      throw new UsageException("The level (%d) must be 1, 2 or 3.".formatted(level), "write '--level 3'.");
    }
    if (level != null || mapping == null && isGolden(problem)) {
      if (mapping != null) {
        throw new UsageException("A reference instance holds its mapping, but another one (%s) is given.".formatted(mapping),
            "write 'dovetail check FILE.json --level 3'.");
      }
      return new GoldenCheckCommand(console, level == null ? 3 : level, json).check(problem);
    }
    Path problemFile = problem;
    Path mappingFile = mapping;
    if (mappingFile == null) {
      if (!Files.isDirectory(problem)) {
        throw new UsageException(
            "There is no mapping to check against the problem (%s).".formatted(problem),
            "write 'dovetail check PROBLEM.yaml MAPPING.json'.");
      }
      problemFile = problem.resolve(OutputDirectory.PROBLEM);
      mappingFile = problem.resolve(OutputDirectory.MAPPING);
    }
    return check(ProblemFile.read(problemFile, console.toolbox()), mappingFile);
  }

  /** Whether a file is a reference instance of Stream, which needs no second file. */
  private static boolean isGolden(Path file) {
    if (!Files.isRegularFile(file) || !file.toString().endsWith(".json")) {
      return false;
    }
    DataNode root = DataFile.read(file);
    return root.isObject() && root.optional("schema").filter(s -> s.isText() && s.text().equals(GoldenReader.FORMAT)).isPresent();
  }

  private <P extends Problem, M extends Mapping> int check(ProblemFile<P, M> file, Path mappingFile) {
    if (Files.isDirectory(mappingFile)) {
      throw new BadInputException(
          "The mapping (%s) is a directory.".formatted(mappingFile),
          "give the %s inside of it.".formatted(OutputDirectory.MAPPING));
    }
    if (!Files.exists(mappingFile)) {
      throw new BadInputException("The mapping (%s) does not exist.".formatted(mappingFile), "the path is wrong.");
    }
    Optional<PlanImport<P, M>> plans = file.kind().plans().filter(i -> i.reads(mappingFile));
    if (plans.isPresent()) {
      return new PlanCheck<>(file, plans.get(), console, json).check(mappingFile);
    }
    P p = file.problem();
    if (why) {
      Why.check(file);
    }
    Evaluation evaluation = MappingCheck.check(file.kind().kind(), p, mappingFile);
    if (json) {
      ObjectNode o = JsonNodeFactory.instance.objectNode();
      o.put("kind", file.kind().kind().name());
      o.put("problem", p.name());
      o.put("verified", evaluation.isExecutable());
      o.put("objective", evaluation.isExecutable() ? Long.valueOf(evaluation.objective()) : null);
      o.set("cost", ResultJson.cost(evaluation));
      o.set("violations", ResultJson.violations(evaluation.violations()));
      if (why && evaluation.isExecutable()) {
        o.set("why", Why.json(chain(file, mappingFile)));
      }
      console.json(o);
    } else if (evaluation.isExecutable()) {
      Measure measure = file.kind().presentation().measure(p);
      console.out().println(
          "%s is an executable mapping of %s: %s %s %s"
              .formatted(mappingFile, p.name(), measure.name(), Texts.grouped(evaluation.objective()), measure.unit())
              .stripTrailing());
      evaluation.cost().forEach((name, value) -> console.out().printf("  %-26s %s%n", name, Texts.grouped(value)));
      if (why) {
        Why.print(chain(file, mappingFile), console.out());
      }
    } else {
      int count = evaluation.violations().size();
      console.out().println("%s breaks %d rule%s of %s:".formatted(mappingFile, count, count == 1 ? "" : "s", p.name()));
      for (Violation v : evaluation.violations()) {
        console.out().println("  " + v);
      }
    }
    return evaluation.isExecutable() ? ExitCode.OK : ExitCode.DISAGREEMENT;
  }

  private static <P extends Problem, M extends Mapping> CriticalChain chain(ProblemFile<P, M> file, Path mappingFile) {
    return Why.chain(file, file.kind().kind().readMapping(file.problem(), mappingFile));
  }
}
