package dev.dovetail.models.allocation;

import java.util.Objects;

/**
 * One entry of a core's instruction list.
 *
 * <p>A core issues its list in order. Only {@link Op#WAIT} holds it up; computing and transferring go on beside the list and
 * signal their token when they are done. A transfer begins when all its parties have issued it: the sender SEND or STORE, every
 * receiver LOAD or RECEIVE. COMPUTEs of one core run one after another.
 *
 * @param op what to do
 * @param cycle when it is issued in the schedule that the list was derived from; for reports, it orders nothing
 * @param token what a WAIT waits for, or what the others signal at their end: a task's id, or the complement (~) of a
 *     transfer's id
 * @param buffer id of the buffer that is filled (LOAD, RECEIVE), read (SEND, STORE) or given back (FREE), or -1
 */
public record Instruction(Op op, long cycle, int token, int buffer) {
  /** What an instruction does. */
  public enum Op {
    /** Takes a buffer and lets a load from DRAM fill it. */
    LOAD,
    /** Takes a buffer and lets another core fill it. */
    RECEIVE,
    /** Holds the list up until a token is signalled. */
    WAIT,
    /** Takes the written buffers and runs a task. */
    COMPUTE,
    /** Sends a buffer, or a part of it, to other cores. */
    SEND,
    /** Sends a buffer, or a part of it, to DRAM. */
    STORE,
    /** Gives a buffer back. Signals nothing. */
    FREE
  }

  /** The token of an instruction that signals nothing. */
  static final int NO_TOKEN = Integer.MIN_VALUE;

  public Instruction {
    Objects.requireNonNull(op);
  }

  /** The task that a COMPUTE runs. */
  public int task() {
    return token;
  }

  /** The transfer that a LOAD, RECEIVE, SEND or STORE takes part in. */
  public int transfer() {
    return ~token;
  }

  /** The token's name in files and reports, for example {@code task3} or {@code transfer12}. */
  public String tokenName() {
    return token >= 0 ? "task" + token : "transfer" + ~token;
  }

  static Instruction await(long cycle, int token) {
    return new Instruction(Op.WAIT, cycle, token, -1);
  }

  static Instruction compute(long cycle, int task) {
    return new Instruction(Op.COMPUTE, cycle, task, -1);
  }

  static Instruction transfer(Op op, long cycle, int transfer, int buffer) {
    return new Instruction(op, cycle, ~transfer, buffer);
  }

  static Instruction free(long cycle, int buffer) {
    return new Instruction(Op.FREE, cycle, NO_TOKEN, buffer);
  }
}
