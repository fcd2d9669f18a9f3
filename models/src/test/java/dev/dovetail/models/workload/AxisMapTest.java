package dev.dovetail.models.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.Interval;
import java.util.TreeSet;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Every index map against the enumeration of the indices that it stands for. */
class AxisMapTest {
  private static final int EXTENT = 1_000;

  @Test
  void aWindowHasTheHalosOfTheWorkedExample() {
    // 3 rows of window, padding 1: output rows [0, 4) need [-1, 5), rows [4, 8) need [3, 9)
    AxisMap map = new AxisMap.Window(0, 1, 1, 3, 1);
    assertThat(map.needed(Box.of(0, 4), 8)).isEqualTo(new Interval(-1, 5));
    assertThat(map.needed(Box.of(4, 8), 8)).isEqualTo(new Interval(3, 9));
  }

  @Test
  void simpleMapsNameTheirIndices() {
    Box output = Box.of(2, 3, 5, 9);
    assertThat(new AxisMap.Same(1).needed(output, 20)).isEqualTo(new Interval(5, 9));
    assertThat(new AxisMap.All().needed(output, 20)).isEqualTo(new Interval(0, 20));
    assertThat(new AxisMap.At(4).needed(output, 20)).isEqualTo(new Interval(4, 5));
  }

  @Property(tries = 500, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void aWindowIsTheSmallestIntervalAroundItsIndices(@ForAll @IntRange(max = 9) int lo,
      @ForAll @IntRange(min = 1, max = 6) int size,
      @ForAll @IntRange(min = 1, max = 4) int stride, @ForAll @IntRange(min = 1, max = 3) int dilation,
      @ForAll @IntRange(min = 1, max = 5) int kernel, @ForAll @IntRange(max = 4) int pad) {
    TreeSet<Integer> read = new TreeSet<>();
    for (int o = lo; o < lo + size; o++) {
      for (int f = 0; f < kernel; f++) {
        read.add(stride * o + dilation * f - pad);
      }
    }
    AxisMap map = new AxisMap.Window(0, stride, dilation, kernel, pad);
    Interval needed = map.needed(Box.of(lo, lo + size), EXTENT);
    assertThat(needed).isEqualTo(new Interval(read.first(), read.last() + 1));
    if (dilation == 1 && stride <= kernel) {
      assertThat(needed.size()).as("no index between is left out").isEqualTo(read.size());
    }
  }

  @Property(tries = 500, seed = "2", edgeCases = EdgeCasesMode.NONE)
  void aTransposedWindowHoldsEveryInputThatReachesAnOutputAndNoOtherIfItIsDense(@ForAll @IntRange(max = 9) int lo,
      @ForAll @IntRange(min = 1, max = 6) int size, @ForAll @IntRange(min = 1, max = 4) int stride,
      @ForAll @IntRange(min = 1, max = 3) int dilation, @ForAll @IntRange(min = 1, max = 5) int kernel,
      @ForAll @IntRange(max = 4) int pad) {
    TreeSet<Integer> read = new TreeSet<>();
    for (int i = -20; i < 40; i++) {
      for (int f = 0; f < kernel; f++) {
        int o = stride * i + dilation * f - pad;
        if (o >= lo && o < lo + size) {
          read.add(i);
        }
      }
    }
    Interval needed = new AxisMap.Transposed(0, stride, dilation, kernel, pad).needed(Box.of(lo, lo + size), EXTENT);
    read.forEach(i -> assertThat(needed.lo() <= i && i < needed.hi()).as("%s holds %d", needed, i).isTrue());
    if (dilation == 1) {
      assertThat(needed.size()).isEqualTo(read.size());
    }
  }

  @Property(tries = 300, seed = "3", edgeCases = EdgeCasesMode.NONE)
  void groupsNeedExactlyTheirOwnIndices(@ForAll @IntRange(max = 9) int lo, @ForAll @IntRange(min = 1, max = 9) int size,
      @ForAll @IntRange(min = 1, max = 5) int outPerGroup, @ForAll @IntRange(min = 1, max = 5) int inPerGroup) {
    TreeSet<Integer> read = new TreeSet<>();
    for (int o = lo; o < lo + size; o++) {
      for (int c = 0; c < inPerGroup; c++) {
        read.add(o / outPerGroup * inPerGroup + c);
      }
    }
    Interval needed = new AxisMap.Grouped(0, outPerGroup, inPerGroup).needed(Box.of(lo, lo + size), EXTENT);
    assertThat(needed).isEqualTo(new Interval(read.first(), read.last() + 1));
    assertThat(needed.size()).isEqualTo(read.size());
  }

  @Property(tries = 300, seed = "4", edgeCases = EdgeCasesMode.NONE)
  void resamplingIsTheSmallestIntervalAroundItsIndices(@ForAll @IntRange(max = 9) int lo,
      @ForAll @IntRange(min = 1, max = 9) int size,
      @ForAll @IntRange(min = 1, max = 12) int in, @ForAll @IntRange(min = 1, max = 12) int out,
      @ForAll @IntRange(max = 2) int reach) {
    TreeSet<Integer> read = new TreeSet<>();
    for (int o = lo; o < lo + size; o++) {
      read.add(Math.floorDiv(o * in, out) - reach);
      read.add(Math.floorDiv(o * in, out) + reach);
    }
    Interval needed = new AxisMap.Scaled(0, in, out, reach).needed(Box.of(lo, lo + size), EXTENT);
    assertThat(needed).isEqualTo(new Interval(read.first(), read.last() + 1));
  }
}
