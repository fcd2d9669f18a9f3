package dev.dovetail.models.intracore.mapper;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many candidates a {@link MappingSpace} declares for a layer.
 *
 * @param dataflows the dataflows that are for the layer, by name
 */
public record SpaceSize(List<Part> dataflows) {
  /**
   * One dataflow's share.
   *
   * @param name of the dataflow
   * @param sizes number of values of each parameter, in the dataflow's order
   * @param loopOrders number of orders of its temporal maps
   */
  public record Part(String name, Map<String, Integer> sizes, long loopOrders) {
    public Part {
      sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    }

    /** Candidates: the product of all of these. */
    public long total() {
      return sizes.values().stream().mapToLong(Integer::longValue).reduce(loopOrders, Math::multiplyExact);
    }

    @Override
    public String toString() {
      if (sizes.isEmpty() && loopOrders == 1) {
        return "%s: 1".formatted(name);
      }
      String factors = sizes.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).collect(Collectors.joining(" x "));
      String orders = loopOrders == 1 ? "" : (sizes.isEmpty() ? "" : " x ") + loopOrders + " loop orders";
      return "%s: %s%s = %d".formatted(name, factors, orders, total());
    }
  }

  public SpaceSize {
    dataflows = List.copyOf(dataflows);
  }

  /** All candidates. */
  public long total() {
    return dataflows.stream().mapToLong(Part::total).reduce(0, Math::addExact);
  }

  /** One line per dataflow, and their sum. */
  @Override
  public String toString() {
    return dataflows.stream().map(p -> p + System.lineSeparator()).collect(Collectors.joining()) + "total: " + total();
  }
}
