package dev.dovetail.models.allocation;

import dev.dovetail.models.allocation.CriticalChain.Kind;
import dev.dovetail.models.allocation.CriticalChain.Reason;
import dev.dovetail.models.allocation.CriticalChain.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks back from the last end of a schedule to cycle 0, from each activity to the one that let it begin.
 *
 * <p>An activity that is pushed to earlier cycles, all else as it is, meets a first obstacle: its latest {@link Release}. What made that
 * release comes before it in the chain. Activities are numbered: tasks, then transfers.
 */
final class ChainWalk {
  private final Resolved resolved;
  private final Releases releases;
  private final ChainWords words;
  private final int[] after;
  private final List<Step> backwards = new ArrayList<>();

  ChainWalk(Resolved resolved, int[] after) {
    this.resolved = resolved;
    this.releases = new Releases(resolved);
    this.words = new ChainWords(resolved);
    this.after = after.clone();
  }

  CriticalChain chain() {
    int last = -1;
    for (int a = 0; a < releases.count(); a++) {
      if (last < 0 || releases.end(a) >= releases.end(last)) {
        last = a;
      }
    }
    if (last < 0) {
      return new CriticalChain(0, List.of());
    }
    long latency = releases.end(last);
    long until = latency;
    for (int a = last; a >= 0;) {
      Release by = step(a, until);
      a = by.by();
      until = by.cycle();
    }
    Collections.reverse(backwards);
    return new CriticalChain(latency, backwards);
  }

  /** Adds the steps of one activity, which lets the next one go at {@code until}; answers what let it begin itself. */
  private Release step(int a, long until) {
    List<Release> all = new ArrayList<>(releases.of(a));
    if (after.length > 0 && after[a] >= 0) {
      all.add(new Release(releases.end(after[a]), Reason.GROUP, after[a], ""));
    }
    all.add(Release.START);
    long start = releases.start(a);
    Release real = latest(all, true);
    Release any = latest(all, false);
    Release first = any.cycle() > real.cycle() ? any : real;
    if (first.cycle() < start) {
      add(a, start, until, new Release(start, Reason.NOTHING, -1, ""), start - first.cycle());
      gap(Kind.SLACK, a, first.cycle(), start, first, held(all, first), null);
    } else {
      add(a, start, until, first, held(all, first));
    }
    if (real.cycle() < first.cycle()) {
      gap(Kind.WAIT, a, real.cycle(), first.cycle(), real, held(all, real), first);
    }
    return real;
  }

  /**
   * The latest release; of several the one that comes first in the list. With {@code before} only those whose activity began before it: a
   * transfer may keep a channel late on another's route and yet begin no earlier than that one does.
   */
  private Release latest(List<Release> all, boolean before) {
    Release best = Release.START;
    for (Release release : all) {
      boolean counts = !before || release.by() < 0 || releases.start(release.by()) < release.cycle();
      if (counts && release.cycle() > best.cycle()) {
        best = release;
      }
    }
    return best;
  }

  /** Cycles by which a release is later than all with another reason. */
  private static long held(List<Release> all, Release by) {
    long other = 0;
    for (Release release : all) {
      if (release.reason() != by.reason()) {
        other = Math.max(other, release.cycle());
      }
    }
    return Math.max(0, by.cycle() - other);
  }

  private void add(int a, long from, long until, Release why, long held) {
    boolean task = a < resolved.schedule.tasks().size();
    int id = task ? a : a - resolved.schedule.tasks().size();
    Kind kind = task ? Kind.COMPUTE : switch (resolved.schedule.transfers().get(id).kind()) {
      case LOAD -> Kind.LOAD;
      case MOVE -> Kind.MOVE;
      case STORE -> Kind.STORE;
    };
    backwards
        .add(new Step(kind, id, from, until, words.layer(a), words.resource(a), words.what(a), why.reason(),
            ChainWords.because(why),
            held));
  }

  /** A gap before an activity; {@code keeper} keeps the channel that it waits for, null for slack. */
  private void gap(Kind kind, int a, long from, long until, Release why, long held, @Nullable Release keeper) {
    String what = keeper == null
        ? "nothing hinders " + words.what(a)
        : "wait for " + keeper.where() + ", which is kept by " + words.what(keeper.by());
    backwards.add(new Step(kind, -1, from, until, words.layer(a), keeper == null ? "" : keeper.where(), what, why.reason(),
        ChainWords.because(why), held));
  }
}
