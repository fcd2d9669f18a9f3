package dev.dovetail.models.dramschedule;

import dev.dovetail.models.io.DataFile;
import java.util.List;

/** Small instances and the reference ones. */
final class DramExamples {
  /**
   * Three tiles of 10, 20 and 10 cycles; weights of 8 cycles for tile 0, of 12 for tile 1, of 4 for tile 2; tile 2's output takes 6.
   *
   * <pre>
   * position    -1    0    1    2
   * tile              10   20   10
   * load 0           [#]               80 bytes, needed by 0
   * load 1                [#]         120 bytes, needed by 1
   * load 2                     [#]     40 bytes, needed by 2
   * store 3                    [#]     60 bytes, made by 2
   * </pre>
   */
  static final String THREE = """
      format: dram-schedule/1
      name: three
      dramBytesPerCycle: 10
      bufferBytes: 240
      tiles:
        - {name: a, cycles: 10, group: 0}
        - {name: b, cycles: 20, group: 1}
        - {name: c, cycles: 10, group: 2}
      tensors:
        - {name: "wgt:a", kind: load, bytes: 80, group: 0, neededBy: 0, end: 1}
        - {name: "wgt:b", kind: load, bytes: 120, group: 1, neededBy: 1, end: 2}
        - {name: "wgt:c", kind: load, bytes: 40, group: 2, neededBy: 2, end: 3}
        - {name: "out:c", kind: store, bytes: 60, group: 2, producedBy: 2, minEnd: 3}
      locals:
        - {bytes: 10, start: 0, end: 2}
      """;

  private DramExamples() {}

  static DramScheduleProblem three() {
    return parse(THREE);
  }

  static DramScheduleProblem parse(String yaml) {
    return DramScheduleReader.read(DataFile.parse(yaml, "p.yaml"));
  }

  static DramSchedule schedule(List<Integer> order, Integer... times) {
    return new DramSchedule(order, List.of(times));
  }
}
