package dev.dovetail.solver.report.dramschedule;

import dev.dovetail.models.dramschedule.ComputeTile;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.LocalTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Instances whose pictures are known by hand. */
final class Streams {
  private Streams() {}

  /**
   * Two tiles beside three tensors, 1 byte per cycle; the second load may come only when the first tile is done.
   *
   * <pre>
   * cycle    0        30       40    45          65    73
   * channel  | in:a    |  wait  |wgt:b|   wait    |out:b|
   * compute  | wait    |  a/0   |wait |   b/0     |
   * </pre>
   *
   * The buffer holds 30 B at position -1, 30 + 4 at 0, 5 + 8 + 4 at 1, of 100.
   */
  static DramScheduleProblem small() {
    return small("a");
  }

  static DramScheduleProblem small(String name) {
    return new DramScheduleProblem("small " + name, 1, 100,
        List.of(new ComputeTile(name + "/0", 10, 0), new ComputeTile("b/0", 20, 1)),
        List.of(
            new DramTensor.Load("in:" + name, 30, 0, 0, 1, -1, List.of()),
            new DramTensor.Load("wgt:b", 5, 1, 1, 2, 1, List.of()),
            new DramTensor.Store("out:b", 8, 1, 1, 2, 2)),
        List.of(new LocalTensor(4, 0, 2)),
        List.of(0, 1, 2));
  }

  static DramSchedule schedule() {
    return new DramSchedule(List.of(0, 1, 2), List.of(-1, 1, 2));
  }

  /** A chain of tiles, each with weights of its own, loaded one tile ahead; the last output is stored. */
  static DramScheduleProblem chain(int tiles) {
    List<ComputeTile> all = new ArrayList<>();
    List<DramTensor> tensors = new ArrayList<>();
    for (int q = 0; q < tiles; q++) {
      all.add(new ComputeTile("stage3.block2.conv" + q, 100 + q % 7, q));
      tensors.add(new DramTensor.Load("wgt:stage3.block2.conv" + q, 1600, q, q, q + 1, q - 1, List.of()));
    }
    tensors.add(new DramTensor.Store("out:last", 1600, tiles - 1, tiles - 1, tiles, tiles));
    return new DramScheduleProblem("chain", 16, 1 << 20, all, tensors, List.of(),
        IntStream.range(0, tensors.size()).boxed().toList());
  }

  static DramSchedule ahead(DramScheduleProblem problem) {
    List<Integer> times = new ArrayList<>();
    for (DramTensor t : problem.tensors()) {
      times.add(t instanceof DramTensor.Load load ? load.defaultStart() : problem.tiles().size());
    }
    return new DramSchedule(problem.defaultOrder(), times);
  }
}
