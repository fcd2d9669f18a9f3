package dev.dovetail.models.pipeline;

import java.util.List;

/**
 * A network as a chain of layers with cut volumes; if it is known, also as a graph.
 *
 * <p>A residual network is a chain in a fixed topological order: {@link PipelineLayer#skipBytes} says what else than a layer's output is live
 * after it. The first layer's skip before it is 0.
 *
 * @param name for people
 * @param layers at least one, in topological order
 * @param edges which layer reads whose output, by ascending reader; empty if only the chain is known (a table has no edges)
 */
public record PipelineNetwork(String name, List<PipelineLayer> layers, List<Edge> edges) {
  /** Producer of the network's input. */
  public static final int INPUT = -1;

  public PipelineNetwork {
    layers = List.copyOf(layers);
    edges = List.copyOf(edges);
  }

  /**
   * A tensor that a layer reads.
   *
   * @param from layer index of the producer, or {@link #INPUT}
   * @param to layer index of the reader, larger than {@code from}
   * @param bytes volume
   * @param isAddend whether it is added to the output (a shortcut), element by element, rather than convolved
   */
  public record Edge(int from, int to, long bytes, boolean isAddend) {}

  /** A network of which only the chain is known. */
  public PipelineNetwork(String name, List<PipelineLayer> layers) {
    this(name, layers, List.of());
  }

  /** Number of layers, L. */
  public int size() {
    return layers.size();
  }

  /** Layer {@code l} of 0..L-1. */
  public PipelineLayer layer(int l) {
    return layers.get(l);
  }

  /** Bytes that are live beside the input of layer {@code l}: skip of the layer before it, 0 before the first one. */
  public long skipBefore(int l) {
    return l == 0 ? 0 : layers.get(l - 1).skipBytes();
  }

  /** Weights of layers {@code first..last}, bytes. */
  public long weightBytes(int first, int last) {
    return layers.subList(first, last + 1).stream().mapToLong(PipelineLayer::weightBytes).sum();
  }
}
