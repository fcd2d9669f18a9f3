package dev.dovetail.models.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.Box;
import dev.dovetail.models.testing.Indices;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Every view against the enumeration of the elements that it stands for. */
class ViewTest {
  @Test
  void splittingAnAxisIntoHeadsIsExact() {
    // [128, 768] seen as [128, 12, 64]: heads [2, 5) are columns [128, 320)
    View split = new View.Reshape(List.of(128, 768), List.of(128, 12, 64));
    assertThat(split.source(Box.of(10, 20, 2, 5, 0, 64))).isEqualTo(Box.of(10, 20, 128, 320));
    // a part of one head is exact, too; the same part of two heads is enclosed
    assertThat(split.source(Box.of(0, 1, 3, 4, 8, 16))).isEqualTo(Box.of(0, 1, 200, 208));
    assertThat(split.source(Box.of(0, 1, 3, 5, 8, 16))).isEqualTo(Box.of(0, 1, 200, 272));
  }

  @Test
  void mergingHeadsIntoAnAxisIsExactOnWholeHeads() {
    View merge = new View.Reshape(List.of(128, 12, 64), List.of(128, 768));
    assertThat(merge.source(Box.of(10, 20, 128, 320))).isEqualTo(Box.of(10, 20, 2, 5, 0, 64));
    assertThat(merge.source(Box.of(0, 1, 200, 208))).isEqualTo(Box.of(0, 1, 3, 4, 8, 16));
    // columns [200, 272) begin in head 3 and end in head 4
    assertThat(merge.source(Box.of(0, 1, 200, 272))).isEqualTo(Box.of(0, 1, 3, 5, 0, 64));
  }

  @Test
  void axesOfExtentOneComeAndGo() {
    View squeeze = new View.Reshape(List.of(1, 512, 1, 1), List.of(1, 512));
    assertThat(squeeze.source(Box.of(0, 1, 32, 64))).isEqualTo(Box.of(0, 1, 32, 64, 0, 1, 0, 1));
    View expand = new View.Reshape(List.of(5), List.of(1, 5, 1));
    assertThat(expand.source(Box.of(0, 1, 2, 4, 0, 1))).isEqualTo(Box.of(2, 4));
    View scalar = new View.Reshape(List.of(), List.of(1, 1));
    assertThat(scalar.source(Box.of(0, 1, 0, 1))).isEqualTo(Box.of());
  }

  @Test
  void aReshapeMustKeepTheElements() {
    assertThatThrownBy(() -> new View.Reshape(List.of(4, 6), List.of(5, 5))).hasMessageContaining("[4, 6] to [5, 5]");
  }

  @Property(tries = 1000, seed = "1")
  void aReshapeHoldsEveryElement(@ForAll Random random) {
    List<Integer> primes = new ArrayList<>(List.of(2, 3, 2, 2));
    List<Integer> from = grouped(random, primes);
    List<Integer> to = grouped(random, primes);
    Box box = Indices.randomBox(random, to);
    Set<List<Integer>> read = map(box, e -> Indices.element(from, Indices.linear(to, e)));
    Box source = new View.Reshape(from, to).source(box);
    assertThat(Indices.of(source)).containsAll(read);
    assertThat(Box.whole(from).contains(source)).isTrue();
  }

  @Property(tries = 500, seed = "2")
  void splittingAndMergingAxesIsExactOnWholeInnerAxes(@ForAll Random random) {
    int before = 1 + random.nextInt(3);
    int outer = 1 + random.nextInt(4);
    int inner = 1 + random.nextInt(4);
    int behind = 1 + random.nextInt(3);
    List<Integer> merged = List.of(before, outer * inner, behind);
    List<Integer> split = List.of(before, outer, inner, behind);
    Box part = Indices.randomBox(random, split).with(2, 0, inner);
    Box source = new View.Reshape(merged, split).source(part);
    assertThat(Indices.of(source)).isEqualTo(map(part, e -> Indices.element(merged, Indices.linear(split, e))));
    // and back: whole runs of the inner axis are a box again
    assertThat(new View.Reshape(split, merged).source(source)).isEqualTo(part);
  }

