package dev.dovetail.solver.cli;

import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.mapper.LayerMappings;
import dev.dovetail.models.intracore.mapper.MappingSpace;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a network's layers cost on one type of core: their mappings if the core has dataflows, else what the problem's cost model says.
 *
 * <p>Equal layers are one entry.
 */
final class CoreCosts {
  /**
   * Equal layers.
   *
   * @param layer the first of them
   * @param names of all of them
   * @param work its mappings; null if no dataflow is for it
   * @param points what the problem's cost model says, fewest cycles first; empty where there are mappings
   */
  record Entry(Layer layer, List<String> names, LayerMappings.@Nullable Work work, List<CostPoint> points) {}

  private record Key(String operator, List<Integer> shape, Object costs) {}

  private final Core core;
  private final @Nullable LayerMappings mappings;
  private final boolean ownDataflows;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * Looks at all layers of a problem that the core can run.
   *
   * @param given dataflows instead of those that the core declares; empty for those
   * @param candidates most choices of tile sizes per dataflow; null for what the core declares
   */
  CoreCosts(AllocationProblem problem, List<Layer> layers, Core core, List<Dataflow> given, @Nullable Long candidates) {
    this.core = core;
    ownDataflows = given.isEmpty() && core.dataflow() != null;
    List<Dataflow> dataflows =
        !given.isEmpty() ? given : core.dataflow() == null ? List.of() : Objects.requireNonNull(core.dataflow()).dataflows();
    mappings = dataflows.isEmpty() ? null : new LayerMappings(core, space(core, dataflows, candidates));
    Map<Key, Entry> unique = new LinkedHashMap<>();
    for (Layer layer : layers) {
      if (core.supports(layer.operator())) {
        add(unique, problem, layer);
      }
    }
    entries.addAll(unique.values());
  }

  private static MappingSpace space(Core core, List<Dataflow> dataflows, @Nullable Long candidates) {
    if (candidates != null && candidates < 1) {
      throw new UsageException("The number of candidates (%d) must be positive.".formatted(candidates),
          "leave out '--candidates'.");
    }
    MappingSpace standard = MappingSpace.standard().withDataflows(dataflows);
    long declared = core.dataflow() == null ? standard.mostPerDataflow() : core.dataflow().candidates();
    return standard.withSizes(standard.mostSizes(), candidates == null ? declared : candidates);
  }

  private void add(Map<Key, Entry> unique, AllocationProblem problem, Layer layer) {
    Optional<LayerMappings.Work> work = mappings == null ? Optional.empty() : mappings.of(problem.workload(), layer);
    List<CostPoint> points =
        work.isPresent() ? List.of() : problem.costs().points(problem.workload(), layer, layer.outputBox(), core);
    // Tables are made once per shape, so equal pieces have the same table.
    Object costs = work.isPresent() ? work.get() : points;
    Key key = new Key(layer.operator().name(), layer.shape(), costs);
    Entry entry = unique.computeIfAbsent(key, k -> new Entry(layer, new ArrayList<>(), work.orElse(null), points));
    entry.names().add(layer.name());
  }

  Core core() {
    return core;
  }

  /** How the mapper sees the core; null if it has no dataflows. */
  @Nullable
  LayerMappings mappings() {
    return mappings;
  }

  /** Whether the mappings are by the dataflows that the core declares, as those of a schedule are. */
  boolean ownDataflows() {
    return ownDataflows;
  }

  /** In the order in which the layers first come. */
  List<Entry> entries() {
    return entries;
  }

  /** Candidates that were declared for all different layers. */
  long declared() {
    return entries.stream().mapToLong(e -> e.work() == null ? 0 : declared(e.work())).reduce(0, Math::addExact);
  }

  static long declared(LayerMappings.Work work) {
    return work.pieces().stream().mapToLong(p -> p.table().declared()).reduce(0, Math::addExact);
  }
}
