package dev.dovetail.models.allocation.tiles;

import dev.dovetail.models.Box;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.util.List;

/**
 * A workload on a tile grid: computation nodes, and the data items between them.
 *
 * <p>Role: the discrete instance that schedulers and encodings work on; it knows neither cores nor time. Node ids run layer by layer,
 * within a layer row by row, within a row chunk by chunk.
 *
 * @param workload the network
 * @param grids the (fitted) grid of each layer
 * @param tensors the tensors that {@link Item#tensor()} points to
 * @param firstNode id of the first node of each layer; one more entry at the end = number of nodes
 * @param layerOf layer index of each node
 * @param boxes output box of each node
 * @param items all items
 * @param inputs item ids that each node reads, ascending
 * @param outputs item ids that each node makes, ascending
 */
public record TileGraph(
    Workload workload,
    List<LayerGrid> grids,
    List<Tensor> tensors,
    int[] firstNode,
    int[] layerOf,
    Box[] boxes,
    List<Item> items,
    int[][] inputs,
    int[][] outputs) {

  /** Number of computation nodes. */
  public int nodes() {
    return boxes.length;
  }

  /** The layer of a node. */
  public Layer layer(int node) {
    return workload.layers().get(layerOf[node]);
  }

  /** The row tile of a node in its layer, from 0. */
  public int row(int node) {
    return (node - firstNode[layerOf[node]]) / grids.get(layerOf[node]).chunks();
  }

  /** The channel chunk of a node in its layer, from 0. */
  public int chunk(int node) {
    return (node - firstNode[layerOf[node]]) % grids.get(layerOf[node]).chunks();
  }

  /** The tensor of an item. */
  public Tensor tensor(Item item) {
    return tensors.get(item.tensor());
  }

  /** A readable name of a node: layer, row tile, chunk. */
  public String nodeName(int node) {
    return layer(node).name() + "." + row(node) + "." + chunk(node);
  }
}
