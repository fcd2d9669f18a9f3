package dev.dovetail.solver.report.dramschedule;

import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramTensor;

/** What a tensor in the buffer is for; decides its colour, the same on the channel and in the buffer. */
public enum TensorRole {
  WEIGHTS("weights"),
  INPUT("inputs"),
  OUTPUT("outputs to DRAM"),
  LOCAL("on the chip only");

  private final String label;

  TensorRole(String label) {
    this.label = label;
  }

  /** Words for legends. */
  public String label() {
    return label;
  }

  /** Of a tensor that travels; a load of weights is known by its name, {@code wgt:...}, as the public instances write it. */
  static TensorRole of(DramTensor tensor) {
    return tensor instanceof DramTensor.Store ? OUTPUT : DefaultSchedule.isWeights(tensor) ? WEIGHTS : INPUT;
  }
}
