package dev.dovetail.solver.linkslots.metro;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How new genomes come about. Reconstructed, METRO does not say: uniform crossover of the messages' lists, order crossover of the
 * permutation (Davis, IJCAI 1985), mutation of each gene with probability 1 / n.
 */
final class Variation {
  private final Routing routing;
  private final RandomGenerator random;

  Variation(Routing routing, RandomGenerator random) {
    this.routing = routing;
    this.random = random;
  }

  /** For each message a random list: as often empty as not. */
  int[][] genes(int messages) {
    int[][] genes = new int[messages][];
    for (int m = 0; m < messages; m++) {
      int[] gene = new int[0];
      if (random.nextBoolean()) {
        for (int i = random.nextInt(routing.mostNumbers()); i >= 0; i--) {
          gene = inserted(m, gene);
        }
      }
      genes[m] = gene;
    }
    return genes;
  }

  /** A random permutation. */
  int[] order(int n) {
    int[] order = identity(n);
    for (int i = n - 1; i > 0; i--) {
      swap(order, i, random.nextInt(i + 1));
    }
    return order;
  }

  /** 0, 1, ..., n - 1. */
  static int[] identity(int n) {
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    return order;
  }

  private static void swap(int[] order, int i, int j) {
    int was = order[i];
    order[i] = order[j];
    order[j] = was;
  }

  /** Each message's list from one of two parents; the lists themselves are shared. */
  int[][] cross(int[][] a, int[][] b) {
    int[][] child = new int[a.length][];
    for (int m = 0; m < a.length; m++) {
      child[m] = random.nextBoolean() ? a[m] : b[m];
    }
    return child;
  }

  /** A stretch of the first parent where it stands, all others in the second one's order from its end on. */
  int[] cross(int[] a, int[] b) {
    int n = a.length;
    int one = random.nextInt(n);
    int other = random.nextInt(n);
    return cross(a, b, Math.min(one, other), Math.max(one, other) + 1);
  }

  static int[] cross(int[] a, int[] b, int from, int until) {
    int n = a.length;
    int[] child = new int[n];
    boolean[] kept = new boolean[n];
    for (int i = from; i < until; i++) {
      child[i] = a[i];
      kept[a[i]] = true;
    }
    int to = until % n;
    for (int i = 0; i < n; i++) {
      int next = b[(until + i) % n];
      if (!kept[next]) {
        child[to] = next;
        to = (to + 1) % n;
      }
    }
    return child;
  }

  /** Changes each list with probability 1 / n, by a new array; and moves each place of the order with the same probability. */
  void mutate(int[][] genes, int[] order) {
    int n = genes.length;
    for (int m = 0; m < n; m++) {
      if (random.nextInt(n) == 0) {
        genes[m] = mutated(m, genes[m]);
      }
      if (random.nextInt(n) == 0) {
        swap(order, m, random.nextInt(n));
      }
    }
  }

  /** Inserts, deletes or replaces a number, whichever is possible. */
  private int[] mutated(int message, int[] gene) {
    return switch (random.nextInt(3)) {
      case 0 -> gene.length < routing.mostNumbers() ? inserted(message, gene) : replaced(message, gene);
      case 1 -> gene.length > 0 ? deleted(gene) : inserted(message, gene);
      default -> gene.length > 0 ? replaced(message, gene) : inserted(message, gene);
    };
  }

  private int[] inserted(int message, int[] gene) {
    int[] values = routing.values(message);
    if (values.length == 0) {
      return gene;
    }
    int at = random.nextInt(gene.length + 1);
    int[] longer = new int[gene.length + 1];
    System.arraycopy(gene, 0, longer, 0, at);
    longer[at] = values[random.nextInt(values.length)];
    System.arraycopy(gene, at, longer, at + 1, gene.length - at);
    return longer;
  }

  private int[] deleted(int[] gene) {
    int at = random.nextInt(gene.length);
    int[] shorter = new int[gene.length - 1];
    System.arraycopy(gene, 0, shorter, 0, at);
    System.arraycopy(gene, at + 1, shorter, at, gene.length - 1 - at);
    return shorter;
  }

  private int[] replaced(int message, int[] gene) {
    int[] values = routing.values(message);
    int[] other = gene.clone();
    if (values.length > 0) {
      other[random.nextInt(gene.length)] = values[random.nextInt(values.length)];
    }
    return other;
  }
}
