package dev.dovetail.solver.cli;

/** The command line itself is wrong; ends with {@link dev.dovetail.solver.ExitCode#USAGE}. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence: what (value) is wrong
   * @param maybe the way out, without the leading word "Maybe "
   */
  UsageException(String message, String maybe) {
    super(message + System.lineSeparator() + "Maybe " + maybe);
  }
}
