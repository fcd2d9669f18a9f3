package dev.dovetail.encodings.allocation;

import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.models.accelerator.Accelerator;
import java.util.ArrayList;
import java.util.List;

/** Collects who holds which channel, runs on which core and fills which memory; posts one constraint for each at the end. */
final class Resources {
  private final Accelerator accelerator;
  private final List<List<IntervalVar>> channels = new ArrayList<>();
  private final List<List<IntervalVar>> cores = new ArrayList<>();
  private final List<List<IntervalVar>> memory = new ArrayList<>();
  private final List<List<LinearExpr>> bytes = new ArrayList<>();

  Resources(Accelerator accelerator) {
    this.accelerator = accelerator;
    accelerator.channels().forEach(c -> channels.add(new ArrayList<>()));
    for (int c = 0; c < accelerator.cores().size(); c++) {
      cores.add(new ArrayList<>());
      memory.add(new ArrayList<>());
      bytes.add(new ArrayList<>());
    }
  }

  void channel(int channel, IntervalVar held) {
    channels.get(channel).add(held);
  }

  void core(int core, IntervalVar busy) {
    cores.get(core).add(busy);
  }

  void memory(int core, IntervalVar alive, long amount) {
    if (amount > 0) {
      memory.get(core).add(alive);
      bytes.get(core).add(LinearExpr.constant(amount));
    }
  }

  void post(ModelBuilder model) {
    for (int c = 0; c < channels.size(); c++) {
      if (channels.get(c).size() > 1) {
        model.add(Constraints.noOverlap(channels.get(c)).named("channel " + accelerator.channels().get(c).name()));
      }
    }
    for (int c = 0; c < cores.size(); c++) {
      String name = accelerator.cores().get(c).name();
      if (cores.get(c).size() > 1) {
        model.add(Constraints.noOverlap(cores.get(c)).named("core " + name));
      }
      long capacity = accelerator.cores().get(c).capacityBytes();
      long all = bytes.get(c).stream().mapToLong(LinearExpr::constant).sum();
      if (all > capacity) { // else everything fits at once
        model.add(Constraints.cumulative(memory.get(c), bytes.get(c), LinearExpr.constant(capacity)).named("memory of " + name));
      }
    }
  }
}
