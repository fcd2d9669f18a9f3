package dev.dovetail.solver.cli;

import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
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
        "Map a network onto an accelerator: which layers are fused, which core runs each part of each layer, when, and over",
        "which links and through which DRAM ports data travels.",
        "Writes problem.yaml, mapping.json, result.json and report.html."
    })
final class MapCommand extends BaseCommand {
  @Parameters(index = "0", paramLabel = "NETWORK", description = "ONNX file, or a name (see 'dovetail networks').")
  String network = "";

  @Mixin
  MappingOptions mapping = new MappingOptions();

  @Mixin
  SolveOptions options = new SolveOptions();

  MapCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    options.limits();
    KindMethods<MappingProblem, NetworkMapping> kind = console.toolbox().mapping();
    List<Method<MappingProblem, NetworkMapping>> methods = options.methods(kind);
    MappingOptions.Draft draft = mapping.read(network);
    methods = options.startingFrom(kind, draft.problem(), methods);
    Path directory = options.out != null ? options.out : Path.of("out", mapping.name(network));
    OutputDirectory.refuseForeignProblem(directory);
    OutputDirectory out = OutputDirectory.open(directory);
    mapping.write(network, out);
    ProblemFile<MappingProblem, NetworkMapping> file =
        mapping.file(draft, out.path(OutputDirectory.PROBLEM), console.toolbox());
    return new Solving(console, json).run(file, methods, options, out);
  }
}
