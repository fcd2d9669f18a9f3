package dev.dovetail.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.testing.Indices;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BoxTest {
  @Test
  void theVolumeIsTheProductOfTheSizes() {
    assertThat(Box.of(2, 5, 0, 4).volume()).isEqualTo(12);
    assertThat(Box.whole(List.of(3, 7)).volume()).isEqualTo(21);
    assertThat(Box.of(2, 2, 0, 4).volume()).isZero();
    assertThat(Box.of().volume()).as("a scalar").isEqualTo(1);
  }

  @Test
  void anAxisThatEndsBeforeItBeginsIsEmpty() {
    assertThat(Box.of(3, 1, 0, 4).isEmpty()).isTrue();
    assertThat(Box.of(3, 1, 0, 4).size(0)).isZero();
    assertThat(new Interval(3, 1).isEmpty()).isTrue();
    assertThat(new Interval(3, 1).size()).isZero();
    assertThat(new Interval(2, 6).intersect(new Interval(4, 9))).isEqualTo(new Interval(4, 6)).hasToString("[4,6)");
  }

  @Test
  void minusCutsOffOneSideOfEachAxisAfterTheOther() {
    // 0 1 2 3        the middle of a 4 x 4 square leaves the rows above and below, and the columns beside it
    assertThat(Box.of(0, 4, 0, 4).minus(Box.of(1, 3, 1, 3)))
        .containsExactly(Box.of(0, 1, 0, 4), Box.of(3, 4, 0, 4), Box.of(1, 3, 0, 1), Box.of(1, 3, 3, 4));
    assertThat(Box.of(0, 4).minus(Box.of(4, 6))).containsExactly(Box.of(0, 4));
    assertThat(Box.of(0, 4).minus(Box.of(0, 9))).isEmpty();
  }

  @Test
  void theVolumeOverflowsLoudly() {
    assertThatThrownBy(() -> Box.whole(List.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 4)).volume())
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void boundsMustBePairs() {
    assertThatThrownBy(() -> Box.of(1, 2, 3)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("[1, 2, 3]");
  }

  @Property(tries = 500, seed = "1")
  void setOperationsAgreeWithTheSetsOfElements(@ForAll Random random) {
    int rank = 1 + random.nextInt(3);
    Box a = box(random, rank);
    Box b = box(random, rank);
    Set<List<Integer>> as = Indices.of(a);
    Set<List<Integer>> bs = Indices.of(b);
    Set<List<Integer>> common = new HashSet<>(as);
    common.retainAll(bs);
    assertThat(Indices.of(a.intersect(b))).isEqualTo(common);
    assertThat(a.overlaps(b)).isEqualTo(!common.isEmpty());
    assertThat(a.contains(b)).isEqualTo(as.containsAll(bs));
    assertThat(a.isEmpty()).isEqualTo(as.isEmpty());
    assertThat(a.volume()).isEqualTo(as.size());
    List<List<Integer>> rest = new ArrayList<>();
    a.minus(b).forEach(part -> rest.addAll(Indices.of(part)));
    as.removeAll(bs);
    assertThat(rest).as("each element once").hasSize(as.size()).containsExactlyInAnyOrderElementsOf(as);
  }

  private static Box box(Random random, int rank) {
    int[] b = new int[2 * rank];
    for (int a = 0; a < rank; a++) {
      b[2 * a] = random.nextInt(5);
      b[2 * a + 1] = random.nextInt(6);
    }
    return Box.of(b);
  }
}
