package dev.dovetail.models.linkslots.bounds;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What must be held of a resource by messages: each hold has a head, a length and a tail; equal ones are counted.
 *
 * <p>Role: a relaxation of the schedule to one resource. Every bound of {@link Machines} is one on a set of jobs.
 */
final class Jobs {
  /**
   * One sort of hold.
   *
   * @param head slots before which it cannot begin
   * @param length slots that it takes, at least 1
   * @param tail slots from its end to the message's finish, at least; negative where the finish is counted before the end
   */
  record Job(long head, long length, long tail) {}

  /**
   * Equal jobs.
   *
   * @param job one of them
   * @param count how many, at least 1
   */
  record Batch(Job job, long count) {}

  /**
   * The hold of one message.
   *
   * @param message index
   * @param job what it holds
   */
  record Member(int message, Job job) {}

  private final List<Member> members = new ArrayList<>();
  private long load;
  private long leastHead = Long.MAX_VALUE;
  private long leastTail = Long.MAX_VALUE;

  /** Adds the hold of a message. */
  void add(int message, long head, long length, long tail) {
    members.add(new Member(message, new Job(head, length, tail)));
    load = Math.addExact(load, length);
    leastHead = Math.min(leastHead, head);
    leastTail = Math.min(leastTail, tail);
  }

  /** All holds in the order in which they were added. */
  List<Member> members() {
    return Collections.unmodifiableList(members);
  }

  /** How many holds there are. */
  long size() {
    return members.size();
  }

  /** Slots of all holds together. */
  long load() {
    return load;
  }

  /** The least head; there is at least one job. */
  long leastHead() {
    return leastHead;
  }

  /** The least tail; there is at least one job. */
  long leastTail() {
    return leastTail;
  }

  /** The jobs by ascending head, then descending tail and length. */
  List<Batch> batches() {
    Map<Job, Long> counts = new HashMap<>();
    members.forEach(m -> counts.merge(m.job(), 1L, Long::sum));
    List<Batch> batches = new ArrayList<>();
    counts.forEach((job, count) -> batches.add(new Batch(job, count)));
    batches.sort(
        Comparator.comparingLong((Batch b) -> b.job().head())
            .thenComparingLong(b -> -b.job().tail())
            .thenComparingLong(b -> -b.job().length()));
    return batches;
  }
}
