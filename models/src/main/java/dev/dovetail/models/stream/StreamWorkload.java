package dev.dovetail.models.stream;

import java.util.ArrayList;
import java.util.List;

/**
 * A network as Stream sees it.
 *
 * @param name of the network
 * @param tensors all of them; their order settles which graph input or weight is visited first
 * @param nodes in an order in which no node comes before what it reads; the order settles ties between nodes
 * @param inputs numbers of the tensors that come from outside, in order
 * @param outputs numbers of the tensors that are stored at the end, in order
 */
public record StreamWorkload(
    String name, List<StreamTensor> tensors, List<StreamNode> nodes, List<Integer> inputs, List<Integer> outputs) {
  public StreamWorkload {
    tensors = List.copyOf(tensors);
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** A tensor. */
  public StreamTensor tensor(int number) {
    return tensors.get(number);
  }

  /** A node. */
  public StreamNode node(int number) {
    return nodes.get(number);
  }

  /** Number of the node that writes a tensor; -1 for graph inputs and weights. */
  public int writer(int tensor) {
    for (int n = 0; n < nodes.size(); n++) {
      for (StreamOperand o : nodes.get(n).outputs()) {
        if (o.tensor() == tensor) {
          return n;
        }
      }
    }
    return -1;
  }

  /** Numbers of the nodes that read a tensor, in order, each once. */
  public List<Integer> readers(int tensor) {
    List<Integer> readers = new ArrayList<>();
    for (int n = 0; n < nodes.size(); n++) {
      if (nodes.get(n).inputs().stream().anyMatch(o -> o.tensor() == tensor)) {
        readers.add(n);
      }
    }
    return readers;
  }

  /** Number of the node of that name, or -1. */
  public int nodeNamed(String node) {
    for (int n = 0; n < nodes.size(); n++) {
      if (nodes.get(n).name().equals(node)) {
        return n;
      }
    }
    return -1;
  }

  /** Number of the tensor of that name, or -1. */
  public int tensorNamed(String tensor) {
    for (int t = 0; t < tensors.size(); t++) {
      if (tensors.get(t).name().equals(tensor)) {
        return t;
      }
    }
    return -1;
  }
}
