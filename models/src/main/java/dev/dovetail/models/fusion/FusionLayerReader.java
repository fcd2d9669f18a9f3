package dev.dovetail.models.fusion;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Reads one layer of a {@code fusion-network/1} file and checks its shapes against those of what it reads. */
final class FusionLayerReader {
  /** Largest extent, kernel and stride. */
  static final int MOST = 1 << 20;

  /** Largest activation or weight tensor of one sample, 64 GiB: sums over tiles and layers stay exact. */
  static final long MOST_BYTES = 1L << 36;

  private static final int[] ONES = {1, 1};

  private final DataNode node;
  private final List<ExternalInput> network;
  private final List<FusionLayer> before;
  private final String name;
  private final LayerKind kind;

  /**
   * @param node the layer
   * @param network the network's inputs
   * @param before the layers of smaller ids
   */
  FusionLayerReader(DataNode node, List<ExternalInput> network, List<FusionLayer> before) {
    this.node = node;
    this.network = network;
    this.before = before;
    node.onlyKeys("id", "name", "kind", "inputs", "weightInputs", "externalInputs", "out", "in", "kernel", "stride", "pad",
        "groups",
        "operands", "axes", "scale", "weightBytes");
    this.name = node.required("name").text();
    this.kind = kind(node.required("kind"));
  }

  FusionLayer layer() {
    List<Integer> inputs = ids("inputs", before.size(), "layer");
    List<Integer> weightInputs = ids("weightInputs", before.size(), "layer");
    List<Integer> external = ids("externalInputs", network.size(), "external input");
    if (inputs.isEmpty() && external.isEmpty()) {
      throw node.error("The layer (%s) reads nothing.".formatted(name), "name its 'inputs' or 'externalInputs'.");
    }
    List<Extent> read = new ArrayList<>();
    external.forEach(e -> read.add(network.get(e).extent()));
    inputs.forEach(p -> read.add(before.get(p).out()));
    Extent out = extent(node.required("out"));
    Extent in = input(read);
    int groups = groups(in, out);
    boolean window = kind.isConvolution() || kind == LayerKind.POOL;
    int[] kernel = pair("kernel", kind == LayerKind.FC ? new int[] {in.height(), in.width()} : ONES, window);
    int[] stride = pair("stride", ONES, window);
    checkShape(in, out, kernel);
    int[] pad = pads(in, out, kernel, stride, window);
    checkWeightInputs(weightInputs, in, out, kernel, groups);
    return new FusionLayer(before.size(), name, kind, inputs, weightInputs, external, out, in, kernel[0], kernel[1], stride[0],
        stride[1], pad[0], pad[1], groups, operands(in, out),
        weightBytes(in, out, kernel, groups, weightInputs.isEmpty()), axes(in, out));
  }

  /** A shape [channels, height, width]. */
  static Extent extent(DataNode node) {
    List<DataNode> axes = node.items();
    if (axes.size() != 3) {
      throw node.error("The shape %s must be [channels, height, width], but has %d numbers.".formatted(node.label(), axes.size()),
          "the batch does not belong here; write 1 for an axis that does not exist.");
    }
    int[] e = axes.stream().mapToInt(a -> a.intValue(1, MOST)).toArray();
    Extent extent = new Extent(e[0], e[1], e[2]);
    if (extent.volume() > MOST_BYTES) {
      throw node.error("The shape %s has %d elements, more than %d.".formatted(node.label(), extent.volume(), MOST_BYTES),
          "a number is wrong.");
    }
    return extent;
  }

  private static LayerKind kind(DataNode node) {
    List<String> names = Arrays.stream(LayerKind.values()).map(k -> k.name().toLowerCase(Locale.ROOT)).toList();
    if (!names.contains(node.text())) {
      throw node.error("The kind (%s) of a layer is not known.".formatted(node.text()), Suggestions.instead(node.text(), names));
    }
    return LayerKind.valueOf(node.text().toUpperCase(Locale.ROOT));
  }

