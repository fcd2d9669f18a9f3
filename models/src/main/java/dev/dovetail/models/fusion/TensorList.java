package dev.dovetail.models.fusion;

import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.LocalTensor;
import java.util.ArrayList;
import java.util.List;

/** The tensors of a plan: what travels, and what stays on the chip. */
final class TensorList {
  private final FusionProblem problem;
  private final FusionNetwork network;
  private final List<List<Integer>> consumers;
  private final FusionPlan plan;
  private final SubGroup[] groupOf;
  private final int[] indexOf;
  private final List<List<Integer>> stores = new ArrayList<>();
  private final List<DramTensor> tensors = new ArrayList<>();
  private final List<LocalTensor> locals = new ArrayList<>();

  TensorList(FusionProblem problem, List<List<Integer>> consumers, FusionPlan plan, List<SubGroup> groups) {
    this.problem = problem;
    this.network = problem.network();
    this.consumers = consumers;
    this.plan = plan;
    this.groupOf = new SubGroup[network.layers().size()];
    this.indexOf = new int[groupOf.length];
    network.layers().forEach(l -> stores.add(new ArrayList<>()));
    for (SubGroup g : groups) {
      for (int i = 0; i < g.layers().size(); i++) {
        groupOf[g.layers().get(i)] = g;
        indexOf[g.layers().get(i)] = i;
      }
    }
    for (int id : plan.order()) {
      inputs(network.layers().get(id));
      weights(network.layers().get(id));
      outputs(network.layers().get(id));
    }
  }

  List<DramTensor> tensors() {
    return tensors;
  }

  List<LocalTensor> locals() {
    return locals;
  }

  private void inputs(FusionLayer l) {
    int[] activation = range(l, false);
    for (int producer : FusionNetwork.producers(l)) {
      if (groupOf[producer].group() < groupOf[l.id()].group()) {
        int[] asked = new int[TileShapes.NUMBERS];
        if (l.inputs().contains(producer)) {
          enlarge(asked, activation);
        }
        if (l.weightInputs().contains(producer)) {
          enlarge(asked, range(l, true));
        }
        FusionLayer made = network.layers().get(producer);
        loads(l, made.name(), bytes(asked, made.out()), List.copyOf(stores.get(producer)));
      }
    }
    for (int external : l.externalInputs()) {
      ExternalInput input = network.externalInputs().get(external);
      loads(l, input.name(), bytes(activation, input.extent()), List.of());
    }
  }

  private int[] range(FusionLayer l, boolean weights) {
    TileShape tile = groupOf[l.id()].shapes().get(indexOf[l.id()]);
    int[] numbers = {tile.samples(), tile.channels(), tile.height(), tile.width()};
    int[] range = new int[TileShapes.NUMBERS];
    if (weights) {
      InputRanges.weights(l, numbers, 0, range);
    } else {
      InputRanges.activation(l, numbers, 0, range);
    }
    return range;
  }

  private static void enlarge(int[] asked, int[] range) {
    for (int i = 0; i < asked.length; i++) {
      asked[i] = Math.max(asked[i], range[i]);
    }
  }

  /** All channels of what is read, whichever of them the tile asks for. */
  private static long bytes(int[] range, Extent read) {
    return new TileShape(range[0], read.channels(), range[2], range[3]).volume();
  }

  private void loads(FusionLayer l, String read, long bytes, List<Integer> after) {
    for (int t = 0; t < groupOf[l.id()].tiles(); t++) {
      int position = position(l.id(), t);
      tensors.add(new DramTensor.Load("in:" + l.name() + "/" + t + "<-" + read, bytes, l.id(), position, position + 1,
          Math.max(-1, position - 1), after));
    }
  }

  /**
   * Weights come once, or anew for each of {@code weightLoads} blocks of tiles, the first tile of block j of k being {@code
   * floor(j * tiles / k)}. Under a chunk limit they come in chunks of that size, the last one smaller; all of them are needed
   * by the block's first tile.
   */
  private void weights(FusionLayer l) {
    if (l.weightBytes() == 0) {
      return;
    }
    int tiles = groupOf[l.id()].tiles();
    int blocks = plan.weightLoads().isEmpty() ? 1 : plan.weightLoads().get(l.id());
    long chunk = problem.rules().weightChunkBytes() == 0 ? l.weightBytes() : problem.rules().weightChunkBytes();
    for (int j = 0; j < blocks; j++) {
      int first = position(l.id(), (int) ((long) j * tiles / blocks));
      int end = position(l.id(), (int) ((j + 1L) * tiles / blocks) - 1) + 1;
      String block = blocks == 1 ? "" : "@" + j;
      for (long from = 0; from < l.weightBytes(); from += chunk) {
        String part = chunk >= l.weightBytes() ? "" : "#" + from / chunk;
        tensors.add(new DramTensor.Load(DefaultSchedule.WEIGHTS + l.name() + block + part,
            Math.min(chunk, l.weightBytes() - from), l.id(), first,
            end, Math.max(-1, first - 1), List.of()));
      }
    }
  }

  private void outputs(FusionLayer l) {
    SubGroup g = groupOf[l.id()];
    long bytes = g.shapes().get(indexOf[l.id()]).volume();
    boolean stored = consumers.get(l.id()).isEmpty()
        || consumers.get(l.id()).stream().anyMatch(c -> groupOf[c].group() > g.group());
    boolean lastOfGroup = isLastOfGroup(l.id());
    for (int t = 0; t < g.tiles(); t++) {
      int position = position(l.id(), t);
      int minEnd = position + 1;
      for (int c : consumers.get(l.id())) {
        if (groupOf[c] == g) {
          minEnd = Math.max(minEnd, position(c, t) + 1);
        } else if (groupOf[c].group() == g.group()) {
          minEnd = Math.max(minEnd, position(c, groupOf[c].tiles() - 1) + 1);
        }
      }
      if (stored) {
        int defaultEnd = lastOfGroup && t == g.tiles() - 1 ? minEnd : Math.max(minEnd, position + 2);
        stores.get(l.id()).add(tensors.size());
        tensors.add(new DramTensor.Store("out:" + l.name() + "/" + t, bytes, l.id(), position, minEnd, defaultEnd));
      } else {
        locals.add(new LocalTensor(bytes, position, minEnd));
      }
    }
  }

  private boolean isLastOfGroup(int id) {
    int next = groupOf[id].firstPosition() + indexOf[id] + 1;
    return next == plan.order().size() || groupOf[plan.order().get(next)].group() > groupOf[id].group();
  }

  private int position(int layer, int tile) {
    return groupOf[layer].position(indexOf[layer], tile);
  }
}
