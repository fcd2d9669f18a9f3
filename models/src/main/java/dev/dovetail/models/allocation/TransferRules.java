package dev.dovetail.models.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.Exact;
import dev.dovetail.models.Findings;
import dev.dovetail.models.links.Walk;
import dev.dovetail.models.workload.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of transfers: they carry data that is there, over a sound route, into buffers of exactly that data; outputs reach DRAM. */
final class TransferRules {
  private final Resolved resolved;
  private final List<Schedule.Transfer> transfers;
  private final List<Schedule.Buffer> buffers;
  private final Findings findings;
  private final TransferRoutes routes;
  private final Map<String, List<Integer>> stores = new HashMap<>();
  private final Map<String, BoxIndex> storeIndex = new HashMap<>();

  TransferRules(Resolved resolved) {
    this.resolved = resolved;
    this.transfers = resolved.schedule.transfers();
    this.buffers = resolved.schedule.buffers();
    this.findings = resolved.findings;
    this.routes = new TransferRoutes(resolved.problem.accelerator().links());
  }

  void check() {
    for (int x = 0; x < transfers.size(); x++) {
      if (transfers.get(x).kind() == Schedule.Transfer.Kind.STORE && resolved.transferTensor[x] != null) {
        stores.computeIfAbsent(transfers.get(x).tensor(), k -> new ArrayList<>()).add(x);
      }
    }
    for (int x = 0; x < transfers.size(); x++) {
      check(x);
    }
    outputs();
  }

  @SuppressWarnings("ConstantValue")
  private void check(int x) {
    Schedule.Transfer transfer = transfers.get(x);
    // A kind that is missing in a hand-made record is null whatever the type says.
    if (transfer.kind() == null) {
      findings.add("transfer-kind", resolved.transferName(x), "The kind is missing.");
      return;
    }
    int from = -1;
    List<Integer> to = new ArrayList<>();
    switch (transfer.kind()) {
      case LOAD -> {
        if (transfer.source() != -1) {
          findings.add("transfer-source", resolved.transferName(x), "A load has no source buffer (%d).", transfer.source());
        }
        from = dram(x);
        inDram(x);
        targets(x, to);
      }
      case MOVE -> {
        if (transfer.dram() == null || !transfer.dram().isEmpty()) {
          findings.add("transfer-dram", resolved.transferName(x), "A move has no DRAM node (%s).", transfer.dram());
        }
        from = source(x);
        targets(x, to);
      }
      case STORE -> {
        if (!transfer.targets().isEmpty()) {
          findings.add("transfer-target", resolved.transferName(x), "A store has no target buffers %s.", transfer.targets());
        }
        from = source(x);
        int node = dram(x);
        if (node >= 0) {
          to.add(node);
        }
      }
    }
    if (from >= 0 && !to.isEmpty()) {
      slots(x, from, to);
    }
  }

  private int dram(int x) {
    int node = routes.dramNode(transfers.get(x).dram());
    if (node < 0) {
      findings.add("transfer-dram", resolved.transferName(x), "The DRAM node (%s) does not exist.", transfers.get(x).dram());
    }
    return node;
  }

  /** Checks the source buffer; answers its core's node, or -1. */
  private int source(int x) {
    Schedule.Transfer transfer = transfers.get(x);
    int b = transfer.source();
    if (!resolved.isBuffer(b)) {
      findings.add("unknown-buffer", resolved.transferName(x), "Its source, the buffer (%d), does not exist.", b);
      return -1;
    }
    if (!resolved.bufferSound[b]) {
      return -1;
    }
    if (!buffers.get(b).tensor().equals(transfer.tensor())) {
      findings.add("transfer-source", resolved.transferName(x), "The source, %s, holds another tensor.", resolved.bufferName(b));
    } else if (resolved.transferTensor[x] != null) {
      Box part = Coverage.missingFrom(transfer.boxes(), buffers.get(b).boxes());
      if (part != null) {
        findings.add("transfer-source", resolved.transferName(x), "The source, %s, does not hold %s.", resolved.bufferName(b),
            part);
      }
    }
    if (resolved.creator[b] != Resolved.NO_CREATOR && resolved.ready(b) > transfer.start()) {
      findings.add("transfer-early", resolved.transferName(x), "It starts in cycle %d, the %s is complete in cycle %d.",
          transfer.start(), resolved.bufferName(b), resolved.ready(b));
    }
    return resolved.bufferCore[b];
  }

