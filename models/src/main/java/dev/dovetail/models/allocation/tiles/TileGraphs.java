package dev.dovetail.models.allocation.tiles;

import dev.dovetail.models.Box;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds tile graphs of one workload, and remembers how each tensor was cut, since a search changes one layer's grid at a time.
 *
 * <p>Role: the only maker of {@link TileGraph}s. Not thread-safe: one per search thread.
 */
public final class TileGraphs {
  /** Cuts are remembered up to this many references from an item to its producer, boxes and consumers; a few dozen mebibytes. */
  private static final long MOST_REMEMBERED = 1_500_000;

  /** Tiles of layers' grids that are remembered. */
  private static final long MOST_BOXES = 200_000;

  private final Workload workload;
  private final long pieceBytes;
  private final List<Tensor> tensors;
  private final int[] producerOf;
  private final List<List<int[]>> readers = new ArrayList<>(); // per tensor: {layer, operand}
  private final Map<List<Object>, List<TensorItems.Cell>> cutCache = new HashMap<>();
  private final Map<List<Object>, List<Box>> boxCache = new HashMap<>();
  private long remembered;
  private long rememberedBoxes;

  /**
   * @param workload the network
   * @param pieceBytes data from DRAM is loaded in pieces of at most this many bytes
   */
  public TileGraphs(Workload workload, long pieceBytes) {
    this.workload = workload;
    this.pieceBytes = pieceBytes;
    this.tensors = List.copyOf(workload.tensors().values());
    Map<String, Integer> index = new HashMap<>();
    for (int t = 0; t < tensors.size(); t++) {
      index.put(tensors.get(t).name(), t);
      readers.add(new ArrayList<>());
    }
    this.producerOf = new int[tensors.size()];
    Arrays.fill(producerOf, -1);
    for (int l = 0; l < workload.layers().size(); l++) {
      Layer layer = workload.layers().get(l);
      producerOf[index.get(layer.output())] = l;
      for (int o = 0; o < layer.operands().size(); o++) {
        readers.get(index.get(layer.operands().get(o).tensor())).add(new int[] {l, o});
      }
    }
  }

  /** The tile graph of one grid per layer; grids are fitted to their layers first. */
  public TileGraph build(List<LayerGrid> requested) {
    List<LayerGrid> grids = new ArrayList<>();
    int[] firstNode = new int[workload.layers().size() + 1];
    for (int l = 0; l < requested.size(); l++) {
      LayerGrid g = requested.get(l).fitted(workload.layers().get(l));
      grids.add(g);
      firstNode[l + 1] = firstNode[l] + g.rows() * g.chunks();
    }
    int nodes = firstNode[requested.size()];
    int[] layerOf = new int[nodes];
    Box[] boxes = new Box[nodes];
    for (int l = 0; l < requested.size(); l++) {
      List<Box> layerBoxes = boxes(l, grids.get(l));
      for (int i = 0; i < layerBoxes.size(); i++) {
        boxes[firstNode[l] + i] = layerBoxes.get(i);
        layerOf[firstNode[l] + i] = l;
      }
    }
    List<Item> items = new ArrayList<>();
    for (int t = 0; t < tensors.size(); t++) {
      addItems(t, grids, firstNode, items);
    }
    return new TileGraph(
        workload, List.copyOf(grids), tensors, firstNode, layerOf, boxes, List.copyOf(items), inputs(nodes, items),
        outputs(nodes, items));
  }

  private List<Box> boxes(int layer, LayerGrid grid) {
    if (rememberedBoxes > MOST_BOXES) {
      boxCache.clear();
      rememberedBoxes = 0;
    }
    return boxCache.computeIfAbsent(
        List.of(layer, grid),
        k -> {
          List<Box> made = List.copyOf(grid.boxes(workload.layers().get(layer)));
          rememberedBoxes += made.size();
          return made;
        });
  }

  private void addItems(int t, List<LayerGrid> grids, int[] firstNode, List<Item> items) {
    int p = producerOf[t];
    List<int[]> reads = readers.get(t);
    if (p < 0 && reads.isEmpty()) {
      return;
    }
    List<Object> key = new ArrayList<>();
    key.add(t);
    if (p >= 0) {
      key.add(grids.get(p));
    }
    for (int[] r : reads) {
      key.add(grids.get(r[0]));
    }
    if (remembered > MOST_REMEMBERED) {
      cutCache.clear();
      remembered = 0;
    }
    List<TensorItems.Cell> cells = cutCache.get(key);
    if (cells == null) {
      cells = cut(t, grids);
      long references = cells.stream().mapToLong(c -> 16L + 4 * c.boxes().size() + c.consumers().length).sum();
      if (references <= MOST_REMEMBERED) { // a large graph would fill a small heap twice
        cutCache.put(key, cells);
        remembered += references;
      }
    }
    int[] offsets = new int[reads.size()];
    int count = 0;
    for (int i = 0; i < reads.size(); i++) {
      offsets[i] = count;
      count += firstNode[reads.get(i)[0] + 1] - firstNode[reads.get(i)[0]];
    }
    for (TensorItems.Cell cell : cells) {
      int[] consumers = new int[cell.consumers().length];
      int read = 0;
      int n = 0;
      for (int c : cell.consumers()) {
        while (read + 1 < offsets.length && c >= offsets[read + 1]) {
          read++;
        }
        consumers[n++] = firstNode[reads.get(read)[0]] + c - offsets[read];
      }
      Arrays.sort(consumers);
      int distinct = 0; // a layer that reads a tensor through two operands (x * x, K = V) is one consumer
      for (int i = 0; i < n; i++) {
        if (i == 0 || consumers[i] != consumers[i - 1]) {
          consumers[distinct++] = consumers[i];
        }
      }
      items.add(
          new Item(t, cell.boxes(), cell.bytes(), p < 0 ? -1 : firstNode[p] + cell.producer(),
              Arrays.copyOf(consumers, distinct)));
    }
  }

  private List<TensorItems.Cell> cut(int t, List<LayerGrid> grids) {
    List<Box> made = producerOf[t] < 0 ? List.of() : boxes(producerOf[t], grids.get(producerOf[t]));
    List<Box> needed = new ArrayList<>();
    for (int[] r : readers.get(t)) {
      Operand operand = workload.layers().get(r[0]).operands().get(r[1]);
      for (Box box : boxes(r[0], grids.get(r[0]))) {
        needed.add(operand.needed(box));
      }
    }
    return TensorItems.cut(tensors.get(t), made, needed, pieceBytes);
  }

  private static int[][] inputs(int nodes, List<Item> items) {
    int[] count = new int[nodes];
    for (Item item : items) {
      for (int c : item.consumers()) {
        count[c]++;
      }
    }
    int[][] inputs = new int[nodes][];
    for (int n = 0; n < nodes; n++) {
      inputs[n] = new int[count[n]];
    }
    Arrays.fill(count, 0);
    for (int i = 0; i < items.size(); i++) {
      for (int c : items.get(i).consumers()) {
        inputs[c][count[c]++] = i;
      }
    }
    return inputs;
  }

  private static int[][] outputs(int nodes, List<Item> items) {
    int[] count = new int[nodes];
    for (Item item : items) {
      if (item.producer() >= 0) {
        count[item.producer()]++;
      }
    }
    int[][] outputs = new int[nodes][];
    for (int n = 0; n < nodes; n++) {
      outputs[n] = new int[count[n]];
    }
    Arrays.fill(count, 0);
    for (int i = 0; i < items.size(); i++) {
      int p = items.get(i).producer();
      if (p >= 0) {
        outputs[p][count[p]++] = i;
      }
    }
    return outputs;
  }
}
