package dev.dovetail.solver.report.layer;

import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import dev.dovetail.models.intracore.maestro.TensorStatistics;
import dev.dovetail.models.intracore.mapper.ElementBits;
import dev.dovetail.models.intracore.mapper.LayerMappings;
import dev.dovetail.models.intracore.mapper.MapperCore;
import dev.dovetail.models.intracore.mapper.MappingPoint;
import java.util.Comparator;

/** The mapping of a piece of a layer, ready to be shown; space is counted in bytes. */
public final class PieceView {
  private PieceView() {}

  /** The view of a part of a choice. */
  public static LayerView of(String title, String core, MappingChoice.Part part, MapperCore hardware, MaestroMode mode) {
    MappingPoint point = part.point();
    MaestroStatistics s = part.statistics();
    ElementBits bits = part.piece().table().bits();
    Space l1 =
        new Space(
            bits.bytes(LayerTensor.INPUT, s.input().l1Required()),
            bits.bytes(LayerTensor.FILTER, s.filter().l1Required()),
            bits.bytes(LayerTensor.OUTPUT, s.output().l1Required()),
            hardware.l1Bytes(),
            "bytes");
    Space l2 =
        new Space(
            shared(point, LayerTensor.INPUT, s.input(), s.input().l2Write(), bits),
            shared(point, LayerTensor.FILTER, s.filter(), s.filter().l2Write(), bits),
            shared(point, LayerTensor.OUTPUT, s.output(), s.output().l2Read(), bits),
            hardware.l2Bytes(),
            "bytes");
    return new LayerView(
        title, core, point.label(), part.piece().shape(), point.directives(), hardware.hardware(), mode, s,
        part.energyFemtojoules(mode), l1, l2);
  }

  /** A tensor that stays whole takes all of its elements, another one two tiles. */
  private static long shared(MappingPoint point, LayerTensor tensor, TensorStatistics s, long whole, ElementBits bits) {
    return bits.bytes(tensor, point.held().contains(tensor) ? whole : s.l2Required());
  }

  /** The part with the most work. */
  public static MappingChoice.Part largest(MappingChoice choice) {
    return choice.parts().stream()
        .max(Comparator.comparingLong(p -> Math.multiplyExact(p.piece().times(), p.statistics().macs())))
        .orElseThrow();
  }

  /** What of the layer is not in the picture; empty if it is all there. */
  public static String note(LayerMappings.Work work, MappingChoice.Part part) {
    StringBuilder note = new StringBuilder();
    if (part.piece().times() > 1) {
      note.append("The layer runs as %d equal pieces one after the other; this is one of them. ".formatted(part.piece().times()));
    }
    if (work.pieces().size() > 1) {
      note.append("The layer runs as %d different pieces; this is the largest. ".formatted(work.pieces().size()));
    }
    if (work.estimated()) {
      note.append("The layer does what directives cannot say; this is its nearest relative. ");
    }
    if (!part.point().held().isEmpty()) {
      note.append("Whole in L2: ");
      String separator = "";
      for (LayerTensor tensor : part.point().held()) {
        note.append(separator).append(tensor.label());
        separator = ", ";
      }
      note.append('.');
    }
    return note.toString().strip();
  }
}
