package dev.dovetail.models.intracore.maestro.cases;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.InvalidMappingException;
import dev.dovetail.models.intracore.maestro.MaestroCostModel;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates the layers of one file one after the other, and carries over what the public program carries over.
 *
 * <p>That is, in compatible mode: the count of L1 accesses of the layer before, which enters the energy of a mapping with clusters, and whether
 * convolutions of a type have a batch, which the first layer of the type decides. A transposed convolution counts as a convolution
 * there. An invalid layer changes neither.
 */
final class FileOrder {
  private final MaestroCostModel model;
  private final Map<LayerType, Boolean> batched = new EnumMap<>(LayerType.class);
  private long previousL1Count;

  FileOrder(MaestroCostModel model) {
    this.model = model;
  }

  /** What the model says to the next layer. */
  Outcome next(LayerShape layer, List<Directive> mapping, MaestroHardware core) {
    LayerType type = layer.type() == LayerType.TRCONV ? LayerType.CONV : layer.type();
    boolean batch = batched.computeIfAbsent(type, t -> layer.lists(LoopDim.N));
    try {
      MaestroStatistics statistics = model.prepare(layer, batch, mapping, core).evaluate(previousL1Count);
      previousL1Count = statistics.l1Accesses();
      return new Outcome.Evaluated(statistics);
    } catch (InvalidMappingException e) {
      return new Outcome.Invalid(e);
    }
  }
}