  private List<Integer> ids(String key, int count, String what) {
    List<Integer> ids = new ArrayList<>();
    for (DataNode item : node.optional(key).map(DataNode::items).orElse(List.of())) {
      long id = item.longValue();
      if (id < 0 || id >= count) {
        boolean later = what.equals("layer") && id >= count;
        throw item.error(
            "The %s (%d) that layer (%s, id %d) reads must be from 0 to %d.".formatted(what, id, name, before.size(), count - 1),
            later
                ? "the layers stand in no topological order, or there is a cycle: a layer reads layers of smaller ids only."
                : "a digit or a sign is wrong.");
      }
      if (ids.contains((int) id)) {
        throw item.error("The %s (%d) stands twice in '%s' of layer (%s).".formatted(what, id, key, name),
            "remove one of the two.");
      }
      ids.add((int) id);
    }
    ids.sort(null);
    return ids;
  }

  /**
   * What it reads, concatenated over the channels; the key {@code in} may leave out the last rows and columns, which no window
   * reaches.
   */
  private Extent input(List<Extent> read) {
    int height = read.stream().mapToInt(Extent::height).min().orElseThrow();
    int width = read.stream().mapToInt(Extent::width).min().orElseThrow();
    long channels = read.stream().mapToLong(Extent::channels).sum();
    if (channels > MOST) {
      throw node.error("The layer (%s) reads %d channels, more than %d.".formatted(name, channels, MOST), "a shape is wrong.");
    }
    Extent whole = new Extent((int) channels, height, width);
    if (node.optional("in").isEmpty()) {
      read.stream().filter(e -> e.height() != height || e.width() != width).findFirst().ifPresent(e -> {
        throw node.error("The layer (%s) reads inputs of %d x %d and %d x %d, which cannot be concatenated."
            .formatted(name, e.height(), e.width(), height, width), "an id in 'inputs' is wrong.");
      });
      return whole;
    }
    DataNode given = node.required("in");
    Extent in = extent(given);
    if (in.channels() != channels || in.height() > height || in.width() > width) {
      throw given.error("The input %s of layer (%s) must be %s, or fewer of its rows and columns: what it reads, concatenated."
          .formatted(text(in), name, text(whole)), "an id in 'inputs' or a shape is wrong.");
    }
    return in;
  }

  private int groups(Extent in, Extent out) {
    int groups = node.optional("groups").map(n -> n.intValue(1, MOST)).orElse(1);
    if (groups > 1 && kind != LayerKind.GROUPCONV) {
      throw node.required("groups").error("The layer (%s) of kind (%s) has %d groups.".formatted(name, word(), groups),
          "make its kind groupconv.");
    }
    if (in.channels() % groups != 0 || out.channels() % groups != 0) {
      throw node.required("groups")
          .error("The groups (%d) of layer (%s) must divide its input channels (%d) and output channels (%d)."
              .formatted(groups, name, in.channels(), out.channels()), "a number of channels is wrong.");
    }
    return groups;
  }

  private void checkShape(Extent in, Extent out, int[] kernel) {
    switch (kind) {
      case FC -> {
        checkOut(out, e -> new Extent(e.channels(), 1, 1));
        if (kernel[0] != in.height() || kernel[1] != in.width()) {
          throw node.required("kernel")
              .error("The kernel (%d x %d) of the fully connected layer (%s) must cover its input (%d x %d)."
                  .formatted(kernel[0], kernel[1], name, in.height(), in.width()), "leave it out, or make its kind conv.");
        }
      }
      case POOL -> checkOut(out, e -> new Extent(in.channels(), e.height(), e.width()));
      case ELTWISE -> checkOut(out, e -> new Extent(e.channels(), in.height(), in.width()));
      case POINTWISE -> checkOut(out, e -> in);
      case UPSAMPLE -> checkScale(in, out);
      case CONV, GROUPCONV, TRANSPOSE -> {
        // Any number of output channels; rows and columns are checked with the padding, axes with the key.
      }
    }
  }

