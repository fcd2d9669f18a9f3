package dev.dovetail.solver.report.dramschedule;

import dev.dovetail.models.dramschedule.ComputeTile;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.DramTimeline;
import dev.dovetail.models.dramschedule.LocalTensor;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An executable DRAM schedule arranged for drawing: two lanes, the buffer by position, the waits of both streams, bands of tiles.
 *
 * <p>Role: what every picture of the kinds {@code dram-schedule} and {@code fusion} is drawn from.
 */
public final class StreamView {
  private final DramScheduleProblem problem;
  private final DramSchedule schedule;
  private final DramTimeline timeline;
  private final List<BandRow> bands;
  private final Lane channel;
  private final Lane compute;
  private final List<Stall> stalls;
  private final long[][] buffer;

  /**
   * The view of a schedule.
   *
   * @param bands groups of tiles, coarse ones first; may be empty
   * @throws IllegalArgumentException if the schedule is not executable
   */
  public StreamView(DramScheduleProblem problem, DramSchedule schedule, List<BandRow> bands) {
    this.problem = problem;
    this.schedule = schedule;
    this.timeline = new DramScheduleEvaluator().timeline(problem, schedule);
    this.bands = List.copyOf(bands);
    this.channel = new Lane(0, "DRAM channel", Numbers.grouped(problem.dramBytesPerCycle()) + " B/cycle",
        bars(timeline.transfers(), IntStream.range(0, problem.tensors().size()).map(x -> role(x).ordinal()).toArray()));
    this.compute = new Lane(1, "compute", Numbers.count(problem.tiles().size(), "tile", "tiles"),
        bars(timeline.tiles(), problem.tiles().stream().mapToInt(ComputeTile::group).toArray()));
    this.stalls = Stalls.of(problem, schedule, timeline);
    this.buffer = occupancy();
  }

  private static List<Bar> bars(List<DramTimeline.Span> spans, int[] categories) {
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      if (spans.get(i).end() > spans.get(i).start()) {
        bars.add(new Bar(spans.get(i).start(), spans.get(i).end(), categories[i], i));
      }
    }
    return bars;
  }

  private long[][] occupancy() {
    long[][] change = new long[problem.tiles().size() + 2][TensorRole.values().length];
    for (int x = 0; x < problem.tensors().size(); x++) {
      add(change, residentFrom(x), residentUntil(x), problem.tensors().get(x).bytes(), role(x));
    }
    for (LocalTensor local : problem.locals()) {
      add(change, local.start(), local.end(), local.bytes(), TensorRole.LOCAL);
    }
    for (int k = 1; k < change.length; k++) {
      for (int r = 0; r < change[k].length; r++) {
        change[k][r] += change[k - 1][r];
      }
    }
    return java.util.Arrays.copyOf(change, change.length - 1);
  }

  private static void add(long[][] change, int from, int until, long bytes, TensorRole role) {
    if (until > from) {
      change[from + 1][role.ordinal()] += bytes;
      change[until + 1][role.ordinal()] -= bytes;
    }
  }

  /** The instance. */
  public DramScheduleProblem problem() {
    return problem;
  }

  /** The tensors in the order of the channel. */
  List<Integer> order() {
    return schedule.order();
  }

  /** When everything happens. */
  public DramTimeline timeline() {
    return timeline;
  }

  /** One past the last cycle; at least 1. */
  public long horizon() {
    return Math.max(1, timeline.latencyCycles());
  }

  /** Groups of tiles, coarse ones first. */
  List<BandRow> bands() {
    return bands;
  }

  /** The channel: categories are {@link TensorRole} ordinals, ids are tensors. */
  Lane channel() {
    return channel;
  }

  /** The compute stream: categories are ids of layers, ids are tiles. */
  Lane compute() {
    return compute;
  }

  /** Where each stream waits. */
  List<Stall> stalls() {
    return stalls;
  }

  /** What a tensor is for. */
  TensorRole role(int tensor) {
    return TensorRole.of(problem.tensors().get(tensor));
  }

  /** First position at which a tensor is in the buffer, from -1. */
  int residentFrom(int tensor) {
    return problem.tensors().get(tensor) instanceof DramTensor.Load
        ? schedule.times().get(tensor)
        : problem.tensors().get(tensor).tile();
  }

  /** One past the last position at which a tensor is in the buffer. */
  int residentUntil(int tensor) {
    return problem.tensors().get(tensor) instanceof DramTensor.Load load ? load.end() : schedule.times().get(tensor);
  }

  /** How long before its tile begins a load is complete, in cycles; of a store how long after its tile it leaves. */
  long slack(int tensor) {
    DramTimeline.Span transfer = timeline.transfers().get(tensor);
    DramTimeline.Span tile = timeline.tiles().get(problem.tensors().get(tensor).tile());
    return problem.tensors().get(tensor) instanceof DramTensor.Load
        ? tile.start() - transfer.end()
        : transfer.start() - tile.end();
  }

  /** Number of positions: one more than tiles. */
  int positions() {
    return buffer.length;
  }

  /** Bytes of a role in the buffer at a position, from -1. */
  long bytes(int position, TensorRole role) {
    return buffer[position + 1][role.ordinal()];
  }

  /** Bytes in the buffer at a position, from -1. */
  long bytes(int position) {
    return java.util.Arrays.stream(buffer[position + 1]).sum();
  }

  /** The position at which the buffer is fullest; the first one among equals. */
  int fullest() {
    int fullest = -1;
    for (int q = 0; q < problem.tiles().size(); q++) {
      if (bytes(q) > bytes(fullest)) {
        fullest = q;
      }
    }
    return fullest;
  }

  /** The bytes in the buffer, by columns of time: the most at any tile that computes or waits in each of them. */
  long[] bytesOverTime(int columns) {
    long[] most = new long[columns];
    for (int q = 0; q < problem.tiles().size(); q++) {
      // A position lasts from the end of the tile before it to the end of its own tile.
      long from = q == 0 ? 0 : timeline.tiles().get(q - 1).end();
      long until = timeline.tiles().get(q).end();
      int first = (int) Math.min(columns - 1L, from * columns / horizon());
      int last = (int) Math.min(columns - 1L, Math.max(from, until - 1) * columns / horizon());
      for (int c = first; c <= last; c++) {
        most[c] = Math.max(most[c], bytes(q));
      }
    }
    return most;
  }

  /** What a position is called: its tile, or that it is before the first one. */
  String positionName(int position) {
    return position < 0
        ? "position -1, before the first tile"
        : "position " + position + ", " + problem.tiles().get(position).name();
  }

  /** The largest tensors in the buffer at a position, in words. */
  String largest(int position, int most) {
    record Resident(String name, long bytes) {}
    List<Resident> here = new ArrayList<>();
    for (int x = 0; x < problem.tensors().size(); x++) {
      if (residentFrom(x) <= position && position < residentUntil(x)) {
        here.add(new Resident(problem.tensors().get(x).name(), problem.tensors().get(x).bytes()));
      }
    }
    for (LocalTensor local : problem.locals()) {
      if (local.start() <= position && position < local.end()) {
        String maker = local.start() >= 0 ? problem.tiles().get(local.start()).name() : "the start";
        here.add(new Resident("output of " + maker, local.bytes()));
      }
    }
    here.sort((a, b) -> Long.compare(b.bytes(), a.bytes()));
    String words = String.join(", ",
        here.stream().limit(most).map(r -> r.name() + " (" + Numbers.bytes(r.bytes()) + ")").toList());
    return words + (here.size() > most ? " and " + Numbers.count(here.size() - most, "more", "more") : "");
  }
}
