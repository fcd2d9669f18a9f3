package dev.dovetail.models.intracore.maestro.cases;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.dfsl.MappingFile;
import dev.dovetail.models.intracore.maestro.InvalidMappingException;
import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import dev.dovetail.models.intracore.maestro.MaestroCostModel;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Puts tables of cases and mapping files to the model.
 *
 * <p>What is invalid becomes an {@link Outcome.Invalid} in its place; nothing is thrown for it.
 */
public final class CaseEvaluation {
  private CaseEvaluation() {}

  /** The results of a table, one per case, in its order; rows of one chain see each other in compatible mode. */
  public static List<CaseResult> evaluate(CaseTable table, MaestroMode mode) {
    return evaluate(table, mode, r -> {});
  }

  /** The same; {@code progress} hears of each result as soon as it is there. */
  public static List<CaseResult> evaluate(CaseTable table, MaestroMode mode, Consumer<CaseResult> progress) {
    MaestroCostModel model = new MaestroCostModel(mode);
    Map<String, FileOrder> chains = new HashMap<>();
    List<CaseResult> results = new ArrayList<>();
    for (Case c : table.cases()) {
      FileOrder order = c.chain().isEmpty() ? new FileOrder(model) : chains.computeIfAbsent(c.chain(), k -> new FileOrder(model));
      Outcome outcome;
      if (c.question() instanceof Case.Mapped m) {
        outcome = order.next(m.layer(), m.mapping(), m.core());
      } else {
        outcome = new Outcome.Invalid(((Case.Refused) c.question()).reason());
      }
      CaseResult result = new CaseResult(c, outcome);
      results.add(result);
      progress.accept(result);
    }
    return results;
  }

  /**
   * The results of a mapping file, one per layer, in its order; in compatible mode with what the public program carries over.
   *
   * <p>A layer without a dataflow of its own is invalid in compatible mode: the public program gives it that of the layer before with an
   * empty level at its end, and then misses a spatial map there.
   */
  public static List<LayerResult> evaluate(MappingFile file, MaestroHardware core, MaestroMode mode) {
    FileOrder order = new FileOrder(new MaestroCostModel(mode));
    List<LayerResult> results = new ArrayList<>();
    for (MappingFile.Layer layer : file.layers()) {
      boolean missing = layer.inherited() && mode == MaestroMode.COMPATIBLE;
      results.add(new LayerResult(layer, missing ? withoutDataflow(layer) : order.next(layer.shape(), layer.directives(), core)));
    }
    return results;
  }

  private static Outcome withoutDataflow(MappingFile.Layer layer) {
    int level = (int) layer.directives().stream().filter(d -> d.kind() == Directive.Kind.CLUSTER).count() + 1;
    return new Outcome.Invalid(new InvalidMappingException(Code.SPATIAL_COUNT, level, null,
        "the layer has no dataflow, and the level that the public program adds to that of the layer before has no spatial map.",
        "give it a dataflow of its own, or evaluate the file in corrected mode."));
  }
}
