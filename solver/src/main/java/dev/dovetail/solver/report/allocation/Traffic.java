package dev.dovetail.solver.report.allocation;

/** What a transfer carries and where to; decides its colour. */
enum Traffic {
  LOAD_WEIGHTS("load weights"),
  LOAD_ACTIVATIONS("load activations"),
  MOVE("move between cores"),
  STORE("store");

  private final String label;

  Traffic(String label) {
    this.label = label;
  }

  /** Words for legends and hover texts. */
  String label() {
    return label;
  }
}
