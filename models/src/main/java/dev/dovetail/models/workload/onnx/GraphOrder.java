package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.onnx.OnnxModel.Graph;
import dev.dovetail.models.workload.onnx.OnnxModel.Node;
import dev.dovetail.models.workload.onnx.OnnxModel.TensorInfo;
import dev.dovetail.models.workload.onnx.OnnxModel.ValueInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The nodes that the outputs need, each after those that it reads.
 *
 * <p>Role: refuses names made twice, names made nowhere, and cycles; drops dead nodes. Keeps the file's order where it can.
 */
final class GraphOrder {
  private final Graph graph;
  private final Problems problems;
  private final Map<String, Integer> makers = new HashMap<>();
  private final Set<String> given = new HashSet<>();
  private final Map<String, Integer> uses = new HashMap<>();

  GraphOrder(Graph graph, Problems problems) {
    this.graph = graph;
    this.problems = problems;
  }

  /** How often living nodes and the graph's outputs read the tensor; valid after {@link #living()}. */
  int uses(String tensor) {
    return uses.getOrDefault(tensor, 0);
  }

  /** The living nodes in an order in which every tensor is made before it is read. */
  List<Node> living() {
    index();
    if (graph.outputs().isEmpty()) {
      throw problems.of("The graph has no output.", "the file was cut short, or the network was exported wrongly.");
    }
    BitSet alive = alive();
    List<Node> order = new ArrayList<>();
    int[] missing = new int[graph.nodes().size()];
    Map<String, List<Integer>> readers = new HashMap<>();
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    alive.stream().forEach(i -> {
      for (String input : distinctMade(i)) {
        missing[i]++;
        readers.computeIfAbsent(input, k -> new ArrayList<>()).add(i);
      }
      if (missing[i] == 0) {
        ready.add(i);
      }
    });
    while (!ready.isEmpty()) {
      Node node = graph.nodes().get(ready.poll());
      order.add(node);
      for (String output : node.outputs()) {
        for (int reader : readers.getOrDefault(output, List.of())) {
          if (--missing[reader] == 0) {
            ready.add(reader);
          }
        }
      }
    }
    if (order.size() < alive.cardinality()) {
      throw cycle(alive, missing);
    }
    return order;
  }

  private void index() {
    for (ValueInfo input : graph.inputs()) {
      if (!given.add(input.name())) {
        throw twice(input.name());
      }
    }
    Set<String> constants = new HashSet<>();
    for (TensorInfo constant : graph.initializers()) {
      given.add(constant.name());
      if (!constants.add(constant.name())) {
        throw twice(constant.name());
      }
    }
    for (int i = 0; i < graph.nodes().size(); i++) {
      for (String output : graph.nodes().get(i).outputs()) {
        if (!output.isEmpty() && (given.contains(output) || makers.put(output, i) != null)) {
          throw twice(output);
        }
      }
    }
  }

  private RuntimeException twice(String tensor) {
    return problems.of(
        "The tensor name (%s) is given to two tensors.".formatted(tensor),
        "rename one of them: each name may be made once only.");
  }

  private BitSet alive() {
    BitSet alive = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    for (ValueInfo output : graph.outputs()) {
      reach(output.name(), "The graph's output", alive, open);
    }
    while (!open.isEmpty()) {
      Node node = graph.nodes().get(open.pop());
      for (String input : node.inputs()) {
        if (!input.isEmpty()) {
          reach(input, "The input of node (%s) of operator (%s)".formatted(node.label(), node.operator()), alive, open);
        }
      }
    }
    return alive;
  }

  private void reach(String tensor, String who, BitSet alive, Deque<Integer> open) {
    uses.merge(tensor, 1, Integer::sum);
    Integer maker = makers.get(tensor);
    if (maker == null) {
      if (!given.contains(tensor)) {
        throw problems.of(
            "%s (%s) is no graph input, no initializer, and made by no node.".formatted(who, tensor),
            "the graph was cut out of a larger one: declare it as a graph input.");
      }
    } else if (!alive.get(maker)) {
      alive.set(maker);
      open.push(maker);
    }
  }

  private Set<String> distinctMade(int node) {
    Set<String> made = new HashSet<>(graph.nodes().get(node).inputs());
    made.removeIf(input -> !makers.containsKey(input));
    return made;
  }

  /** Walks back from a node that never became ready: each such node reads another one. */
  private RuntimeException cycle(BitSet alive, int[] missing) {
    int at = alive.stream().filter(i -> missing[i] > 0).findFirst().orElseThrow();
    List<Integer> path = new ArrayList<>();
    while (!path.contains(at)) {
      path.add(at);
      at = distinctMade(at).stream().map(makers::get).filter(i -> missing[i] > 0).min(Integer::compare).orElseThrow();
    }
    List<String> names = path.subList(path.indexOf(at), path.size()).stream().map(i -> graph.nodes().get(i).label()).toList();
    return problems.of(
        "The graph is cyclic: each of the nodes (%s) reads what another one makes%s."
            .formatted(String.join(", ", names.subList(0, Math.min(8, names.size()))), names.size() > 8 ? ", among others" : ""),
        "it was edited by hand: a layer may only read what was made before it.");
  }
}
