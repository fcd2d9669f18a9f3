package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.DirectiveTemplate;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.NamedDataflows;
import dev.dovetail.models.dataflow.TileParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The candidates of one dataflow for one layer.
 *
 * @param dataflow as given
 * @param outermost maps that are put in front and never change places
 * @param orders the rest, in all its orders
 * @param loopOrders how many of these are tried
 * @param values the values of each parameter, ascending
 */
record DataflowSpace(
    Dataflow dataflow, List<DirectiveTemplate> outermost, LoopOrders orders, long loopOrders, List<List<Long>> values) {
  static DataflowSpace of(Dataflow dataflow, LayerShape layer, MappingSpace space) {
    boolean named = NamedDataflows.contains(dataflow);
    List<DirectiveTemplate> outermost = named ? NamedDataflows.outermost(dataflow, layer) : List.of();
    LoopOrders orders = new LoopOrders(named ? NamedDataflows.inner(dataflow, layer) : dataflow.directives());
    return new DataflowSpace(
        dataflow,
        outermost,
        orders,
        space.loopOrders() ? orders.count() : 1,
        values(dataflow.parameters(), layer, space));
  }

  private static List<List<Long>> values(List<TileParameter> parameters, LayerShape layer, MappingSpace space) {
    List<List<Long>> all =
        parameters.stream().map(p -> p.dim() == null ? p.values() : CandidateSizes.of(layer, p.dim())).toList();
    int[] counts = new int[all.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = parameters.get(i).dim() == null ? all.get(i).size() : Math.min(2, all.get(i).size());
    }
    boolean grown = true;
    while (grown) {
      grown = false;
      for (int i = 0; i < counts.length; i++) {
        if (parameters.get(i).dim() != null && counts[i] < Math.min(space.mostSizes(), all.get(i).size())) {
          counts[i]++;
          if (product(counts) <= space.mostPerDataflow()) {
            grown = true;
          } else {
            counts[i]--;
          }
        }
      }
    }
    List<List<Long>> kept = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      kept.add(parameters.get(i).dim() == null ? all.get(i) : CandidateSizes.thinned(all.get(i), Math.max(2, counts[i])));
    }
    return kept;
  }

  private static long product(int[] counts) {
    long product = 1;
    for (int c : counts) {
      product = Math.multiplyExact(product, (long) c);
    }
    return product;
  }

  /** How many candidates there are. */
  SpaceSize.Part size() {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      sizes.put(dataflow.parameters().get(i).name(), values.get(i).size());
    }
    return new SpaceSize.Part(dataflow.name(), sizes, loopOrders);
  }

  /** The dataflow with its maps in order number {@code index}. */
  Dataflow order(long index) {
    List<DirectiveTemplate> directives = new ArrayList<>(outermost);
    directives.addAll(orders.order(index));
    return new Dataflow(dataflow.name(), dataflow.layers(), dataflow.parameters(), directives);
  }

  /** The values of choice number {@code index}, the last parameter changing fastest. */
  Map<String, Long> choice(long index) {
    long rest = index;
    long[] chosen = new long[values.size()];
    for (int i = values.size() - 1; i >= 0; i--) {
      int count = values.get(i).size();
      chosen[i] = values.get(i).get((int) (rest % count));
      rest /= count;
    }
    Map<String, Long> map = new LinkedHashMap<>();
    for (int i = 0; i < chosen.length; i++) {
      map.put(dataflow.parameters().get(i).name(), chosen[i]);
    }
    return map;
  }
}
