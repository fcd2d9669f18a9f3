package dev.dovetail.solver.dramschedule;

/**
 * The lists that a {@link Decoder} tries first: loads by need, stores a few tiles behind their own.
 *
 * <p>Role: good schedules without a search, and the beginning of one.
 */
public final class StandardLists {
  /** Delays of a store behind its tile, in tiles; below 0: before every load. */
  private static final double[] STORE_DELAYS = {0.5, 4.5, 16.5, -1};

  private final Decoder decoder;
  private int[] list = new int[64];
  private int[] best = new int[64];
  private boolean bestPatient;

  /** @param decoder decodes the lists of whatever instance it has taken */
  public StandardLists(Decoder decoder) {
    this.decoder = decoder;
  }

  /**
   * The least latency over the standard lists: loads by need, stores a few tiles behind their own, with a patient and an impatient
   * channel.
   *
   * @param cutoff lists that come to this latency or more are given up
   * @return the latency, or {@link Long#MAX_VALUE}: no list stays below the cutoff. {@link Decoder#schedule} then writes out the best one
   */
  public long bestOf(long cutoff) {
    grow();
    Streams in = decoder.streams();
    long value = cutoff;
    boolean found = false;
    boolean stores = in.needBegin[in.tiles] < in.tensors;
    for (int i = 0; i < (stores ? STORE_DELAYS.length : 1); i++) {
      byNeed(STORE_DELAYS[i], list);
      for (int mode = 0; mode < 2; mode++) {
        long latency = decoder.decode(list, mode == 0, false, null, value);
        if (latency < value) {
          value = latency;
          found = true;
          System.arraycopy(list, 0, best, 0, in.tensors);
          bestPatient = mode == 0;
        }
      }
    }
    if (!found) {
      return Long.MAX_VALUE;
    }
    return decoder.decode(best, bestPatient, false, null, Long.MAX_VALUE);
  }

  /** How many standard lists there are, each with a patient and an impatient channel: {@link #bestOf} tries all, {@link #decode} one. */
  public static int count() {
    return 2 * STORE_DELAYS.length;
  }

  /**
   * Decodes one standard list.
   *
   * @param which from 0 to {@link #count()} - 1
   * @param cutoff gives up where the latency is certain to reach it
   * @return the latency, or {@link Long#MAX_VALUE}; {@link Decoder#schedule} then writes it out
   */
  public long decode(int which, long cutoff) {
    grow();
    byNeed(STORE_DELAYS[which / 2], list);
    return decoder.decode(list, which % 2 == 0, false, null, cutoff);
  }

  /** Whether the best standard list of the last {@link #bestOf} was decoded with a patient channel. */
  public boolean bestPatient() {
    return bestPatient;
  }

  /** Copies the best standard list of the last {@link #bestOf} to {@code target}. */
  public void copyBest(int[] target) {
    System.arraycopy(best, 0, target, 0, decoder.streams().tensors);
  }

  /** Writes to {@code target} the loads by need, and each store {@code delay} tiles behind its own; before all loads if negative. */
  private void byNeed(double delay, int[] target) {
    Streams in = decoder.streams();
    int at = 0;
    int store = 0;
    for (int q = 0; q < in.tiles; q++) {
      for (; store < in.tiles && (delay < 0 || store + delay < q); store++) {
        if (in.storeOf[store] >= 0) {
          target[at++] = in.storeOf[store];
        }
      }
      for (int i = in.needBegin[q]; i < in.needBegin[q + 1]; i++) {
        target[at++] = in.loadsByNeed[i];
      }
    }
    for (; store < in.tiles; store++) {
      if (in.storeOf[store] >= 0) {
        target[at++] = in.storeOf[store];
      }
    }
  }

  private void grow() {
    int tensors = decoder.streams().tensors;
    if (list.length < tensors) {
      int more = Math.max(tensors, 2 * list.length);
      list = new int[more];
      best = new int[more];
    }
  }
}
