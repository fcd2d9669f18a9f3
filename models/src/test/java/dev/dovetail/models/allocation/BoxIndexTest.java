package dev.dovetail.models.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BoxIndexTest {
  @Test
  void findsWhatAPlainScanFinds() {
    SplittableRandom random = new SplittableRandom(3);
    int hits = 0;
    for (int run = 0; run < 200; run++) {
      int rank = random.nextInt(4);
      int extent = 2 + random.nextInt(40);
      List<List<Box>> regions = new ArrayList<>();
      for (int r = random.nextInt(60); r > 0; r--) {
        regions.add(region(random, rank, extent));
      }
      BoxIndex index = new BoxIndex(regions);
      for (int q = 0; q < 20; q++) {
        List<Box> wanted = region(random, rank, extent);
        List<Integer> plain = new ArrayList<>();
        for (int r = 0; r < regions.size(); r++) {
          if (regions.get(r).stream().anyMatch(b -> wanted.stream().anyMatch(b::overlaps))) {
            plain.add(r);
          }
        }
        assertThat(index.overlapping(wanted)).isEqualTo(plain);
        hits += plain.size();
      }
    }
    assertThat(hits).isGreaterThan(1_000);
  }

  private static List<Box> region(SplittableRandom random, int rank, int extent) {
    List<Box> boxes = new ArrayList<>();
    for (int b = random.nextInt(3); b >= 0; b--) {
      int[] bounds = new int[2 * rank];
      for (int a = 0; a < rank; a++) {
        bounds[2 * a] = random.nextInt(extent);
        bounds[2 * a + 1] = bounds[2 * a] + random.nextInt(1 + extent / 2); // may be empty
      }
      boxes.add(Box.of(bounds));
    }
    return boxes;
  }
}
