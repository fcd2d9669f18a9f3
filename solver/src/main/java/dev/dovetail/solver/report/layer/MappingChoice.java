package dev.dovetail.solver.report.layer;

import dev.dovetail.models.intracore.maestro.InvalidMappingException;
import dev.dovetail.models.intracore.maestro.MaestroCostModel;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import dev.dovetail.models.intracore.mapper.LayerMappings;
import dev.dovetail.models.intracore.mapper.MappingPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One mapping for each piece of a layer.
 *
 * @param parts as many as the layer has pieces
 */
public record MappingChoice(List<Part> parts) {
  /**
   * A piece and its mapping.
   *
   * @param piece the piece
   * @param point its mapping
   * @param statistics what the model says of it in the mode that was asked for
   */
  public record Part(LayerMappings.Piece piece, MappingPoint point, MaestroStatistics statistics) {
    /** Cycles of one piece by the mode. */
    public long cycles(MaestroMode mode) {
      return mode == MaestroMode.CORRECTED ? point.cycles() : statistics.runtimeCycles();
    }

    /** Energy of one piece by the mode. */
    public long energyFemtojoules(MaestroMode mode) {
      return mode == MaestroMode.CORRECTED ? point.energyFemtojoules() : statistics.energyFemtojoules();
    }
  }

  /** Fewest cycles first. */
  public static final Comparator<MappingPoint> CYCLES =
      Comparator.comparingLong(MappingPoint::cycles).thenComparingLong(MappingPoint::energyFemtojoules);

  /** Least energy first. */
  public static final Comparator<MappingPoint> ENERGY =
      Comparator.comparingLong(MappingPoint::energyFemtojoules).thenComparingLong(MappingPoint::cycles);

  public MappingChoice {
    parts = List.copyOf(parts);
  }

  /**
   * The best mapping of each piece.
   *
   * @param mode what its statistics are computed by; mappings are always searched in corrected mode
   * @return empty if a piece has no mapping, or none that the mode accepts
   */
  public static Optional<MappingChoice> best(
      LayerMappings.Work work, Comparator<MappingPoint> order, MaestroMode mode, MaestroHardware core) {
    List<Part> parts = new ArrayList<>();
    for (LayerMappings.Piece piece : work.pieces()) {
      Optional<MappingPoint> point = piece.table().points().stream().min(order);
      Optional<MaestroStatistics> statistics = point.flatMap(p -> statistics(piece, p, mode, core));
      if (statistics.isEmpty()) {
        return Optional.empty();
      }
      parts.add(new Part(piece, point.get(), statistics.get()));
    }
    return Optional.of(new MappingChoice(parts));
  }

  /** What the mode says of a mapping; empty if it refuses it. */
  public static Optional<MaestroStatistics> statistics(
      LayerMappings.Piece piece, MappingPoint point, MaestroMode mode, MaestroHardware core) {
    if (mode == MaestroMode.CORRECTED) {
      return Optional.of(point.statistics());
    }
    try {
      return Optional.of(new MaestroCostModel(mode).evaluate(piece.shape(), point.directives(), core));
    } catch (InvalidMappingException e) {
      return Optional.empty();
    }
  }

  /** Cycles of all pieces one after the other. */
  public long cycles(MaestroMode mode) {
    return parts.stream().mapToLong(p -> Math.multiplyExact(p.piece().times(), p.cycles(mode))).reduce(0, Math::addExact);
  }

  /** Energy of all pieces. */
  public long energyFemtojoules(MaestroMode mode) {
    return parts.stream()
        .mapToLong(p -> Math.multiplyExact(p.piece().times(), p.energyFemtojoules(mode)))
        .reduce(0, Math::addExact);
  }

  /** Multiply-accumulates of all pieces, as the model counts them. */
  public long macs() {
    return parts.stream().mapToLong(p -> Math.multiplyExact(p.piece().times(), p.statistics().macs())).reduce(0, Math::addExact);
  }

  /** Names of dataflows and tile sizes. */
  public String label() {
    return parts.stream()
        .map(p -> (p.piece().times() == 1 ? "" : p.piece().times() + " x ") + p.point().label())
        .collect(Collectors.joining(" + "));
  }
}
