package dev.dovetail.models.intracore.polar;

/**
 * The convolution that one group of a tile amounts to, and how groups share the array.
 *
 * @param channels C of the group
 * @param outChannels K of the group
 * @param height H of the output
 * @param width W of the output
 * @param batch B
 * @param layer kernel and strides
 * @param groups g: how often this convolution is computed, each sample apart if another layer computes the weights
 * @param duplicates nd: groups that run side by side on one element, 0 if one alone is already wider than an element (as in the public
 *     program, which then knows no limit by the buffer's bandwidth)
 * @param rounds tg: how often the array is used in turn
 */
record GroupTile(
    int channels, int outChannels, int height, int width, int batch, PolarLayer layer, long groups, long duplicates,
    long rounds) {

  static GroupTile of(PolarLayer layer, PolarCore core, int b, int c, int h, int w) {
    int channels = layer.channels();
    int outChannels = c;
    int batch = b;
    long groups = 1;
    if (layer.kind() == PolarLayer.Kind.GROUPCONV) {
      int perGroup = layer.outChannels() / layer.groups();
      groups = ceil(c, perGroup);
      channels /= layer.groups();
      outChannels = groups > 1 ? perGroup : c;
    }
    if (layer.weightsFromLayer()) {
      groups *= batch;
      batch = 1;
    }
    if (groups == 1) {
      return new GroupTile(channels, outChannels, h, w, batch, layer, 1, 1, 1);
    }
    long duplicates = Math.min(core.vec() / channels, core.lane() / outChannels);
    long rounds = groups;
    if (duplicates > 1) {
      duplicates = Math.min(duplicates, groups);
      rounds = ceil(groups, duplicates);
    }
    return new GroupTile(channels, outChannels, h, w, batch, layer, groups, duplicates, rounds);
  }

  long filterBytes() {
    return (long) layer.kernelHeight() * layer.kernelWidth() * channels * outChannels;
  }

  long outputBytes() {
    return (long) height * width * outChannels * batch;
  }

  /** Multiply-accumulates. */
  long operations() {
    return filterBytes() * height * width * batch;
  }

  /** The quotient rounded up, for {@code a >= 0} and {@code b >= 1}. */
  static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }
}
