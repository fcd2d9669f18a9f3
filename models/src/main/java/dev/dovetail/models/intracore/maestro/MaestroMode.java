package dev.dovetail.models.intracore.maestro;

/** Which of MAESTRO's quirks are kept. */
public enum MaestroMode {
  /** Every number as the public program (commit 4eb08d1) gives it, quirks included. */
  COMPATIBLE,
  /** Strides, output tiles, spatial edges, energy, arithmetic and legality mended; the mode for solving. */
  CORRECTED
}
