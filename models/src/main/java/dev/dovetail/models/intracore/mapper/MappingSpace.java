package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.NamedDataflows;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What is enumerated for a layer and a core: the declared space of a {@link MappingTable}.
 *
 * @param dataflows the dataflows, sorted by name; names are unique. A named one is {@link NamedDataflows#adapted} to the layer, a person's
 *     own is taken as written
 * @param mostSizes most values per tile parameter that takes a dimension's sizes, at least 2
 * @param mostPerDataflow most tile choices per dataflow: values per parameter grow one by one, in turn, from 2 to {@code mostSizes} as
 *     long as their product is not above it; at least 1. Two values per parameter and listed values are always tried
 * @param leastUtilisationPercent least part of the array that the clusters may leave in use, percent
 * @param loopOrders whether every order of the temporal maps of a group is tried
 * @param residency which tensors may stay whole in the shared memory
 * @param maxPoints most points of a table, at least 5; 0 for all non-dominated ones
 * @param pruning whether candidates are passed over by a lower bound; the table's points are the same either way
 */
public record MappingSpace(
    List<Dataflow> dataflows,
    int mostSizes,
    long mostPerDataflow,
    int leastUtilisationPercent,
    boolean loopOrders,
    Residency residency,
    int maxPoints,
    boolean pruning) {
  public MappingSpace {
    Objects.requireNonNull(residency);
    dataflows = dataflows.stream().sorted(Comparator.comparing(Dataflow::name)).toList();
    Set<String> names = new HashSet<>();
    for (Dataflow d : dataflows) {
      if (!names.add(d.name())) {
        throw new BadInputException("The name (%s) stands for two dataflows.".formatted(d.name()),
            "give one of them another name.");
      }
    }
    if (mostSizes < 2) {
      throw new BadInputException("The most sizes per parameter (%d) must be at least 2.".formatted(mostSizes), "use 12.");
    }
    if (mostPerDataflow < 1) {
      throw new BadInputException("The most candidates per dataflow (%d) must be positive.".formatted(mostPerDataflow),
          "use 1000.");
    }
    if (leastUtilisationPercent < 0 || leastUtilisationPercent > 100) {
      throw new BadInputException(
          "The least utilisation (%d %%) must be between 0 and 100.".formatted(leastUtilisationPercent),
          "use 50.");
    }
    if (maxPoints != 0 && maxPoints < 5) {
      throw new BadInputException(
          "The most points of a table (%d) must be at least 5: one per objective.".formatted(maxPoints),
          "use 0 for all points.");
    }
  }

  /** All named dataflows, 12 sizes per parameter, 1000 tile choices per dataflow, half of the array in use. */
  public static MappingSpace standard() {
    return new MappingSpace(NamedDataflows.all(), 12, 1000, 50, false, Residency.CHOICE, 0, true);
  }

  /** This space with other dataflows. */
  public MappingSpace withDataflows(List<Dataflow> other) {
    return new MappingSpace(
        other,
        mostSizes,
        mostPerDataflow,
        leastUtilisationPercent,
        loopOrders,
        residency,
        maxPoints,
        pruning);
  }

  /** This space with other limits on the number of tile sizes. */
  public MappingSpace withSizes(int most, long perDataflow) {
    return new MappingSpace(dataflows, most, perDataflow, leastUtilisationPercent, loopOrders, residency, maxPoints, pruning);
  }

  /** This space with another least utilisation. */
  public MappingSpace withLeastUtilisationPercent(int percent) {
    return new MappingSpace(dataflows, mostSizes, mostPerDataflow, percent, loopOrders, residency, maxPoints, pruning);
  }

  /** This space with or without loop orders. */
  public MappingSpace withLoopOrders(boolean tried) {
    return new MappingSpace(
        dataflows,
        mostSizes,
        mostPerDataflow,
        leastUtilisationPercent,
        tried,
        residency,
        maxPoints,
        pruning);
  }

  /** This space with another choice of tensors that stay. */
  public MappingSpace withResidency(Residency other) {
    return new MappingSpace(
        dataflows,
        mostSizes,
        mostPerDataflow,
        leastUtilisationPercent,
        loopOrders,
        other,
        maxPoints,
        pruning);
  }

  /** This space with another limit on a table's points. */
  public MappingSpace withMaxPoints(int most) {
    return new MappingSpace(
        dataflows,
        mostSizes,
        mostPerDataflow,
        leastUtilisationPercent,
        loopOrders,
        residency,
        most,
        pruning);
  }

  /** This space with or without pruning. */
  public MappingSpace withPruning(boolean on) {
    return new MappingSpace(
        dataflows,
        mostSizes,
        mostPerDataflow,
        leastUtilisationPercent,
        loopOrders,
        residency,
        maxPoints,
        on);
  }

  /** How many candidates it declares for a layer, per dataflow. */
  public SpaceSize size(LayerShape layer) {
    return new SpaceSize(parts(layer).stream().map(DataflowSpace::size).toList());
  }

  /** Its dataflows for a layer, by name. */
  List<DataflowSpace> parts(LayerShape layer) {
    return dataflows.stream()
        .filter(d -> d.layers().contains(layer.type()))
        .map(d -> DataflowSpace.of(d, layer, this))
        .toList();
  }
}
