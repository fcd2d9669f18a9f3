package dev.dovetail.models.intracore.maestro.cases;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.intracore.maestro.InvalidMappingException;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import java.util.List;

/**
 * One row of a table of cases.
 *
 * @param where file and line, for messages
 * @param inputs the cells of the input columns as written, in the order of {@link CaseTable#inputColumns()}; empty where none was
 * @param chain rows of the same chain are the layers of one file: in compatible mode each sees the one before it. Empty: on its own
 * @param question what is to be evaluated
 */
public record Case(String where, List<String> inputs, String chain, Question question) {
  /** What a row asks. */
  public sealed interface Question {}

  /** A layer, its mapping and the core. */
  public record Mapped(LayerShape layer, List<Directive> mapping, MaestroHardware core) implements Question {
    public Mapped {
      mapping = List.copyOf(mapping);
    }
  }

  /** A row that cannot be put to the model: the layer type is none of its own, or the mapping asks for a size that is not listed. */
  public record Refused(InvalidMappingException reason) implements Question {}

  public Case {
    inputs = List.copyOf(inputs);
  }
}
