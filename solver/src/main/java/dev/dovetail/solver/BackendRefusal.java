package dev.dovetail.solver;

/** A backend does not take a model. The message says what is refused, why, and after "Maybe" the way out. */
public final class BackendRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The two families of refusals. */
  public enum Kind {
    /** The backend has no words for it, and no rewrite helps. */
    UNSUPPORTED,
    /** It is supported, but not in this form: domains too large, sums that overflow. */
    NOT_ALLOWED
  }

  private final Kind kind;

  /**
   * @param kind the family
   * @param backend name of the backend
   * @param what what is refused and why, one sentence
   * @param maybe the way out, without the leading word "Maybe "
   */
  public BackendRefusal(Kind kind, String backend, String what, String maybe) {
    this(kind, "%s by backend %s: %s\nMaybe %s".formatted(label(kind), backend, what, maybe));
  }

  /**
   * @param kind the family
   * @param message the whole message
   */
  public BackendRefusal(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** The family. */
  public Kind kind() {
    return kind;
  }

  private static String label(Kind kind) {
    return kind == Kind.UNSUPPORTED ? "Unsupported" : "Not allowed";
  }
}
