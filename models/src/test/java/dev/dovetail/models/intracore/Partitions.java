package dev.dovetail.models.intracore;

import dev.dovetail.models.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Partitions of an output into boxes. */
public final class Partitions {
  private Partitions() {}

  /**
   * Cuts boxes at random places, fewer than {@code most} times: most results cannot be made by cuts through the whole.
   */
  public static List<Box> random(Box whole, Random random, int most) {
    List<Box> boxes = new ArrayList<>(List.of(whole));
    int cuts = random.nextInt(most);
    for (int i = 0; i < cuts; i++) {
      Box box = boxes.remove(random.nextInt(boxes.size()));
      int axis = random.nextInt(box.rank());
      if (box.size(axis) < 2) {
        boxes.add(box);
        continue;
      }
      if (random.nextBoolean()) {
        int at = box.lo(axis) + 1 + random.nextInt(box.size(axis) - 1);
        boxes.add(box.with(axis, box.lo(axis), at));
        boxes.add(box.with(axis, at, box.hi(axis)));
      } else {
        // A hole in the middle, and the pieces around it.
        Box hole = box;
        for (int a = 0; a < box.rank(); a++) {
          int lo = box.lo(a) + random.nextInt(box.size(a));
          hole = hole.with(a, lo, lo + 1 + random.nextInt(box.hi(a) - lo));
        }
        boxes.add(hole);
        boxes.addAll(box.minus(hole));
      }
    }
    return boxes;
  }
}
