package dev.dovetail.solver.pipeline.regions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.Place;
import dev.dovetail.models.pipeline.Rectangles;
import dev.dovetail.models.pipeline.Rectangles.Shape;
import dev.dovetail.solver.pipeline.regions.RectanglePacker.Packing;
import dev.dovetail.solver.pipeline.regions.RectanglePacker.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RectanglePackerTest {
  private static final long EFFORT = 1_000_000;

  @Test
  void fiveRectanglesAroundAHoleNeedNoStraightCutFromSideToSide() {
    // Four rectangles of 2 x 3 around one chiplet fill 5 x 5: 4 * 6 + 1 = 25. A cut at column 2 would leave 2 * 5 = 10 chiplets on one side,
    // no sum of 6, 6, 6, 6 and 1; nor is 5, 15 or 20.
    Packing packing = pack(5, 5, true, 6, 6, 6, 6, 1);
    assertThat(packing.verdict()).isEqualTo(Verdict.PLACED);
    assertLegal(packing, 5, 5, 6, 6, 6, 6, 1);
  }

  @Test
  void areaAloneDoesNotSayWhatFits() {
    // 2 x 2 holds areas 1, 2 and 4: three chiplets need the whole mesh, so that 3 + 1 = 4 does not fit.
    assertThat(pack(2, 2, true, 3, 1).verdict()).isEqualTo(Verdict.IMPOSSIBLE);
    // 3 x 3: two squares of 2 x 2 overlap in the middle, 4 + 4 <= 9; of 1 x 4 there is none.
    assertThat(pack(3, 3, true, 4, 4).verdict()).isEqualTo(Verdict.IMPOSSIBLE);
    assertThat(pack(3, 3, true, 4, 3, 2).verdict()).isEqualTo(Verdict.PLACED);
  }

  @Test
  void whereNoChipletMayIdleTheRectanglesCoverTheMesh() {
    assertThat(pack(3, 2, false, 2, 2, 2).verdict()).isEqualTo(Verdict.PLACED);
    assertThat(pack(3, 2, false, 2, 2).verdict()).isEqualTo(Verdict.IMPOSSIBLE);
    assertThat(pack(3, 2, false, 5, 1).verdict()).isEqualTo(Verdict.IMPOSSIBLE);
    assertThat(pack(3, 2, true, 5, 1).verdict()).isEqualTo(Verdict.IMPOSSIBLE);
    assertThat(pack(3, 2, true, 3, 1, 1, 1).verdict()).isEqualTo(Verdict.PLACED);
  }

  @Test
  void aRegionOfOneRowOfAPrimeNumberOfChipletsIsALine() {
    assertThat(new Rectangles(new ChipletMesh(8, 8, 1)).of(7)).containsExactly(new Shape(1, 7), new Shape(7, 1));
    assertThat(new Rectangles(new ChipletMesh(4, 4, 1)).around(5)).containsExactly(new Shape(2, 3), new Shape(3, 2));
    assertThat(new Rectangles(new ChipletMesh(4, 4, 1)).leastArea(5)).isEqualTo(6);
    assertThat(new Rectangles(new ChipletMesh(4, 4, 1)).largestWithin(11)).isEqualTo(9);
  }

  @Test
  void packerAgreesWithEnumerationOfAllPlacesOnSmallMeshes() {
    Random random = new Random(7);
    int impossible = 0;
    for (int i = 0; i < 400; i++) {
      int columns = 1 + random.nextInt(4);
      int rows = 1 + random.nextInt(4);
      boolean idle = random.nextInt(4) > 0;
      int[] chiplets = randomDemands(random, columns * rows);
      Packing packing = pack(columns, rows, idle, chiplets);
      boolean expected = exists(columns, rows, idle, chiplets, new ArrayList<>());
      assertThat(packing.verdict()).as("%dx%d %b %s", columns, rows, idle, Arrays.toString(chiplets))
          .isEqualTo(expected ? Verdict.PLACED : Verdict.IMPOSSIBLE);
      if (expected) {
        assertLegal(packing, columns, rows, chiplets);
      } else {
        impossible++;
      }
    }
    assertThat(impossible).isBetween(50, 350);
  }

  @Test
  void cornerSearchAloneAgreesWithEnumeration() {
    Random random = new Random(11);
    for (int i = 0; i < 300; i++) {
      int columns = 1 + random.nextInt(5);
      int rows = 1 + random.nextInt(4);
      int[] chiplets = randomDemands(random, columns * rows);
      Rectangles rectangles = new Rectangles(new ChipletMesh(columns, rows, 1));
      CornerSearch search =
          new CornerSearch(columns, rows, Arrays.stream(chiplets).mapToObj(rectangles::around).toList(), EFFORT);
      Place[] places = search.pack();
      assertThat(search.isExhaustive()).isTrue();
      assertThat(places != null).as("%dx%d %s", columns, rows, Arrays.toString(chiplets))
          .isEqualTo(exists(columns, rows, true, chiplets, new ArrayList<>()));
    }
  }

  private static int[] randomDemands(Random random, int size) {
    List<Integer> demands = new ArrayList<>();
    int left = size;
    while (left > 0 && demands.size() < 5 && (demands.isEmpty() || random.nextInt(5) > 0)) {
      int n = 1 + random.nextInt(Math.min(left, 6));
      demands.add(n);
      left -= n;
    }
    return demands.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Packing pack(int columns, int rows, boolean idle, int... chiplets) {
    return new RectanglePacker(new ChipletMesh(columns, rows, 1), idle, EFFORT).pack(chiplets);
  }

  private static void assertLegal(Packing packing, int columns, int rows, int... chiplets) {
    List<Place> places = packing.places();
    assertThat(places).hasSize(chiplets.length);
    for (int i = 0; i < chiplets.length; i++) {
      Place place = places.get(i);
      assertThat(place.width() * place.height()).isGreaterThanOrEqualTo(chiplets[i]);
      assertThat(place.x()).isNotNegative();
      assertThat(place.y()).isNotNegative();
      assertThat(place.x() + place.width()).isLessThanOrEqualTo(columns);
      assertThat(place.y() + place.height()).isLessThanOrEqualTo(rows);
      for (int j = 0; j < i; j++) {
        assertThat(place.overlaps(places.get(j))).isFalse();
      }
    }
  }

  /** Tries every rectangle at every place. */
  private static boolean exists(int columns, int rows, boolean idle, int[] chiplets, List<Place> placed) {
    int i = placed.size();
    if (i == chiplets.length) {
      return idle || placed.stream().mapToInt(p -> p.width() * p.height()).sum() == columns * rows;
    }
    for (int width = 1; width <= columns; width++) {
      for (int height = 1; height <= rows; height++) {
        int area = width * height;
        if (idle ? area < chiplets[i] : area != chiplets[i]) {
          continue;
        }
        for (int x = 0; x + width <= columns; x++) {
          for (int y = 0; y + height <= rows; y++) {
            Place place = new Place(x, y, width, height);
            if (placed.stream().noneMatch(place::overlaps)) {
              placed.add(place);
              if (exists(columns, rows, idle, chiplets, placed)) {
                return true;
              }
              placed.remove(i);
            }
          }
        }
      }
    }
    return false;
  }
}
