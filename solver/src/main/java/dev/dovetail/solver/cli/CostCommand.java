package dev.dovetail.solver.cli;

import dev.dovetail.models.intracore.maestro.MaestroMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dovetail cost}: what layers cost on cores; of a network, of a table of cases, or of a MAESTRO mapping file. */
@Command(
    name = "cost",
    customSynopsis = {
        "dovetail cost NETWORK --on ACCELERATOR [--dataflow FILE|NAME] [--layer NAME] [--statistics]",
        "       dovetail cost --cases CASES.csv [--dataflows FILE] [--hardware HW.m] [--out FILE]",
        "       dovetail cost --maestro MAPPING.m --hardware HW.m [--out FILE]"
    },
    description = {
        "The intra-core cost table, in three forms.",
        "NETWORK: every mapping of each layer onto each type of core that no other beats; the table shows the one with the"
            + " fewest cycles and the one with the least energy, --json every Pareto point.",
        "--cases: each row of a table is a layer, a mapping and a core; the table comes back with every statistic of"
            + " MAESTRO's model. A row that is invalid has its code in the column 'error', and the exit code is 3.",
        "--maestro: the layers of a MAESTRO mapping file in file order, as the result table that MAESTRO writes."
    })
final class CostCommand extends BaseCommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "NETWORK",
      description = "ONNX file, or a name (see 'dovetail networks').")
  @Nullable
  String network;

  @Option(names = "--cases", paramLabel = "CASES.csv", description = "Table of layers, mappings and cores.")
  @Nullable
  Path cases;

  @Option(names = "--dataflows", paramLabel = "FILE", description = "Mappings that the rows of --cases name, YAML or JSON.")
  @Nullable
  Path dataflows;

  @Option(names = "--maestro", paramLabel = "MAPPING.m", description = "MAESTRO mapping file.")
  @Nullable
  Path maestro;

  @Option(names = "--out", paramLabel = "FILE",
      description = "Where the table of --cases or --maestro goes. Default: standard output.")
  @Nullable
  Path out;

  @Option(
      names = "--mode",
      paramLabel = "NAME",
      converter = Modes.class,
      description = "corrected, or compatible: with every quirk of MAESTRO. Default: corrected; with --maestro compatible.")
  @Nullable
  MaestroMode mode;

  @Mixin
  NetworkCostOptions layers = new NetworkCostOptions();

  @Mixin
  MappingOptions allocation = new MappingOptions();

  @Mixin
  HardwareOptions hardware = new HardwareOptions();

  @Spec
  @Nullable
  CommandSpec spec;

  CostCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    List<String> forms = new ArrayList<>();
    if (network != null) {
      forms.add("a network");
    }
    if (cases != null) {
      forms.add("--cases");
    }
    if (maestro != null) {
      forms.add("--maestro");
    }
    if (forms.size() != 1) {
      throw new UsageException(
          forms.isEmpty()
              ? "There is nothing to evaluate."
              : "The command is asked for (%s) at once.".formatted(String.join(", ", forms)),
          "give one of: a network with --on, --cases CASES.csv, --maestro MAPPING.m.");
    }
    CommandSpec command = Objects.requireNonNull(spec);
    if (cases != null) {
      OptionCheck.only(command, "--cases", List.of("--cases", "--dataflows", "--hardware", "--simd", "--mode", "--out"));
      return new CaseCost(console, mode == null ? MaestroMode.CORRECTED : mode)
          .run(cases, dataflows, hardware.read(), out, json);
    }
    if (maestro != null) {
      OptionCheck.only(command, "--maestro", List.of("--maestro", "--hardware", "--simd", "--mode", "--out"));
      return new MappingFileCost(console, mode == null ? MaestroMode.COMPATIBLE : mode)
          .run(maestro, hardware.required(maestro.toString()), out, json);
    }
    List<String> allowed = new ArrayList<>(MappingOptions.NAMES);
    allowed.addAll(NetworkCostOptions.NAMES);
    allowed.add("--mode");
    OptionCheck.only(command, "a network", allowed);
    return new NetworkCost(console, layers, mode == null ? MaestroMode.CORRECTED : mode)
        .run(allocation.read(Objects.requireNonNull(network)).problem().allocation(), json);
  }
}
