package dev.dovetail.solver.conformance;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.solver.BackendListener;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a backend reported; stops on request. */
public final class Recorder implements BackendListener {
  private final List<Long> objectives = new ArrayList<>();
  private final List<Long> bounds = new ArrayList<>();
  private final int stopAfter;

  /** Never stops. */
  public Recorder() {
    this(Integer.MAX_VALUE);
  }

  /** Stops after that many solutions. */
  public Recorder(int stopAfter) {
    this.stopAfter = stopAfter;
  }

  @Override
  public synchronized void solution(Assignment assignment, long objective) {
    objectives.add(objective);
  }

  @Override
  public synchronized void bound(long lowerBound) {
    bounds.add(lowerBound);
  }

  @Override
  public synchronized boolean shouldStop() {
    return objectives.size() >= stopAfter;
  }

  /** Objectives in the order of their report. */
  public synchronized List<Long> objectives() {
    return List.copyOf(objectives);
  }

  /** Bounds in the order of their report. */
  public synchronized List<Long> bounds() {
    return List.copyOf(bounds);
  }
}
