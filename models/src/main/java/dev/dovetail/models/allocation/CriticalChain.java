package dev.dovetail.models.allocation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What makes the latency of a schedule what it is: the steps that follow each other from cycle 0 to the last end, each with the reason
 * why it did not begin earlier.
 *
 * <p>Role: answers "why so long?" exactly. The steps touch: each begins where the one before it lets it, so their cycles sum to the
 * latency. Every reason can be checked: with all else as it is, a step that begins one cycle earlier breaks the rule that
 * the reason stands for (machine model, rules 1, 2, 4, 6 and 7), and {@link Reason#NOTHING} breaks none.
 *
 * @param latencyCycles the last end of a task or transfer
 * @param steps in order of time; the first begins in cycle 0, the last one ends the schedule
 */
public record CriticalChain(long latencyCycles, List<Step> steps) {
  public CriticalChain {
    steps = List.copyOf(steps);
  }

  /** What passes during a step. */
  public enum Kind {
    COMPUTE,
    LOAD,
    MOVE,
    STORE,
    /** A channel of the next step's route is kept by a transfer that begins no earlier itself. */
    WAIT,
    /** Nothing hinders the next step from beginning earlier. */
    SLACK
  }

  /** Why a step did not begin earlier. */
  public enum Reason {
    /** It begins in cycle 0. */
    START("start"),
    /** What it reads or carries was not there. */
    DATA("waiting for data"),
    /** The core ran another task. */
    CORE("core busy"),
    /** A channel of its route carried another transfer. */
    CHANNEL("channel busy"),
    /** The memory that it fills was full. */
    MEMORY("memory full"),
    /** The fusion groups before its own were not done. */
    GROUP("group before not done"),
    /** Nothing: it could have begun earlier. */
    NOTHING("free slack"),
    /** Nothing follows: the last step. */
    END("last step");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** As it is told to people. */
    public String words() {
      return words;
    }
  }

  /**
   * One step.
   *
   * @param kind what passes
   * @param id of the task or transfer; -1 for a wait and for slack
   * @param from first cycle
   * @param until one past the last cycle that counts: where the next step is let go, which may be before the end of a transfer
   * @param layer of the task, or for which the transfer moves data; empty if there is none
   * @param resource the core of a task, or the slowest channel of a transfer's route; what is waited for; empty for slack
   * @param what in words, for example {@code load w1 (1,024 bytes) to core0}
   * @param reason why it did not begin earlier
   * @param because the reason in words, with the resource or data; what was in the way is the step before
   * @param heldCycles how much earlier it could begin without that one reason, all else as it is
   */
  public record Step(
      Kind kind, int id, long from, long until, String layer, String resource, String what, Reason reason, String because,
      long heldCycles) {
    /** Its part of the latency. */
    public long cycles() {
      return until - from;
    }
  }

  /**
   * A part of the latency.
   *
   * @param name of what the cycles are spent on
   * @param cycles its sum over the steps
   * @param steps how many they are
   */
  public record Share(String name, long cycles, int steps) {}

  /**
   * The chain of an executable schedule.
   *
   * @throws IllegalArgumentException if the schedule breaks a rule
   */
  public static CriticalChain of(AllocationProblem problem, Schedule schedule) {
    return of(problem, schedule, new int[0]);
  }

  /**
   * The chain of an executable schedule of which some activities must also wait for others, as fusion groups with barriers do.
   *
   * @param after for every task, then every transfer, another one that must end before it begins, or -1; empty for none
   * @throws IllegalArgumentException if the schedule breaks a rule
   */
  public static CriticalChain of(AllocationProblem problem, Schedule schedule, int[] after) {
    Simulation simulation = Simulation.run(problem, schedule);
    if (!simulation.evaluation().isExecutable()) {
      throw new IllegalArgumentException(
          "Only executable schedules have a critical chain: " + simulation.evaluation().violations().get(0));
    }
    return new ChainWalk(simulation.resolved(), after).chain();
  }

  /** The latency parted by what it is spent on: compute on each core, transfers over each channel, waits, slack; the largest first. */
  public List<Share> byResource() {
    return shares(i -> switch (steps.get(i).kind()) {
      case COMPUTE -> "compute on " + steps.get(i).resource();
      case LOAD, MOVE, STORE ->
          steps.get(i).kind().name().toLowerCase(java.util.Locale.ROOT) + " over " + steps.get(i).resource();
      case WAIT -> "wait for " + steps.get(i).resource();
      case SLACK -> Reason.NOTHING.words();
    });
  }

  /** The latency parted by why the step after each one waited for it; the largest first. */
  public List<Share> byReason() {
    return shares(i -> {
      if (steps.get(i).kind() == Kind.SLACK) {
        return Reason.NOTHING.words();
      }
      return (i + 1 < steps.size() ? steps.get(i + 1).reason() : Reason.END).words();
    });
  }

  /** The latency parted by the layers for which it is spent; the largest first. */
  public List<Share> byLayer() {
    return shares(i -> steps.get(i).layer().isEmpty() ? "no layer" : steps.get(i).layer());
  }

  private List<Share> shares(Function<Integer, String> name) {
    Map<String, Share> shares = new LinkedHashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      Share one = new Share(name.apply(i), steps.get(i).cycles(), 1);
      shares.merge(one.name(), one, (a, b) -> new Share(a.name(), a.cycles() + b.cycles(), a.steps() + b.steps()));
    }
    List<Share> sorted = new ArrayList<>(shares.values());
    sorted.sort(Comparator.comparingLong(Share::cycles).reversed());
    return List.copyOf(sorted);
  }
}
