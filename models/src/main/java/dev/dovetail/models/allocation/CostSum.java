package dev.dovetail.models.allocation;

import dev.dovetail.models.Exact;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.links.Walk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums what a schedule costs. */
final class CostSum {
  private CostSum() {}

  /**
   * The cost broken down.
   *
   * @param resolved whose tasks have cost points and whose transfers have walked routes
   * @param peaks peak bytes of each core
   * @param busiestChannelCycles most cycles that any channel is held
   */
  static Map<String, Long> of(Resolved resolved, long[] peaks, long busiestChannelCycles) {
    Accelerator accelerator = resolved.problem.accelerator();
    long latency = 0;
    long coreEnergy = 0;
    long transferEnergy = 0;
    long dramBytes = 0;
    long movedBytes = 0;
    long ownDramEnergy = accelerator.ownDramFemtojoulesPerByte();
    long[] busy = new long[accelerator.cores().size()];
    List<Schedule.Task> tasks = resolved.schedule.tasks();
    for (int t = 0; t < tasks.size(); t++) {
      latency = Math.max(latency, tasks.get(t).end());
      CostPoint point = resolved.taskPoint[t];
      if (point != null) {
        coreEnergy = Exact.add(coreEnergy, point.energyFemtojoules());
        dramBytes = Exact.add(dramBytes, point.dramBytes());
        transferEnergy = Exact.add(transferEnergy, Exact.multiply(point.dramBytes(), ownDramEnergy));
        busy[resolved.taskCore[t]] = Exact.add(busy[resolved.taskCore[t]], point.cycles());
      }
    }
    List<Schedule.Transfer> transfers = resolved.schedule.transfers();
    for (int x = 0; x < transfers.size(); x++) {
      latency = Math.max(latency, transfers.get(x).end());
      Walk walk = resolved.transferWalk[x];
      if (walk != null) {
        long bytes = resolved.transferBytes[x];
        transferEnergy = Exact.add(transferEnergy, Exact.multiply(bytes, walk.femtojoulesPerByte()));
        if (transfers.get(x).kind() == Schedule.Transfer.Kind.MOVE) {
          movedBytes = Exact.add(movedBytes, bytes);
        } else {
          dramBytes = Exact.add(dramBytes, bytes);
        }
      }
    }
    long leakage = Exact.multiply(accelerator.leakageFemtojoulesPerCycle(), latency);
    long energy = Exact.add(Exact.add(coreEnergy, transferEnergy), leakage);
    Map<String, Long> cost = new LinkedHashMap<>();
    cost.put("latencyCycles", latency);
    cost.put("energyFemtojoules", energy);
    cost.put("edpNanojouleCycles", Objective.EDP.of(latency, energy));
    cost.put("coreEnergyFemtojoules", coreEnergy);
    cost.put("transferEnergyFemtojoules", transferEnergy);
    cost.put("leakageEnergyFemtojoules", leakage);
    cost.put("dramBytes", dramBytes);
    cost.put("movedBytes", movedBytes);
    cost.put("busiestChannelCycles", busiestChannelCycles);
    long busiestCore = 0;
    for (long cycles : busy) {
      busiestCore = Math.max(busiestCore, cycles);
    }
    cost.put("busiestCoreCycles", busiestCore);
    for (int c = 0; c < peaks.length; c++) {
      cost.put("peakBytes." + resolved.coreName(c), peaks[c]);
    }
    return cost;
  }

  /** The quantity that the problem minimises. */
  static long objective(Objective objective, Map<String, Long> cost) {
    return cost.getOrDefault(
        switch (objective) {
          case LATENCY -> "latencyCycles";
          case ENERGY -> "energyFemtojoules";
          case EDP -> "edpNanojouleCycles";
        },
        0L);
  }
}
