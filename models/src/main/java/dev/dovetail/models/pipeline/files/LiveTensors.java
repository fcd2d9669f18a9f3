package dev.dovetail.models.pipeline.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.pipeline.PipelineLayer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Follows which tensors are alive along a chain of layers, and refuses references to tensors that are not.
 *
 * <p>Role: a table says of skipped tensors only how many bytes they have. After a layer only its own output and tensors that were alive before
 * it can be; so what a layer reads and what it lets pass must be sums of such volumes. A table that begins inside of a block
 * may let pass, after its first layer, a tensor from before it; that one must end where a layer reads or adds it.
 */
final class LiveTensors {
  /** Beyond so many ways to explain the volumes nothing more is checked. */
  private static final int MOST_STATES = 200;

  /**
   * One explanation of what is alive.
   *
   * @param output volume of the last layer's output; the network's input before the first layer
   * @param skipped volumes of the other tensors, ascending
   * @param unknown bytes of tensors from before the first layer
   */
  private record State(long output, List<Long> skipped, long unknown) {
    /** Sub-multisets of the known volumes, as the volumes that remain, with the sum of each. */
    List<List<Long>> subsets() {
      List<Long> all = new ArrayList<>(skipped);
      all.add(output);
      Set<List<Long>> found = new LinkedHashSet<>();
      found.add(List.of());
      for (long volume : all) {
        for (List<Long> subset : List.copyOf(found)) {
          if (found.size() > MOST_STATES) {
            break;
          }
          List<Long> longer = new ArrayList<>(subset);
          longer.add(volume);
          longer.sort(null);
          found.add(longer);
        }
      }
      return List.copyOf(found);
    }
  }

  private Set<State> states = Set.of();
  private boolean isFirst = true;
  private boolean isOpen;

  /**
   * Goes on by a layer.
   *
   * @param input the cell of its input volume, for messages
   * @param skip the cell of its skipped volume
   * @throws dev.dovetail.models.BadInputException if it reads or lets pass what is not alive
   */
  void accept(PipelineLayer layer, DataNode input, DataNode skip) {
    if (isFirst) {
      states = Set.of(new State(layer.inputBytes(), List.of(), 0));
    }
    if (!isOpen) {
      checkInput(layer, input);
      Set<State> next = new LinkedHashSet<>();
      states.forEach(s -> pass(s, layer, next));
      if (next.isEmpty()) {
        throw skip.error(
            "The skip (%d) of layer (%s) is no tensor that is alive: before the layer those are of %s bytes.".formatted(
                layer.skipBytes(), layer.name(), alive()),
            "the reference is to a shortcut that has ended; skip is 0 where none passes, and at the end of a block.");
      }
      isOpen = next.size() > MOST_STATES;
      states = next;
    }
    isFirst = false;
  }

  private void checkInput(PipelineLayer layer, DataNode input) {
    boolean known = states.stream().anyMatch(s -> s.unknown() >= layer.inputBytes()
        || s.subsets().stream().anyMatch(t -> sum(t) == layer.inputBytes()));
    if (!known) {
      throw input.error(
          "The ifm (%d) of layer (%s) is no tensor that is alive: before the layer those are of %s bytes.".formatted(
              layer.inputBytes(), layer.name(), alive()),
          "the layer reads a tensor that ended earlier, or ofm or skip of the layer before it is wrong.");
    }
  }

  private void pass(State before, PipelineLayer layer, Set<State> next) {
    // A layer whose output is pooled may let pass what it made before pooling, too.
    long unpooled = layer.outputChannels() * layer.positions();
    long[] own = unpooled == layer.outputBytes() ? new long[] {0} : new long[] {0, unpooled};
    for (List<Long> kept : before.subsets()) {
      for (long made : own) {
        long rest = layer.skipBytes() - sum(kept) - made;
        if (rest < 0 || !isFirst && (rest > before.unknown() || !ends(before.unknown() - rest, layer))) {
          continue;
        }
        List<Long> skipped = new ArrayList<>(kept);
        if (made > 0) {
          skipped.add(made);
        }
        skipped.sort(null);
        next.add(new State(layer.outputBytes(), skipped, rest));
      }
    }
  }

  /** Whether tensors of so many bytes may end at a layer: it reads them, adds them, or both. */
  private static boolean ends(long bytes, PipelineLayer layer) {
    long added = layer.outputChannels() * layer.positions();
    return bytes == 0 || bytes == layer.inputBytes() || bytes == added || bytes == layer.inputBytes() + added;
  }

  private String alive() {
    return states.stream().flatMap(s -> {
      List<Long> all = new ArrayList<>(s.skipped());
      all.add(s.output());
      return all.stream();
    }).distinct().sorted().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static long sum(List<Long> volumes) {
    return volumes.stream().mapToLong(Long::longValue).sum();
  }
}
