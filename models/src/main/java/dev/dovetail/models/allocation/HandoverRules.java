package dev.dovetail.models.allocation;

import dev.dovetail.models.workload.Layer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The rule of handovers: what must go through DRAM was loaded from there, what must stay on chip never was. */
final class HandoverRules {
  private final Resolved resolved;
  private final Handovers handovers;

  HandoverRules(Resolved resolved) {
    this.resolved = resolved;
    this.handovers = resolved.problem.handovers();
  }

  void check() {
    if (handovers.isFree()) {
      return;
    }
    Map<String, String> maker = new HashMap<>();
    resolved.problem.workload().layers().forEach(l -> maker.put(l.output(), l.name()));
    for (int t = 0; t < resolved.taskLayer.length; t++) {
      Layer layer = resolved.taskLayer[t];
      if (layer == null) {
        continue;
      }
      for (int b : resolved.schedule.tasks().get(t).reads()) {
        if (resolved.isBuffer(b) && resolved.bufferTensor[b] != null) {
          String producer = maker.get(Objects.requireNonNull(resolved.bufferTensor[b]).name());
          if (producer != null) {
            check(t, b, new Handovers.Handover(producer, layer.name()));
          }
        }
      }
    }
  }

  private void check(int t, int b, Handovers.Handover handover) {
    if (handovers.throughDram().contains(handover) && !isLoaded(b)) {
      findings("It reads the %s, which never was in DRAM, but the handover (%s) must go through DRAM.", t, b, handover);
    }
    if (handovers.onChip().contains(handover) && isLoaded(b)) {
      findings("It reads the %s, which was loaded from DRAM, but the handover (%s) must stay on chip.", t, b, handover);
    }
  }

  private void findings(String message, int t, int b, Handovers.Handover handover) {
    resolved.findings.add("handover", resolved.taskName(t), message, resolved.bufferName(b), handover);
  }

  /** Whether what a buffer holds came from DRAM: by a load, or by moves from a buffer that was loaded. */
  private boolean isLoaded(int buffer) {
    int b = buffer;
    // A chain of moves is no longer than there are transfers; what is wrong with a circle is said by the rules of transfers.
    for (int hops = 0; hops <= resolved.transferTensor.length; hops++) {
      if (!resolved.isBuffer(b) || resolved.creator[b] == Resolved.NO_CREATOR || resolved.creator[b] >= 0) {
        return false;
      }
      Schedule.Transfer transfer = resolved.schedule.transfers().get(~resolved.creator[b]);
      if (transfer.kind() == Schedule.Transfer.Kind.LOAD) {
        return true;
      }
      b = transfer.source();
    }
    return false;
  }
}
