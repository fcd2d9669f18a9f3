package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One mapping of a layer onto a core, and what it costs.
 *
 * @param dataflow name of the dataflow that it comes from
 * @param parameters value of each of its parameters, in the dataflow's order
 * @param loopOrder which order of the temporal maps, 0 as written
 * @param directives outermost first, with numbers, as given to the cost model
 * @param held the tensors that stay whole in the shared memory
 * @param cycles latency; off-chip transfers are the caller's
 * @param energyFemtojoules energy on the core; off-chip transfers are the caller's
 * @param l1Bytes space in the memory of one processing element, double buffered
 * @param l2Bytes space in the shared memory: held tensors whole, the others double-buffered tiles
 * @param dramBytes traffic between DRAM and the shared memory
 * @param statistics everything else that the cost model says
 */
public record MappingPoint(
    String dataflow,
    Map<String, Long> parameters,
    int loopOrder,
    List<Directive> directives,
    Set<LayerTensor> held,
    long cycles,
    long energyFemtojoules,
    long l1Bytes,
    long l2Bytes,
    long dramBytes,
    MaestroStatistics statistics) {
  public MappingPoint {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    directives = List.copyOf(directives);
    EnumSet<LayerTensor> copy = EnumSet.noneOf(LayerTensor.class);
    copy.addAll(held);
    held = Collections.unmodifiableSet(copy);
  }

  /** The dataflow with its parameters, as it stands in reports: {@code kp_tile(tk=4,tc=8) order 2}. */
  public String label() {
    String values =
        parameters.isEmpty()
            ? ""
            : parameters.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(",", "(", ")"));
    return dataflow + values + (loopOrder == 0 ? "" : " order " + loopOrder);
  }
}
