package dev.dovetail.models.stream.event;

import dev.dovetail.models.BadInputException;

/** A network or mapping of kind stream that our own model has no form for, so that the two cannot be compared. */
public final class InexpressibleException extends BadInputException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what (node) has no form
   * @param maybe the way out, without the leading word "Maybe "
   */
  public InexpressibleException(String message, String maybe) {
    super(message, maybe);
  }
}
