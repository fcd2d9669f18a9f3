package dev.dovetail.models;

/**
 * Something that a person gave is wrong: what (value) is wrong where, and on a second line starting "Maybe" the way out.
 *
 * <p>Role: the only exception that readers throw for bad files; the command line prints it and ends with {@link #exitCode()}.
 */
public class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Exit code of bad input. */
  public static final int BAD_INPUT = 3;

  /**
   * @param message one sentence: what (value) is wrong where
   * @param maybe the way out, without the leading word "Maybe "
   */
  public BadInputException(String message, String maybe) {
    super(message + System.lineSeparator() + "Maybe " + maybe);
  }

  /**
   * @param message one sentence: what (value) is wrong where
   * @param maybe the way out, without the leading word "Maybe "
   * @param cause what went wrong below
   */
  public BadInputException(String message, String maybe, Throwable cause) {
    super(message + System.lineSeparator() + "Maybe " + maybe, cause);
  }

  /** The exit code that this error ends the command line with. */
  public int exitCode() {
    return BAD_INPUT;
  }
}
