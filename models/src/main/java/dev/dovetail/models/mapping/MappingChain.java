package dev.dovetail.models.mapping;

import dev.dovetail.models.Findings;
import dev.dovetail.models.allocation.CriticalChain;
import dev.dovetail.models.allocation.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The critical chain of a mapping's schedule, with the waits that barriers between fusion groups impose. */
public final class MappingChain {
  private MappingChain() {}

  /**
   * Why the schedule of one sample takes as long as it does.
   *
   * @throws IllegalArgumentException if the mapping breaks a rule
   */
  public static CriticalChain of(MappingProblem problem, NetworkMapping mapping) {
    Findings findings = new Findings();
    GroupRules rules = new GroupRules(problem, mapping, findings);
    rules.check();
    if (!findings.isEmpty()) {
      throw new IllegalArgumentException("Only executable mappings have a critical chain: " + findings.violations().get(0));
    }
    int[] after = problem.barriers() ? after(mapping, rules.membership()) : new int[0];
    return CriticalChain.of(problem.allocation(), mapping.schedule(), after);
  }

  /** For every task, then every transfer, the last to end of all groups before its first one; -1 if there is none. */
  private static int[] after(NetworkMapping mapping, List<Set<Integer>> groups) {
    Schedule schedule = mapping.schedule();
    int tasks = schedule.tasks().size();
    int[] last = new int[mapping.groups().size()];
    Arrays.fill(last, -1);
    for (int a = 0; a < groups.size(); a++) {
      for (int g : groups.get(a)) {
        last[g] = later(schedule, tasks, last[g], a);
      }
    }
    for (int g = 1; g < last.length; g++) {
      last[g] = later(schedule, tasks, last[g - 1], last[g]);
    }
    int[] after = new int[groups.size()];
    for (int a = 0; a < after.length; a++) {
      int first = groups.get(a).stream().mapToInt(g -> g).min().orElse(0);
      after[a] = first == 0 ? -1 : last[first - 1];
    }
    return after;
  }

  private static int later(Schedule schedule, int tasks, int one, int other) {
    return one < 0 || other >= 0 && end(schedule, tasks, other) > end(schedule, tasks, one) ? other : one;
  }

  private static long end(Schedule schedule, int tasks, int a) {
    return a < tasks ? schedule.tasks().get(a).end() : schedule.transfers().get(a - tasks).end();
  }
}
