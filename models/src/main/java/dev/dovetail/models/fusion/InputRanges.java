package dev.dovetail.models.fusion;

/**
 * Which part of its inputs a tile of a layer reads. Tiles are treated as if they began at the origin, where the padding is: the
 * halo of inner tiles is counted without it.
 *
 * <p>Role: the range rule of each kind of layer; source: the public program SET-Scheduling-Project/SoMa-HPCA2025. Tiles are
 * four numbers (b, c, h, w) in an array, because searches ask millions of times.
 */
public final class InputRanges {
  private InputRanges() {}

  /**
   * The range that a tile asks of each layer or external input whose output it reads as an activation.
   *
   * @param tile array with the tile's b, c, h, w from {@code at}
   * @param range receives b, c, h, w; c counts channels of all inputs together
   */
  public static void activation(FusionLayer l, int[] tile, int at, int[] range) {
    int c = tile[at + 1];
    int h = tile[at + 2];
    int w = tile[at + 3];
    range[0] = tile[at];
    switch (l.kind()) {
      case CONV -> window(l, l.in().channels(), h, w, range);
      case GROUPCONV -> window(l, groupChannels(l, c), h, w, range);
      case POOL -> window(l, c, h, w, range);
      case FC -> set(range, l.in().channels(), l.kernelHeight() - l.padHeight(), l.kernelWidth() - l.padWidth());
      case ELTWISE, POINTWISE -> set(range, c, h, w);
      case TRANSPOSE -> {
        for (int axis = 0; axis < 3; axis++) {
          range[1 + l.axes().get(axis)] = tile[at + 1 + axis];
        }
      }
      case UPSAMPLE -> set(range, ceil(c, l.out().channels() / l.in().channels()), ceil(h, l.out().height() / l.in().height()),
          ceil(w, l.out().width() / l.in().width()));
    }
  }

  /**
   * The range that a tile of a convolution asks of each layer whose output are its weights.
   *
   * @param tile array with the tile's b, c, h, w from {@code at}
   * @param range receives b, c, h, w
   */
  public static void weights(FusionLayer l, int[] tile, int at, int[] range) {
    range[0] = tile[at];
    set(range, tile[at + 1], l.in().channels() / l.groups(), l.kernelHeight() * l.kernelWidth());
  }

  private static void window(FusionLayer l, int channels, int h, int w, int[] range) {
    set(range, channels, extent(h, l.strideHeight(), l.kernelHeight() - l.padHeight(), l.in().height()),
        extent(w, l.strideWidth(), l.kernelWidth() - l.padWidth(), l.in().width()));
  }

  private static int extent(int outputs, int stride, int kernel, int input) {
    return (int) Math.min((outputs - 1L) * stride + kernel, input);
  }

  private static int groupChannels(FusionLayer l, int c) {
    long channels = (long) ceil(c, l.out().channels() / l.groups()) * (l.in().channels() / l.groups());
    return (int) Math.min(channels, Integer.MAX_VALUE);
  }

  private static void set(int[] range, int channels, int height, int width) {
    range[1] = channels;
    range[2] = height;
    range[3] = width;
  }

  static int ceil(int a, int b) {
    return (int) ((a + (long) b - 1) / b);
  }
}
