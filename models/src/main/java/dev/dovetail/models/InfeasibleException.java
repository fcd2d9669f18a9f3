package dev.dovetail.models;

/**
 * The problem is proven to have no mapping; the message names the conflicting requirement and the smallest change that helps.
 */
public final class InfeasibleException extends BadInputException {
  private static final long serialVersionUID = 1L;

  /** Exit code of a proven infeasible problem. */
  public static final int INFEASIBLE = 10;

  /**
   * @param message what is in conflict, with needed and available values
   * @param maybe the smallest change that helps, without the leading word "Maybe "
   */
  public InfeasibleException(String message, String maybe) {
    super(message, maybe);
  }

  @Override
  public int exitCode() {
    return INFEASIBLE;
  }
}
