package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.dfsl.MappingFile;
import dev.dovetail.models.dataflow.dfsl.MappingFileReader;
import dev.dovetail.models.intracore.maestro.InvalidMappingException;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.maestro.cases.CaseEvaluation;
import dev.dovetail.models.intracore.maestro.cases.LayerResult;
import dev.dovetail.models.intracore.maestro.cases.MaestroCsv;
import dev.dovetail.models.intracore.maestro.cases.Outcome;
import dev.dovetail.solver.ExitCode;
import dev.dovetail.solver.report.Numbers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code dovetail cost --maestro}: the layers of a MAESTRO mapping file in file order, as that program's own result table. */
final class MappingFileCost {
  private final Console console;
  private final MaestroMode mode;

  MappingFileCost(Console console, MaestroMode mode) {
    this.console = console;
    this.mode = mode;
  }

  /**
   * Evaluates all layers.
   *
   * @param out where the table goes; null for standard output
   * @throws BadInputException if a layer is invalid; nothing is written then
   */
  int run(Path mapping, MaestroHardware core, @Nullable Path out, boolean json) {
    MappingFile file = MappingFileReader.read(mapping);
    List<LayerResult> results = CaseEvaluation.evaluate(file, core, mode);
    for (LayerResult result : results) {
      if (result.outcome() instanceof Outcome.Invalid invalid) {
        throw refused(result.layer(), invalid.reason());
      }
    }
    if (json) {
      console.json(tree(mapping, file, results, out));
    }
    if (out != null || !json) {
      Tables.write(console, out, to -> MaestroCsv.write(to, file.network(), core.pes(), results));
    }
    if (out != null && !json) {
      console.out().println(
          "%s evaluated; written: %s".formatted(Numbers.count(results.size(), "layer", "layers"), out));
    }
    return ExitCode.OK;
  }

  /** What is wrong with a layer, with its place in the file. */
  static BadInputException refused(MappingFile.Layer layer, InvalidMappingException reason) {
    List<String> lines = String.valueOf(reason.getMessage()).lines().toList();
    return new BadInputException(
        "%s: The layer (%s) cannot be evaluated. %s".formatted(layer.where(), layer.name(), lines.get(0)),
        lines.size() < 2 ? "its mapping is for another layer." : lines.get(1).replaceFirst("^Maybe ", ""),
        reason);
  }

  private ObjectNode tree(Path mapping, MappingFile file, List<LayerResult> results, @Nullable Path out) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    o.put("mappingFile", mapping.toString()).put("network", file.network()).put("mode", mode.name().toLowerCase(Locale.ROOT));
    o.put("out", out == null ? null : out.toString());
    ArrayNode layers = o.putArray("layers");
    for (LayerResult r : results) {
      ObjectNode layer = layers.addObject().put("layer", r.layer().name());
      layer.set("shape", LayerJson.shape(r.layer().shape()));
      layer.set("directives", LayerJson.directives(r.layer().directives()));
      CaseCost.put(layer, r.outcome());
    }
    return o;
  }
}
