package dev.dovetail.models.fusion.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrontTest {
  @Test
  void keepsExactlyWhatNothingDominates() {
    SplittableRandom random = new SplittableRandom(3);
    Front front = new Front();
    List<long[]> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      long[] label = {random.nextInt(40), random.nextInt(40)};
      all.add(label);
      front.add(label[0], label[1]);
    }

    for (int i = 0; i < front.size(); i++) {
      long end = front.end(i);
      long shift = front.shift(i);
      assertThat(all).noneMatch(l -> l[0] <= end && l[1] <= shift && (l[0] < end || l[1] < shift));
      assertThat(i == 0 || front.end(i - 1) < end && front.shift(i - 1) > shift).isTrue();
    }
    assertThat(all).allMatch(l -> {
      for (int i = 0; i < front.size(); i++) {
        if (front.end(i) <= l[0] && front.shift(i) <= l[1]) {
          return true;
        }
      }
      return false;
    });
  }
}