  private void checkOut(Extent out, UnaryOperator<Extent> expected) {
    if (!expected.apply(out).equals(out)) {
      throw node.required("out").error("The output %s of layer (%s) of kind (%s) must be %s."
          .formatted(text(out), name, word(), text(expected.apply(out))), "a shape, an id in 'inputs' or the kind is wrong.");
    }
  }

  private void checkScale(Extent in, Extent out) {
    int[] scale = {out.channels() / in.channels(), out.height() / in.height(), out.width() / in.width()};
    if (!out.equals(new Extent(scale[0] * in.channels(), scale[1] * in.height(), scale[2] * in.width()))) {
      throw node.required("out").error("The output %s of layer (%s) must be a multiple of its input %s in each axis."
          .formatted(text(out), name, text(in)), "a shape is wrong.");
    }
    node.optional("scale").ifPresent(given -> {
      int[] wanted = given.items().stream().mapToInt(n -> n.intValue(1, MOST)).toArray();
      int[] found = wanted.length == 2 && scale[0] == 1 ? new int[] {scale[1], scale[2]} : scale;
      if (!Arrays.equals(wanted, found)) {
        throw given.error("The scale %s of layer (%s) must be %s: what leads from its input %s to its output %s."
            .formatted(Arrays.toString(wanted), name, Arrays.toString(found), text(in), text(out)), "leave it out.");
      }
    });
  }

  private int[] pads(Extent in, Extent out, int[] kernel, int[] stride, boolean window) {
    long[] reach = {(out.height() - 1L) * stride[0], (out.width() - 1L) * stride[1]};
    int[] extent = {in.height(), in.width()};
    int[] standard = window
        ? new int[] {standardPad(reach[0] + kernel[0], extent[0]), standardPad(reach[1] + kernel[1], extent[1])}
        : new int[] {0, 0};
    int[] pad = pair("pad", 0, standard, window);
    if (!window) {
      return pad;
    }
    for (int a = 0; a < 2; a++) {
      String axis = a == 0 ? "rows" : "columns";
      if (pad[a] >= kernel[a]) {
        throw node.optional("pad").orElse(node).error("The padding (%d %s) of layer (%s) must be below its kernel (%d)."
            .formatted(pad[a], axis, name, kernel[a]), "a window of padding alone computes nothing; check shapes and strides.");
      }
      if (reach[a] - pad[a] >= extent[a]) {
        throw node.required("out").error("The last window of layer (%s) lies outside of its input %s: output %s, stride %d x %d."
            .formatted(name, text(in), text(out), stride[0], stride[1]), "a shape or a stride is wrong.");
      }
    }
    return pad;
  }

  /** Half of what the windows reach beyond the input. */
  private static int standardPad(long reach, int extent) {
    return (int) Math.min(MOST, Math.max(0, reach - extent) / 2);
  }

  private int operands(Extent in, Extent out) {
    int standard = kind == LayerKind.ELTWISE ? Math.max(1, in.channels() / out.channels()) : 1;
    int operands = node.optional("operands").map(n -> n.intValue(1, MOST)).orElse(standard);
    if (kind != LayerKind.ELTWISE && operands > 1) {
      throw node.required("operands").error("The layer (%s) of kind (%s) has %d operands.".formatted(name, word(), operands),
          "make its kind eltwise, or remove the key.");
    }
    if (kind == LayerKind.ELTWISE && (long) operands * out.channels() != in.channels()) {
      throw node.optional("operands").orElse(node)
          .error("The layer (%s) reads %d channels, but its %d operands of %d channels need %d."
              .formatted(name, in.channels(), operands, out.channels(), (long) operands * out.channels()),
              "an id in 'inputs' is missing, or a shape is wrong.");
    }
    return operands;
  }

  private long weightBytes(Extent in, Extent out, int[] kernel, int groups, boolean own) {
    long perOutput = (long) kernel[0] * kernel[1];
    long computed = kind.isConvolution() && own ? product(product(perOutput, in.channels() / groups), out.channels()) : 0;
    if (computed > MOST_BYTES) {
      throw node.error("The weights of layer (%s) have more than %d bytes.".formatted(name, MOST_BYTES), "a number is wrong.");
    }
    node.optional("weightBytes").ifPresent(given -> {
      if (given.byteSize(0) != computed) {
        throw given.error(
            "The weights (%d bytes) of layer (%s) must have %d bytes%s.".formatted(given.byteSize(0), name, computed,
                computed == 0
                    ? ""
                    : ": kernel %d x %d x %d input channels of a group x %d output channels".formatted(
                        kernel[0], kernel[1], in.channels() / groups, out.channels())),
            "leave the key out.");
      }
    });
    return computed;
  }

