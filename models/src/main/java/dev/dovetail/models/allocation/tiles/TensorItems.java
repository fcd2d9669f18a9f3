package dev.dovetail.models.allocation.tiles;

import dev.dovetail.models.Box;
import dev.dovetail.models.workload.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Cuts one tensor into items: at all borders of the boxes that are made or needed, then merges cells with the same producer and the
 * same consumers.
 *
 * <p>Role: halo geometry. A 3x3 convolution over row tiles gives three items per producer tile: two halos and the middle.
 */
final class TensorItems {
  /** One item before node ids are known: producer and consumers are positions in the given lists. */
  record Cell(List<Box> boxes, long bytes, int producer, int[] consumers) {}

  private TensorItems() {}

  /**
   * @param tensor the tensor
   * @param made boxes of its producers, disjoint and covering it; empty for a tensor from DRAM
   * @param needed boxes of its consumers; empty boxes are skipped
   * @param pieceBytes items from DRAM are split into pieces of at most this many bytes where an axis allows it
   */
  static List<Cell> cut(Tensor tensor, List<Box> made, List<Box> needed, long pieceBytes) {
    int rank = tensor.shape().size();
    int[][] borders = borders(tensor, made, needed);
    int[] stride = new int[rank];
    int cells = 1;
    for (int a = rank - 1; a >= 0; a--) {
      stride[a] = cells;
      cells *= borders[a].length - 1;
    }
    int[] producer = new int[cells];
    Arrays.fill(producer, -1);
    BitSet[] consumers = new BitSet[cells];
    for (int p = 0; p < made.size(); p++) {
      int id = p;
      forEachCell(made.get(p), borders, stride, cell -> producer[cell] = id);
    }
    for (int c = 0; c < needed.size(); c++) {
      if (!needed.get(c).isEmpty()) {
        int id = c;
        forEachCell(
            needed.get(c),
            borders,
            stride,
            cell -> (consumers[cell] = consumers[cell] == null ? new BitSet() : consumers[cell]).set(id));
      }
    }
    Map<Integer, Map<BitSet, List<Integer>>> groups = new LinkedHashMap<>();
    BitSet none = new BitSet();
    for (int cell = 0; cell < cells; cell++) {
      BitSet set = consumers[cell] == null ? none : consumers[cell];
      if (producer[cell] < 0 && (set.isEmpty() || !made.isEmpty())) {
        continue; // never read, or (a bug elsewhere) never made
      }
      groups.computeIfAbsent(producer[cell], k -> new LinkedHashMap<>()).computeIfAbsent(set, k -> new ArrayList<>()).add(cell);
    }
    List<Cell> result = new ArrayList<>();
    groups.forEach(
        (p, bySet) -> bySet.forEach(
            (set, members) -> {
              List<Box> boxes = boxesOf(members, borders, stride);
              int[] ids = set.stream().toArray();
              if (p < 0) {
                for (List<Box> piece : pieces(tensor, boxes, pieceBytes)) {
                  result.add(new Cell(piece, bytes(tensor, piece), p, ids));
                }
              } else {
                result.add(new Cell(boxes, bytes(tensor, boxes), p, ids));
              }
            }));
    return result;
  }

  private static long bytes(Tensor tensor, List<Box> boxes) {
    return tensor.bytesOf(boxes.stream().mapToLong(Box::volume).sum());
  }

  private static int[][] borders(Tensor tensor, List<Box> made, List<Box> needed) {
    int rank = tensor.shape().size();
    int[][] borders = new int[rank][];
    for (int a = 0; a < rank; a++) {
      TreeSet<Integer> set = new TreeSet<>(List.of(0, tensor.shape().get(a)));
      for (List<Box> boxes : List.of(made, needed)) {
        for (Box b : boxes) {
          if (!b.isEmpty()) {
            set.add(b.lo(a));
            set.add(b.hi(a));
          }
        }
      }
      borders[a] = set.stream().mapToInt(Integer::intValue).toArray();
    }
    return borders;
  }

  private static void forEachCell(Box box, int[][] borders, int[] stride, java.util.function.IntConsumer action) {
    int rank = borders.length;
    int[] first = new int[rank];
    int[] last = new int[rank];
    for (int a = 0; a < rank; a++) {
      first[a] = Arrays.binarySearch(borders[a], box.lo(a));
      last[a] = Arrays.binarySearch(borders[a], box.hi(a));
    }
    int[] index = first.clone();
    int cell = 0;
    for (int a = 0; a < rank; a++) {
      cell += index[a] * stride[a];
    }
    while (true) {
      action.accept(cell);
      int a = rank - 1;
      while (a >= 0 && index[a] + 1 == last[a]) {
        cell -= (index[a] - first[a]) * stride[a];
        index[a] = first[a];
        a--;
      }
      if (a < 0) {
        return;
      }
      index[a]++;
      cell += stride[a];
    }
  }

  /** Few disjoint boxes that hold exactly the cells: runs along each axis, innermost first, are joined where they agree elsewhere. */
  private static List<Box> boxesOf(List<Integer> cells, int[][] borders, int[] stride) {
    List<Box> boxes = new ArrayList<>();
    for (int cell : cells) {
      int[] b = new int[2 * borders.length];
      int rest = cell;
      for (int a = 0; a < borders.length; a++) {
        int i = rest / stride[a];
        rest %= stride[a];
        b[2 * a] = borders[a][i];
        b[2 * a + 1] = borders[a][i + 1];
      }
      boxes.add(Box.of(b));
    }
    for (int axis = borders.length - 1; axis >= 0 && boxes.size() > 1; axis--) {
      boxes = joined(boxes, axis);
    }
    return List.copyOf(boxes);
  }

  private static List<Box> joined(List<Box> boxes, int axis) {
    Map<Box, List<Box>> lines = new LinkedHashMap<>();
    for (Box b : boxes) {
      lines.computeIfAbsent(b.with(axis, 0, 0), k -> new ArrayList<>()).add(b);
    }
    List<Box> result = new ArrayList<>();
    for (List<Box> line : lines.values()) {
      line.sort(java.util.Comparator.comparingInt(b -> b.lo(axis)));
      Box run = line.get(0);
      for (Box next : line.subList(1, line.size())) {
        if (next.lo(axis) == run.hi(axis)) {
          run = run.with(axis, run.lo(axis), next.hi(axis));
        } else {
          result.add(run);
          run = next;
        }
      }
      result.add(run);
    }
    return result;
  }

  /** Pieces of at most {@code pieceBytes}, or one slice: each box is cut along its longest axis. */
  private static List<List<Box>> pieces(Tensor tensor, List<Box> boxes, long pieceBytes) {
    if (bytes(tensor, boxes) <= pieceBytes) {
      return List.of(boxes);
    }
    List<List<Box>> pieces = new ArrayList<>();
    for (Box box : boxes) {
      int axis = 0;
      for (int a = 1; a < box.rank(); a++) {
        if (box.size(a) > box.size(axis)) {
          axis = a;
        }
      }
      long parts = 1;
      if (box.rank() > 0) {
        long sliceBits = box.volume() / box.size(axis) * tensor.bitsPerElement();
        long slices = Math.max(1, pieceBytes * 8 / sliceBits); // in the largest piece
        parts = (box.size(axis) + slices - 1) / slices;
      }
      for (long i = 0; i < parts; i++) {
        long extent = box.size(axis);
        int lo = (int) (box.lo(axis) + i * extent / parts);
        int hi = (int) (box.lo(axis) + (i + 1) * extent / parts);
        pieces.add(List.of(parts == 1 ? box : box.with(axis, lo, hi)));
      }
    }
    return pieces;
  }
}
