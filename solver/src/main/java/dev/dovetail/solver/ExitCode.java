package dev.dovetail.solver;

/** The exit codes of the command line: a contract, new ones may be added, none changed. */
public final class ExitCode {
  /** A verified mapping was written, or the command did what it was asked. */
  public static final int OK = 0;
  /** The command line itself is wrong. */
  public static final int USAGE = 2;
  /** A file or a value that the user gave is wrong. */
  public static final int BAD_INPUT = 3;
  /** There is proven to be no mapping. */
  public static final int INFEASIBLE = 10;
  /** The limit was reached with nothing found. */
  public static final int NOTHING_FOUND = 11;
  /** A mapping was written, but the gap that was asked for was not reached. */
  public static final int GAP_NOT_MET = 12;
  /** A method failed; the best verified mapping, if there was one before it failed, is kept. Also an internal error. */
  public static final int BACKEND_FAILED = 20;
  /** A claim was refuted: solver against evaluator, bound against cost, or two proofs against each other. */
  public static final int DISAGREEMENT = 30;
  /** Ctrl-C; the best verified mapping is kept. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
