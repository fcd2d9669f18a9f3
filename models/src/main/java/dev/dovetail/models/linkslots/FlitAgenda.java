package dev.dovetail.models.linkslots;

import java.util.Arrays;
import java.util.TreeMap;

/** The flits that will be on an input, by slot; slots are taken in order, and more may come for the one at hand and later ones. */
final class FlitAgenda {
  /** What happens in one slot, in no order: column i of all arrays is one flit. */
  static final class Batch {
    int[] input = new int[16];
    int[] message = new int[16];
    int[] flit = new int[16];
    /** Sum that flows in, the complement of a source's position, or anything for messages without sums. */
    int[] part = new int[16];
    /** Sum on the input in this slot. */
    int[] sum = new int[16];
    /** The flit before on the same edge, or -1. */
    int[] before = new int[16];
    int size;
    int[] injections = new int[4];
    int injecting;

    void add(int onInput, int ofMessage, int index, int from) {
      if (size == input.length) {
        int n = 2 * size;
        input = Arrays.copyOf(input, n);
        message = Arrays.copyOf(message, n);
        flit = Arrays.copyOf(flit, n);
        part = Arrays.copyOf(part, n);
        sum = Arrays.copyOf(sum, n);
        before = Arrays.copyOf(before, n);
      }
      input[size] = onInput;
      message[size] = ofMessage;
      flit[size] = index;
      part[size] = from;
      size++;
    }

    void inject(int sourceRow) {
      if (injecting == injections.length) {
        injections = Arrays.copyOf(injections, 2 * injecting);
      }
      injections[injecting++] = sourceRow;
    }

    private boolean isEmpty() {
      return size == 0 && injecting == 0;
    }

    private void clear() {
      size = 0;
      injecting = 0;
    }
  }

  private final TreeMap<Long, Batch> later = new TreeMap<>();
  private Batch now = new Batch();
  private Batch next = new Batch();
  private long slot = -1;

  /** The slot at hand; -1 before the first. */
  long slot() {
    return slot;
  }

  /** What happens in the slot at hand. */
  Batch now() {
    return now;
  }

  /** What will happen in a slot, which is not before the one at hand. */
  Batch at(long when) {
    if (when == slot) {
      return now;
    }
    return when == slot + 1 ? next : later.computeIfAbsent(when, w -> new Batch());
  }

  /** Goes to the next slot in which something happens; false if there is none. */
  boolean advance() {
    if (next.isEmpty() && later.isEmpty()) {
      return false;
    }
    now.clear();
    if (next.isEmpty()) {
      slot = later.firstKey();
      now = later.remove(slot);
    } else {
      slot++;
      Batch free = now;
      now = next;
      next = free;
    }
    Batch follows = later.remove(slot + 1);
    if (follows != null) {
      next = follows;
    }
    return true;
  }
}
