package dev.dovetail.models.pipeline.chain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nondominated pairs of cycles and energy, by growing cycles and falling energy.
 *
 * <p>Role: labels of segments and of chains of segments. A list that grows too long is thinned: those that must be reached lose points, those that
 * bound have neighbours replaced by what is at least as good as both.
 */
final class TradeOffLabels {
  /**
   * A point.
   *
   * @param cycles its time
   * @param energy femtojoules
   * @param before the chain of segments before the last one; null for a segment alone
   * @param segment the last segment, as {@code {first, last, clusters, limit}}
   */
  record Label(long cycles, long energy, @Nullable Label before, long... segment) {}

  private static final Comparator<Label> ORDER = Comparator.comparingLong(Label::cycles).thenComparingLong(Label::energy);

  private static final int MOST_WAITING = 200_000;

  private final List<Label> labels = new ArrayList<>();
  private final List<Label> waiting = new ArrayList<>();
  private final int most;
  private final boolean bounds;
  private boolean thinned;

  /**
   * @param most labels that are kept, at least 2
   * @param bounds whether they bound from below rather than can be reached
   */
  TradeOffLabels(int most, boolean bounds) {
    this.most = most;
    this.bounds = bounds;
  }

  /** Offers a point. */
  void add(Label label) {
    waiting.add(label);
    if (waiting.size() > Math.min(4L * most, MOST_WAITING) + 1024) {
      settle();
    }
  }

  private void settle() {
    waiting.addAll(labels);
    waiting.sort(ORDER);
    labels.clear();
    for (Label l : waiting) {
      if (labels.isEmpty() || l.energy() < labels.get(labels.size() - 1).energy()) {
        labels.add(l);
      }
    }
    waiting.clear();
  }

  /** All points, at most as many as are kept. */
  List<Label> all() {
    settle();
    if (labels.size() > most) {
      thinned = true;
      List<Label> kept = new ArrayList<>();
      int size = labels.size();
      for (int g = 0; g < most; g++) {
        int from = (int) ((long) g * size / most);
        int to = (int) ((long) (g + 1) * size / most) - 1;
        Label fast = labels.get(from);
        Label frugal = labels.get(to);
        if (bounds) {
          kept.add(new Label(fast.cycles(), frugal.energy(), frugal.before(), frugal.segment()));
        } else {
          kept.add(g == most - 1 ? frugal : fast); // both ends stay
        }
      }
      labels.clear();
      labels.addAll(kept);
    }
    return labels;
  }

  /** Whether points were lost or replaced. */
  boolean isThinned() {
    return thinned;
  }
}
