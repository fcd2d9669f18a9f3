package dev.dovetail.models.intracore.mapper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ParetoArchiveTest {
  @Property(tries = 500)
  void keepsExactlyWhatNoOtherBeatsAndOfEqualOnesTheFirst(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 1023) Integer> seeds) {
    ParetoArchive<Integer> archive = new ParetoArchive<>();
    List<Vector> vectors = new ArrayList<>();
    for (int s : seeds) {
      Vector v = new Vector(s & 3, s >> 2 & 3, s >> 4 & 3, s >> 6 & 3, s >> 8);
      int index = vectors.size();
      vectors.add(v);
      archive.offer(v, () -> index);
    }
    List<ParetoArchive.Entry<Integer>> expected = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      boolean kept = true;
      for (int j = 0; j < vectors.size(); j++) {
        boolean noWorse = true;
        for (int o = 0; o < Vector.OBJECTIVES; o++) {
          noWorse &= vectors.get(j).objective(o) <= vectors.get(i).objective(o);
        }
        kept &= !noWorse || vectors.get(j).equals(vectors.get(i)) && j >= i;
      }
      if (kept) {
        expected.add(new ParetoArchive.Entry<>(vectors.get(i), i));
      }
    }
    assertThat(archive.entries()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(archive.entries()).extracting(ParetoArchive.Entry::vector).isSortedAccordingTo(Vector.ORDER);
    assertThat(vectors).allMatch(archive::covers);
  }
}