  private static long product(long a, long b) {
    return a > MOST_BYTES ? a : a * b;
  }

  private void checkWeightInputs(List<Integer> ids, Extent in, Extent out, int[] kernel, int groups) {
    if (ids.isEmpty()) {
      return;
    }
    if (kind != LayerKind.CONV && kind != LayerKind.GROUPCONV) {
      throw node.required("weightInputs").error("The layer (%s) of kind (%s) takes no weights.".formatted(name, word()),
          "put the ids into 'inputs', or make its kind conv or groupconv.");
    }
    int channels = 0;
    Extent wanted = new Extent(out.channels(), in.channels() / groups, kernel[0] * kernel[1]);
    for (int id : ids) {
      Extent e = before.get(id).out();
      channels += e.channels();
      if (e.height() != wanted.height() || e.width() != wanted.width()) {
        throw node.required("weightInputs").error("The layer (%s) has weights %s from layer (%s), but they must be %s."
            .formatted(name, text(e), before.get(id).name(), text(wanted)),
            "a transposition is missing: output channels, input channels of a group, kernel elements.");
      }
    }
    if (channels != wanted.channels()) {
      throw node.required("weightInputs").error("The weights of layer (%s) have %d channels, but it has %d output channels."
          .formatted(name, channels, wanted.channels()), "an id is missing, or a transposition.");
    }
  }

  private List<Integer> axes(Extent in, Extent out) {
    if (kind != LayerKind.TRANSPOSE) {
      node.optional("axes").ifPresent(given -> {
        throw given.error("The layer (%s) of kind (%s) has axes.".formatted(name, word()), "make its kind transpose.");
      });
      return List.of();
    }
    DataNode given = node.required("axes");
    List<Integer> axes = given.items().stream().map(n -> n.intValue(0, 2)).toList();
    if (!axes.stream().sorted().toList().equals(List.of(0, 1, 2))) {
      throw given.error("The axes of layer (%s) must be 0, 1 and 2 in some order.".formatted(name), "write [1, 0, 2].");
    }
    int[] from = {in.channels(), in.height(), in.width()};
    Extent expected = new Extent(from[axes.get(0)], from[axes.get(1)], from[axes.get(2)]);
    if (!expected.equals(out)) {
      throw node.required("out").error("The output %s of layer (%s) must be %s: its input %s with axes %s."
          .formatted(text(out), name, text(expected), text(in), axes), "axes[i] is the input axis that becomes output axis i.");
    }
    return axes;
  }

  private int[] pair(String key, int[] standard, boolean allowed) {
    return pair(key, 1, standard, allowed);
  }

  /** [rows, columns], or one number for both. */
  private int[] pair(String key, int least, int[] standard, boolean allowed) {
    if (node.optional(key).isEmpty()) {
      return standard.clone();
    }
    DataNode given = node.required(key);
    int[] pair = given.isArray()
        ? given.items().stream().mapToInt(n -> n.intValue(least, MOST)).toArray()
        : new int[] {given.intValue(least, MOST), given.intValue(least, MOST)};
    if (pair.length != 2) {
      throw given.error("The %s of layer (%s) must be [rows, columns], but has %d numbers.".formatted(key, name, pair.length),
          "write one number for both.");
    }
    if (!allowed && !Arrays.equals(pair, standard)) {
      throw given.error("The layer (%s) of kind (%s) has a %s.".formatted(name, word(), key), "remove the key.");
    }
    return pair;
  }

  private String word() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String text(Extent e) {
    return "[%d, %d, %d]".formatted(e.channels(), e.height(), e.width());
  }
}