  @Property(tries = 300, seed = "3")
  void permutationsAreExact(@ForAll Random random) {
    List<Integer> shape = List.of(2, 3, 4);
    List<Integer> axes = new ArrayList<>(List.of(0, 1, 2));
    java.util.Collections.shuffle(axes, random);
    List<Integer> seen = axes.stream().map(shape::get).toList();
    Box box = Indices.randomBox(random, seen);
    Set<List<Integer>> read = map(box, e -> {
      Integer[] source = new Integer[3];
      for (int a = 0; a < 3; a++) {
        source[axes.get(a)] = e.get(a);
      }
      return List.of(source);
    });
    assertThat(Indices.of(new View.Permute(axes).source(box))).isEqualTo(read);
  }

  @Property(tries = 300, seed = "4")
  void partsOfAConcatenationAreDisjointAndCoverIt(@ForAll Random random) {
    int first = 1 + random.nextInt(4);
    int second = 1 + random.nextInt(4);
    Box box = Indices.randomBox(random, List.of(2, first + second));
    Box a = new View.Part(1, 0, first).source(box);
    Box b = new View.Part(1, first, second).source(box);
    assertThat(Indices.of(a)).isEqualTo(keep(box, 0, first));
    assertThat(Indices.of(b)).isEqualTo(keep(box, first, second));
    assertThat(a.volume() + b.volume()).isEqualTo(box.volume());
  }

  @Property(tries = 300, seed = "5")
  void aSliceIsTheSmallestBoxAroundItsElements(@ForAll Random random) {
    int start = random.nextInt(4);
    int step = 1 + random.nextInt(3);
    Box box = Indices.randomBox(random, List.of(2, 5));
    Set<List<Integer>> read = map(box, e -> List.of(e.get(0), start + step * e.get(1)));
    assertThat(new View.Slice(1, start, step).source(box)).isEqualTo(Indices.around(read));
  }

  @Test
  void everyViewOfNothingIsNothing() {
    Box nothing = Box.of(0, 2, 3, 3);
    List<View> views =
        List.of(new View.Reshape(List.of(8), List.of(2, 4)), new View.Permute(List.of(1, 0)), new View.Part(1, 1, 2),
            new View.Part(0, 1, 2), new View.Slice(1, 2, 3), new View.Broadcast(0), new View.Broadcast(1));
    assertThat(views).allSatisfy(v -> assertThat(v.source(nothing).isEmpty()).isTrue());
  }

  @Test
  void aRepeatedElementIsReadOnce() {
    assertThat(new View.Broadcast(1).source(Box.of(0, 2, 3, 7))).isEqualTo(Box.of(0, 2, 0, 1));
  }

  private static Set<List<Integer>> keep(Box box, int offset, int size) {
    return Indices.of(box).stream().filter(e -> e.get(1) >= offset && e.get(1) < offset + size)
        .map(e -> List.of(e.get(0), e.get(1) - offset)).collect(Collectors.toSet());
  }

  private static Set<List<Integer>> map(Box box, Function<List<Integer>, List<Integer>> source) {
    return Indices.of(box).stream().map(source).collect(Collectors.toSet());
  }

  /** The factors in random order, neighbours multiplied at random, ones between them at random. */
  private static List<Integer> grouped(Random random, List<Integer> factors) {
    List<Integer> order = new ArrayList<>(factors);
    java.util.Collections.shuffle(order, random);
    List<Integer> shape = new ArrayList<>(List.of(1));
    for (int f : order) {
      int last = shape.size() - 1;
      if (random.nextBoolean()) {
        shape.set(last, shape.get(last) * f);
      } else {
        shape.add(f);
      }
      if (random.nextInt(4) == 0) {
        shape.add(1);
      }
    }
    return shape;
  }
}
