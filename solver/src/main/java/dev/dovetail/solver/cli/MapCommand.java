package dev.dovetail.solver.cli;

import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.KindMethods;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.OutputDirectory;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dovetail map}: a network on an accelerator. */
@Command(
    name = "map",
    description = {
        "Map a network onto an accelerator: which core runs each part of each layer, when, and over which links data travels.",
        "Writes problem.yaml, mapping.json, result.json and report.html."
    })
final class MapCommand extends BaseCommand {
  @Parameters(index = "0", paramLabel = "NETWORK", description = "ONNX file, or a name (see 'dovetail networks').")
  String network = "";

  @Mixin
  AllocationOptions allocation = new AllocationOptions();

  @Mixin
  SolveOptions options = new SolveOptions();

  MapCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    options.limits();
    KindMethods<AllocationProblem, Schedule> kind = console.toolbox().allocation();
    List<Method<AllocationProblem, Schedule>> methods = options.methods(kind);
    AllocationOptions.Draft draft = allocation.read(network);
    Path directory = options.out != null ? options.out : Path.of("out", allocation.name(network));
    OutputDirectory.refuseForeignProblem(directory);
    OutputDirectory out = OutputDirectory.open(directory);
    allocation.write(network, out);
    ProblemFile<AllocationProblem, Schedule> file =
        allocation.file(draft, out.path(OutputDirectory.PROBLEM), console.toolbox());
    return new Solving(console, json).run(file, methods, options, out);
  }
}
