package dev.dovetail.models.intracore.polar;

/** Which data elements pass on to each other instead of reading the global buffer again; in the order of trial. */
enum Rings {
  NONE(false, false, false),
  WEIGHTS(true, false, false),
  BOTH(true, true, false),
  STAGED_INPUTS(false, true, true),
  STAGED_BOTH(true, true, true);

  private static final Rings[] ALL = values();

  final boolean weights;
  final boolean inputs;
  /** Whether the elements fetch all weights anew for each block of inputs. */
  final boolean staged;

  Rings(boolean weights, boolean inputs, boolean staged) {
    this.weights = weights;
    this.inputs = inputs;
    this.staged = staged;
  }

  static Rings at(int index) {
    return ALL[index];
  }

  static int count() {
    return ALL.length;
  }
}
