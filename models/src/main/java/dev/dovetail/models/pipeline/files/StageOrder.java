package dev.dovetail.models.pipeline.files;

import static dev.dovetail.models.pipeline.PipelineSwitches.Graph.BRANCHES;
import static dev.dovetail.models.pipeline.PipelineSwitches.Timing.LOCKSTEP;

import dev.dovetail.models.pipeline.ClusterTiming;
import dev.dovetail.models.pipeline.PipelineNetwork.Edge;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import java.util.ArrayList;
import java.util.List;

/** Which stage of a segment waits for which, when a sample enters each, and how long the segment fills, runs and drains. */
final class StageOrder {
  private final boolean isLockstep;
  private final long period;
  private final List<Long> cycles;
  private final List<List<Integer>> before = new ArrayList<>();
  private final Long[] entries;

  /**
   * How a segment passes its samples.
   *
   * @param fill cycles from its start until all stages that will ever be busy at once are
   * @param steady cycles in which they stay busy
   * @param drain cycles in which stages run empty, until the last sample has left
   */
  record Phases(long fill, long steady, long drain) {
    long cycles() {
      return fill + steady + drain;
    }
  }

  StageOrder(PipelineProblem problem, Segment segment, List<ClusterTiming> timings) {
    this.isLockstep = problem.switches().timing() == LOCKSTEP;
    this.period = segment.stageCycles();
    this.cycles = timings.stream().map(ClusterTiming::cycles).toList();
    this.entries = new Long[timings.size()];
    for (int c = 0; c < timings.size(); c++) {
      before.add(problem.switches().graph() == BRANCHES ? producers(problem, segment, c) : c == 0 ? List.of() : List.of(c - 1));
    }
  }

  private static List<Integer> producers(PipelineProblem problem, Segment segment, int cluster) {
    List<Integer> mine = segment.clusters().get(cluster).layers();
    List<Integer> producers = new ArrayList<>();
    for (int other = 0; other < segment.clusters().size(); other++) {
      List<Integer> layers = segment.clusters().get(other).layers();
      for (Edge e : problem.network().edges()) {
        if (other != cluster && mine.contains(e.to()) && layers.contains(e.from()) && !producers.contains(other)) {
          producers.add(other);
        }
      }
    }
    return producers;
  }

  /** Stages that hand something to stage {@code c}. */
  List<Integer> before(int c) {
    return before.get(c);
  }

  /** Whether no stage waits for it. */
  boolean isLast(int c) {
    return before.stream().noneMatch(b -> b.contains(c));
  }

  /** Cycles from the segment's start until its first sample enters stage {@code c}. */
  long entry(int c) {
    Long known = entries[c];
    if (known == null) {
      long latest = 0;
      for (int b : before.get(c)) {
        latest = Math.max(latest, entry(b) + passing(b));
      }
      known = latest;
      entries[c] = known;
    }
    return known;
  }

  private long passing(int c) {
    return isLockstep ? period : cycles.get(c);
  }

  /** The phases of so many samples. */
  Phases phases(long samples) {
    long lastEntry = 0;
    long passage = 0;
    for (int c = 0; c < cycles.size(); c++) {
      lastEntry = Math.max(lastEntry, entry(c));
      passage = Math.max(passage, entry(c) + passing(c));
    }
    long fed = (samples - 1) * period;
    long fill = Math.min(lastEntry, fed);
    return new Phases(fill, fed - fill + passage - lastEntry, lastEntry);
  }
}
