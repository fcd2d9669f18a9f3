package dev.dovetail.models.pipeline;

/**
 * Bytes that the chiplets of a cluster hand to those of the next one for each sample, share by share.
 *
 * <p>Role: who sends what, so that every receiving chiplet gets exactly the activations that the cost model charges it for. Reconstructed:
 * <ul>
 * <li>What is handed over is the next layer's input of I bytes and the skip tensors beside it. The sending cluster has both, since the chain hands
 * skipped tensors from cluster to cluster. If its last layer splits positions, share s of n holds bytes floor(s V / n) .. floor((s + 1) V / n) of a
 * tensor of V bytes; if it splits channels, share s holds that part of every range.
 * <li>A receiving layer that splits positions takes ceil((I + skip) / n) bytes at its own positions and its halo, half of it on each side, where the
 * tensor ends all of it on the other; a halo that is larger than all the rest is received again.
 * <li>A receiving layer that splits channels takes all of the input, the same bytes on each chiplet, and ceil(skip / n) bytes of its own.
 * </ul>
 *
 * @param shared by sending share: bytes that every receiving share gets, the same for all
 * @param own by sending share and receiving share: bytes that this one alone gets
 */
record Handover(long[] shared, long[][] own) {

  /**
   * What a cluster hands to the next one.
   *
   * @param problem that both are of
   * @param sender a cluster
   * @param receiver the cluster behind it
   * @param entering bytes that each of the receiver's chiplets is charged for
   */
  static Handover of(PipelineProblem problem, PipelinePlan.Cluster sender, PipelinePlan.Cluster receiver, long entering) {
    int senders = sender.chiplets().size();
    int n = receiver.chiplets().size();
    int l = receiver.first();
    boolean positions = sender.partitions().get(sender.partitions().size() - 1).splitsPositions();
    long input = problem.network().layer(l).inputBytes();
    long skip = problem.network().skipBefore(l);
    Handover all = new Handover(new long[senders], new long[senders][n]);
    if (!receiver.partitions().get(0).splitsPositions()) {
      for (int s = 0; s < senders; s++) {
        all.shared[s] = part(input, s + 1, senders) - part(input, s, senders);
      }
      for (int r = 0; r < n; r++) {
        all.take(r, part(skip, r, n), entering - input, skip, positions);
      }
      return all;
    }
    long both = LayerCosts.ceil(Math.addExact(input, skip), n);
    long rows = LayerCosts.ceil(input, n);
    long halo = entering - both;
    for (int r = 0; r < n; r++) {
      all.take(r, part(input, r, n) - halo / 2, rows + halo, input, positions);
      all.take(r, part(skip, r, n), both - rows, skip, positions);
    }
    return all;
  }

  /** Receiving share r takes {@code length} bytes of a tensor from {@code begin} on, moved into the tensor where they stand out. */
  private void take(int r, long begin, long length, long volume, boolean positions) {
    int senders = own.length;
    if (length == 0) {
      return;
    }
    if (!positions) {
      for (int s = 0; s < senders; s++) {
        own[s][r] += part(length, s + 1, senders) - part(length, s, senders);
      }
      return;
    }
    long whole = length / volume;
    long rest = length % volume;
    long from = Math.max(0, Math.min(begin, volume - rest));
    for (int s = 0; s < senders; s++) {
      long low = part(volume, s, senders);
      long high = part(volume, s + 1, senders);
      own[s][r] += whole * (high - low) + Math.max(0, Math.min(high, from + rest) - Math.max(low, from));
    }
  }

  /** floor(volume * s / n), without overflow. */
  private static long part(long volume, int s, int n) {
    return volume / n * s + volume % n * s / n;
  }

  /** Bytes that receiving share r gets. */
  long received(int r) {
    long sum = 0;
    for (int s = 0; s < own.length; s++) {
      sum += shared[s] + own[s][r];
    }
    return sum;
  }
}
