package dev.dovetail.models.fusion;

/**
 * Which plans are admitted. {@link #SOMA} are those that SoMa's search can reach; each lifted rule admits more.
 *
 * @param isolateFc whether each fully connected layer, with the run of pooling layers right before it in the order, must be a
 *     layer group of its own
 * @param anyTileCount whether tile counts may be other numbers than powers of two
 * @param weightChunkBytes weights are loaded in chunks of at most that size, all needed by the first tile that uses them; 0 if
 *     as one tensor
 * @param reloadWeights whether a layer's weights may be evicted and loaded again for later tiles
 */
public record FusionRules(boolean isolateFc, boolean anyTileCount, long weightChunkBytes, boolean reloadWeights) {
  /** The space that SoMa searches. */
  public static final FusionRules SOMA = new FusionRules(true, false, 0, false);
}
