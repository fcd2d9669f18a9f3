package dev.dovetail.models.pipeline;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import java.util.Arrays;
import java.util.List;

/**
 * Runs samples through the stages of a segment: fill, steady state, drain.
 *
 * <p>Role: the judge's clock. Sample after sample is followed through the stages until one moves as the one before it did; from then on each
 * leaves one period after the one before it.
 *
 * @param timing when stages begin
 * @param period a sample enters every so many cycles, at least 1
 * @param cycles of each stage, each at most {@code period}
 * @param before stages that each stage waits for, all of them ahead of it in the list
 */
record SegmentRun(Timing timing, long period, List<Long> cycles, List<List<Integer>> before) {
  /** When a sample enters and leaves the stages. */
  private record Passage(long[] starts, long[] ends) {
    private static final Passage NONE = new Passage(new long[0], new long[0]);

    long end() {
      return Arrays.stream(ends).max().orElse(0);
    }

    /** Whether it moves as the sample before it, {@code later} cycles after that. */
    boolean repeats(Passage last, long later) {
      if (last.starts.length != starts.length) {
        return false;
      }
      for (int c = 0; c < starts.length; c++) {
        if (starts[c] != Exact.add(last.starts[c], later) || ends[c] != Exact.add(last.ends[c], later)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Cycles from the first sample's entry to the last sample's exit. */
  long end(long samples) {
    Passage last = Passage.NONE;
    for (long s = 0; s < samples; s++) {
      Passage passage = follow(s, last);
      if (passage.repeats(last, period)) {
        return Exact.add(passage.end(), Exact.multiply(samples - 1 - s, period));
      }
      last = passage;
    }
    return last.end();
  }

  /** Cycles from the first sample's entry into the segment to its entry into each stage. */
  List<Long> entries() {
    return Arrays.stream(follow(0, Passage.NONE).starts).boxed().toList();
  }

  /** As {@link #end}, every sample followed through every stage. */
  long endOneByOne(long samples) {
    Passage last = Passage.NONE;
    for (long s = 0; s < samples; s++) {
      last = follow(s, last);
    }
    return last.end();
  }

  /** The passage of a sample after that of the sample before it. */
  private Passage follow(long sample, Passage last) {
    int stages = cycles.size();
    long[] starts = new long[stages];
    long[] ends = new long[stages];
    for (int c = 0; c < stages; c++) {
      long ready = 0;
      for (int p : before.get(c)) {
        ready = Math.max(ready, ends[p]);
      }
      if (sample > 0) {
        ready = Math.max(ready, Exact.add(last.starts[c], period)); // a stage takes the next sample one period after the one before
      }
      starts[c] = ready;
      // In lock step a stage hands over at the end of the period, however early it is done.
      ends[c] = Exact.add(ready, timing == Timing.LOCKSTEP ? period : cycles.get(c));
    }
    return new Passage(starts, ends);
  }
}
