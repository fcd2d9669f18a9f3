package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.solver.ExitCode;
import dev.dovetail.solver.OutputDirectory;
import dev.dovetail.solver.Presentation;
import dev.dovetail.solver.ResultJson;
import dev.dovetail.solver.TablesPresentation;
import dev.dovetail.solver.WholeFile;
import dev.dovetail.solver.report.layer.LayerPicture;
import dev.dovetail.solver.report.layer.LayerPresentation;
import java.io.IOException;
import java.nio.file.Files;
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

/** {@code dovetail show}: pictures of a mapping that is there already, or of one layer under its mapping onto a core. */
@Command(
    name = "show",
    customSynopsis = {
        "dovetail show DIR|MAPPING.json [--problem PROBLEM.yaml] [--html FILE] [--perfetto FILE] [--tables FILE] [--why]",
        "       dovetail show DIR|MAPPING.json --layer NAME [--html FILE]",
        "       dovetail show NETWORK --on ACCELERATOR --layer NAME [--core TYPE] [--dataflow FILE|NAME] [--html FILE]",
        "       dovetail show MAPPING.m --hardware HW.m --layer NAME [--html FILE]"
    },
    description = {
        "Show a mapping: on the terminal, as an HTML report, as a Perfetto trace.",
        "With --layer: one layer on one core, its loop nest level by level with the reuse of each tensor; of a MAESTRO mapping file,"
            + " of a network (the mapping with the fewest cycles), or of what a solve wrote (the layer's first task)."
    })
final class ShowCommand extends BaseCommand {
  @Parameters(index = "0", paramLabel = "DIR|MAPPING.json|NETWORK|MAPPING.m", description = "What is shown.")
  String shown = "";

  @Option(names = "--problem", paramLabel = "PROBLEM.yaml", description = "The problem, if it is not beside the mapping.")
  @Nullable
  Path problem;

  @Option(names = "--html", paramLabel = "FILE", description = "Write the report there.")
  @Nullable
  Path html;

  @Option(names = "--perfetto", paramLabel = "FILE",
      description = "Write a trace for ui.perfetto.dev there; 1 microsecond is 1 cycle.")
  @Nullable
  Path perfetto;

  @Option(names = "--tables", paramLabel = "FILE",
      description = "Write what the hardware is loaded with there, as CSV: rows of sources and routers (kind link-slots).")
  @Nullable
  Path tables;

  @Option(names = "--layer", paramLabel = "NAME", description = "Show this layer on one core.")
  @Nullable
  String layer;

  @Option(names = "--why",
      description = "Say what makes the latency what it is: the critical chain through cores, links and DRAM.")
  boolean why;

  @Mixin
  NetworkOptions on = new NetworkOptions();

  @Option(names = "--core", paramLabel = "TYPE", description = "Which type of core. Default: the one with the fewest cycles.")
  @Nullable
  String coreType;

  @Mixin
  DataflowOptions mappings = new DataflowOptions();

  @Mixin
  HardwareOptions hardware = new HardwareOptions();

  @Option(
      names = "--mode",
      paramLabel = "NAME",
      converter = Modes.class,
      description = "corrected or compatible, for the numbers of one layer. Default: compatible for a MAESTRO file, else corrected.")
  @Nullable
  MaestroMode mode;

  @Spec
  @Nullable
  CommandSpec spec;

  ShowCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    if (hardware.file != null || shown.endsWith(".m")) {
      OptionCheck.only(command, "a MAESTRO mapping file", List.of("--hardware", "--simd", "--layer", "--mode", "--html"));
      MaestroHardware core = hardware.required(shown);
      String name = String.valueOf(Objects.requireNonNull(hardware.file).getFileName());
      MaestroMode how = mode == null ? MaestroMode.COMPATIBLE : mode;
      return picture(new LayerPicture(MappingFileLayer.read(Path.of(shown), named(), core, name, how), ""));
    }
    if (on.accelerator != null) {
      List<String> allowed = new ArrayList<>(NetworkOptions.NAMES);
      allowed.addAll(DataflowOptions.NAMES);
      allowed.addAll(List.of("--layer", "--core", "--mode", "--html"));
      OptionCheck.only(command, "a network", allowed);
      return network();
    }
    OptionCheck.only(
        command,
        layer == null ? "a whole mapping" : "one layer of a mapping",
        layer == null
            ? List.of("--problem", "--html", "--perfetto", "--tables", "--why")
            : List.of("--problem", "--layer", "--mode", "--html"));
    return written();
  }

  private String named() {
    if (layer == null) {
      throw new UsageException("There is no layer of (%s) to show.".formatted(shown), "add '--layer NAME'.");
    }
    return layer;
  }

  private int network() {
    String name = named();
    NetworkLayer layers = new NetworkLayer(new MappingOptions(on).read(shown).problem().allocation(), corrected());
    return picture(layers.picture(name, coreType, mappings.dataflows(), mappings.candidates));
  }

  private MaestroMode corrected() {
    return mode == null ? MaestroMode.CORRECTED : mode;
  }

  private int picture(LayerPicture picture) {
    return new LayerShow(console, html, json).show(picture);
  }

  private int written() {
    Path given = Path.of(shown);
    Path mapping = Files.isDirectory(given) ? given.resolve(OutputDirectory.MAPPING) : given;
    if (!Files.isRegularFile(mapping)) {
      throw new BadInputException("The mapping (%s) does not exist.".formatted(mapping),
          "the solve found none, or the path is wrong; to show a layer of a network add '--on ACCELERATOR --layer NAME'.");
    }
    Path folder = mapping.toAbsolutePath().getParent();
    JsonNode result = result(folder.resolve(OutputDirectory.RESULT));
    return show(ProblemFile.read(problemFile(folder, result), console.toolbox()), mapping, result);
  }

  private Path problemFile(Path folder, JsonNode result) {
    if (problem != null) {
      return problem;
    }
    if (Files.exists(folder.resolve(OutputDirectory.PROBLEM))) {
      return folder.resolve(OutputDirectory.PROBLEM);
    }
    if (result.hasNonNull("problemFile") && Files.exists(Path.of(result.get("problemFile").asText()))) {
      return Path.of(result.get("problemFile").asText());
    }
    throw new UsageException("There is no problem beside the mapping (%s).".formatted(shown), "add '--problem PROBLEM.yaml'.");
  }

  private static JsonNode result(Path file) {
    try {
      return Files.exists(file) ? new ObjectMapper().readTree(file.toFile()) : JsonNodeFactory.instance.objectNode();
    } catch (IOException e) {
      throw new BadInputException("The result (%s) cannot be read: %s.".formatted(file, e.getMessage()), "move it away.", e);
    }
  }

  private <P extends Problem, M extends Mapping> int show(ProblemFile<P, M> file, Path mappingFile, JsonNode result) {
    P p = file.problem();
    M mapping = file.kind().kind().readMapping(p, mappingFile);
    Presentation<P, M> pictures = file.kind().presentation();
    if (layer != null) {
      return picture(layers(pictures, file.kind().kind().name()).layer(p, mapping, layer, corrected()));
    }
    if (why) {
      Why.check(file);
    }
    Evaluation evaluation = file.kind().kind().evaluator().evaluate(p, mapping);
    boolean explains = why && evaluation.isExecutable();
    List<String> written = new ArrayList<>();
    if (html != null) {
      write(html, written, target -> pictures.writeHtml(p, mapping, evaluation, result, target));
    }
    if (perfetto != null) {
      write(perfetto, written, target -> pictures.writeTrace(p, mapping, evaluation, result, target));
    }
    if (tables != null && evaluation.isExecutable()) {
      TablesPresentation<P, M> writer = tables(pictures, file.kind().kind().name());
      write(tables, written, target -> writer.writeTables(p, mapping, target));
    }
    if (json) {
      ObjectNode o = JsonNodeFactory.instance.objectNode();
      o.put("kind", file.kind().kind().name()).put("problem", p.name());
      o.put("verified", evaluation.isExecutable());
      o.put("objective", evaluation.isExecutable() ? Long.valueOf(evaluation.objective()) : null);
      o.set("cost", ResultJson.cost(evaluation));
      ArrayNode files = o.putArray("files");
      written.forEach(files::add);
      if (explains) {
        o.set("why", Why.json(Why.chain(file, mapping)));
      }
      console.json(o);
    } else if (evaluation.isExecutable()) {
      Presentation.Measure measure = pictures.measure(p);
      console.out().println(
          "%s: %s %s %s".formatted(p.name(), measure.name(), Texts.grouped(evaluation.objective()), measure.unit())
              .stripTrailing());
      console.out().print(pictures.ascii(p, mapping, evaluation));
      written.forEach(name -> console.out().println("written: " + name));
      if (explains) {
        Why.print(Why.chain(file, mapping), console.out());
      }
    }
    if (!evaluation.isExecutable()) {
      console.err().println(
          "dovetail: The mapping (%s) is not executable: %s%nMaybe run 'dovetail check' to see all that is wrong."
              .formatted(mappingFile, evaluation.violations().get(0)));
      return ExitCode.DISAGREEMENT;
    }
    return ExitCode.OK;
  }

  private <P extends Problem, M extends Mapping> LayerPresentation<P, M> layers(Presentation<P, M> pictures, String kind) {
    if (pictures instanceof LayerPresentation<P, M> layers) {
      return layers;
    }
    throw new UsageException(
        "The mapping (%s) is of kind %s, which has no picture of one layer on one core.".formatted(shown, kind),
        "leave out '--layer'.");
  }

  private <P extends Problem, M extends Mapping> TablesPresentation<P, M> tables(Presentation<P, M> pictures, String kind) {
    if (pictures instanceof TablesPresentation<P, M> writer) {
      return writer;
    }
    throw new UsageException("The mapping (%s) is of kind %s, which has no tables for the hardware.".formatted(shown, kind),
        "leave out '--tables'.");
  }

  private static void write(Path target, List<String> written, WholeFile.Writing writing) {
    WholeFile.write(target, writing);
    written.add(target.toString());
  }
}
