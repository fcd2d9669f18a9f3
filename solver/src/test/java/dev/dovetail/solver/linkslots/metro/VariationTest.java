package dev.dovetail.solver.linkslots.metro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VariationTest {
  /** Numbers 0 to 4 for every message but the first, which has one route. */
  private static final Routing ROUTING = new Routing() {
    @Override
    public int mostNumbers() {
      return 2;
    }

    @Override
    public TimedRoute route(int message, int[] gene) {
      throw new AssertionError("Variation asks for no routes, but for that of message (%d).".formatted(message));
    }

    @Override
    public int[] values(int message) {
      return message == 0 ? new int[0] : new int[] {0, 1, 2, 3, 4};
    }
  };

  @Test
  void orderCrossoverKeepsAStretchAndFillsUpInTheOtherOrder() {
    // Kept: 2, 3 at places 2 and 3; the others of the second parent from place 4 on, 0 1 5 4 (3 2 are there already), go to places 4, 5, 0, 1.
    assertThat(Variation.cross(new int[] {0, 1, 2, 3, 4, 5}, new int[] {5, 4, 3, 2, 0, 1}, 2, 4)).containsExactly(5, 4, 2, 3, 0,
        1);
  }

  @Test
  void everyChildIsAPermutation() {
    Variation variation = new Variation(ROUTING, new SplittableRandom(7));
    int[] a = variation.order(9);
    for (int i = 0; i < 200; i++) {
      int[] child = variation.cross(a, variation.order(9));
      variation.mutate(variation.genes(9), child);
      assertThat(Arrays.stream(child).sorted()).containsExactly(IntStream.range(0, 9).boxed().toArray(Integer[]::new));
      a = child;
    }
  }

  @Test
  void listsKeepToTheirLengthAndValuesAndParentsStayAsTheyWere() {
    Variation variation = new Variation(ROUTING, new SplittableRandom(3));
    int[][] parent = variation.genes(5);
    int[][] before = Arrays.stream(parent).map(int[]::clone).toArray(int[][]::new);
    for (int i = 0; i < 500; i++) {
      int[][] child = variation.cross(parent, parent);
      variation.mutate(child, Variation.identity(5));
      assertThat(child[0]).isEmpty();
      for (int[] gene : child) {
        assertThat(gene.length).isLessThanOrEqualTo(2);
        assertThat(Arrays.stream(gene).boxed()).allMatch(v -> v >= 0 && v < 5);
      }
    }
    assertThat(parent).isDeepEqualTo(before);
  }
}