  /** What is loaded must be in DRAM when the load starts. */
  private void inDram(int x) {
    Tensor tensor = resolved.transferTensor[x];
    if (tensor == null || tensor.isFromDram()) {
      return;
    }
    Schedule.Transfer load = transfers.get(x);
    List<Integer> all = stores.getOrDefault(load.tensor(), List.of());
    BoxIndex index =
        storeIndex.computeIfAbsent(
            load.tensor(), k -> new BoxIndex(all.stream().map(s -> transfers.get(s).boxes()).toList()));
    List<List<Box>> stored = new ArrayList<>();
    for (int position : index.overlapping(load.boxes())) {
      int s = all.get(position);
      if (transfers.get(s).end() <= load.start()) {
        stored.add(transfers.get(s).boxes());
      }
    }
    for (Box box : load.boxes()) {
      Box part = Coverage.missing(box, stored);
      if (part != null) {
        findings.add("load-before-store", resolved.transferName(x), "In cycle %d no store has brought %s of (%s) to DRAM.",
            load.start(), part, load.tensor());
      }
    }
  }

  private void targets(int x, List<Integer> nodes) {
    Schedule.Transfer transfer = transfers.get(x);
    if (transfer.targets().isEmpty()) {
      findings.add("transfer-target", resolved.transferName(x), "It fills no buffer.");
    }
    Set<Integer> cores = new HashSet<>();
    boolean sound = true;
    for (int b : transfer.targets()) {
      if (!resolved.isBuffer(b) || !resolved.bufferSound[b]) {
        sound = false;
        continue;
      }
      if (!cores.add(resolved.bufferCore[b])) {
        findings.add("transfer-target", resolved.transferName(x), "It fills two buffers of the core (%s).",
            buffers.get(b).core());
        sound = false;
        continue;
      }
      nodes.add(resolved.bufferCore[b]);
      if (resolved.transferTensor[x] != null && !sameRegion(transfer, buffers.get(b))) {
        findings.add("transfer-target", resolved.transferName(x), "The target, %s, must hold exactly what is carried.",
            resolved.bufferName(b));
      }
    }
    if (!sound) {
      nodes.clear();
    }
  }

  private static boolean sameRegion(Schedule.Transfer transfer, Schedule.Buffer buffer) {
    // Both lists are disjoint boxes: equal volume and one inside the other make them the same set of elements.
    return transfer.tensor().equals(buffer.tensor())
        && (transfer.boxes().equals(buffer.boxes())
            || Coverage.volume(transfer.boxes()) == Coverage.volume(buffer.boxes())
                && Coverage.missingFrom(transfer.boxes(), buffer.boxes()) == null);
  }

  private void slots(int x, int from, List<Integer> to) {
    Schedule.Transfer transfer = transfers.get(x);
    Walk walk =
        routes.walk(from, transfer.route(), to, resolved.transferBytes[x], resolved.transferName(x), findings);
    if (walk == null || resolved.transferTensor[x] == null) {
      return;
    }
    resolved.transferWalk[x] = walk;
    long length = Exact.add(walk.arrival(), walk.bandwidth().cyclesFor(resolved.transferBytes[x]));
    if (resolved.transferTimed[x] && transfer.end() - transfer.start() != length) {
      findings.add("transfer-duration", resolved.transferName(x),
          "The cycles [%d, %d) must be %d long (latency %d, %d bytes at %s).",
          transfer.start(), transfer.end(), length, walk.arrival(), resolved.transferBytes[x], walk.bandwidth());
    }
  }

  private void outputs() {
    for (Tensor tensor : resolved.problem.workload().tensors().values()) {
      if (tensor.isOutput() && !tensor.isFromDram()) {
        List<List<Box>> stored =
            stores.getOrDefault(tensor.name(), List.of()).stream().map(x -> transfers.get(x).boxes()).toList();
        Box part = Coverage.missing(tensor.box(), stored);
        if (part != null) {
          findings.add("output-stored", "tensor " + tensor.name(), "No store brings %s of this output to DRAM.", part);
        }
      }
    }
  }
}
