package dev.dovetail.models.testing;

import dev.dovetail.models.Box;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Tensor elements one by one: the slow and simple truth that index arithmetic is compared with. */
public final class Indices {
  private Indices() {}

  /** All elements of a box. */
  public static Set<List<Integer>> of(Box box) {
    Set<List<Integer>> all = new HashSet<>();
    add(box, new ArrayList<>(), all);
    return all;
  }

  private static void add(Box box, List<Integer> prefix, Set<List<Integer>> all) {
    int axis = prefix.size();
    if (axis == box.rank()) {
      all.add(List.copyOf(prefix));
      return;
    }
    for (int i = box.lo(axis); i < box.hi(axis); i++) {
      prefix.add(i);
      add(box, prefix, all);
      prefix.remove(axis);
    }
  }

  /** The smallest box around the elements; they must not be none. */
  public static Box around(Set<List<Integer>> elements) {
    int rank = elements.iterator().next().size();
    int[] b = new int[2 * rank];
    for (int a = 0; a < rank; a++) {
      int axis = a;
      b[2 * a] = elements.stream().mapToInt(e -> e.get(axis)).min().orElseThrow();
      b[2 * a + 1] = elements.stream().mapToInt(e -> e.get(axis)).max().orElseThrow() + 1;
    }
    return Box.of(b);
  }

  /** A non-empty box of a tensor. */
  public static Box randomBox(Random random, List<Integer> shape) {
    int[] b = new int[2 * shape.size()];
    for (int a = 0; a < shape.size(); a++) {
      b[2 * a] = random.nextInt(shape.get(a));
      b[2 * a + 1] = b[2 * a] + 1 + random.nextInt(shape.get(a) - b[2 * a]);
    }
    return Box.of(b);
  }

  /** Position of an element in row-major order. */
  public static long linear(List<Integer> shape, List<Integer> element) {
    long position = 0;
    for (int a = 0; a < shape.size(); a++) {
      position = position * shape.get(a) + element.get(a);
    }
    return position;
  }

  /** The element at a position in row-major order. */
  public static List<Integer> element(List<Integer> shape, long position) {
    Integer[] e = new Integer[shape.size()];
    long rest = position;
    for (int a = shape.size() - 1; a >= 0; a--) {
      e[a] = (int) (rest % shape.get(a));
      rest /= shape.get(a);
    }
    return List.of(e);
  }
}
