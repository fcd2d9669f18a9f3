package dev.dovetail.models.dramschedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Bytes in the buffer by position, and who they belong to.
 *
 * <p>Role: the buffer rule counts tile positions, not time: no fragmentation, no banks.
 */
final class BufferOccupancy {
  private static final int NAMED = 6;

  private record Resident(String name, long bytes, int start, int end) {}

  private final List<Resident> residents = new ArrayList<>();
  private final int tiles;

  /** What a schedule keeps; its times must be in range. */
  BufferOccupancy(DramScheduleProblem problem, List<Integer> times) {
    tiles = problem.tiles().size();
    for (int x = 0; x < times.size(); x++) {
      DramTensor tensor = problem.tensors().get(x);
      residents.add(
          new Resident(tensor.name(), tensor.bytes(), Residency.start(tensor, times.get(x)),
              Residency.end(tensor, times.get(x))));
    }
    for (int x = 0; x < problem.locals().size(); x++) {
      LocalTensor local = problem.locals().get(x);
      residents.add(new Resident("local " + x, local.bytes(), local.start(), local.end()));
    }
  }

  /** By position; entry 0 is position -1. */
  List<Long> bytes() {
    long[] sum = new long[tiles + 2];
    for (Resident r : residents) {
      if (r.start < r.end) {
        sum[r.start + 1] += r.bytes;
        sum[r.end + 1] -= r.bytes;
      }
    }
    List<Long> bytes = new ArrayList<>();
    long now = 0;
    for (int q = -1; q < tiles; q++) {
      now += sum[q + 1];
      bytes.add(now);
    }
    return bytes;
  }

  /** The largest residents of a position in words, for example {@code wgt:ffn1 (2359296), local 3 (393216) and 4 more}. */
  String who(int position) {
    List<Resident> here = residents.stream().filter(r -> r.start <= position && position < r.end)
        .sorted(Comparator.comparingLong(Resident::bytes).reversed()).toList();
    List<String> names = here.stream().limit(NAMED).map(r -> "%s (%d)".formatted(r.name, r.bytes)).toList();
    return String.join(", ", names) + (here.size() > NAMED ? " and %d more".formatted(here.size() - NAMED) : "");
  }
}
