package dev.dovetail.solver;

/** Tells who asks for it when the user presses Ctrl-C (or the process is asked to end). */
@FunctionalInterface
public interface Interrupts {
  /**
   * Runs {@code action} when the process is asked to end; the process ends when the action returns.
   *
   * @return a handle that takes the action back
   */
  Handle onInterrupt(Runnable action);

  /** Takes an action back. */
  @FunctionalInterface
  interface Handle extends AutoCloseable {
    @Override
    void close();
  }

  /** Shutdown hooks of this JVM; the process ends with {@link ExitCode#INTERRUPTED}. */
  static Interrupts jvm() {
    return action -> {
      Thread hook =
          new Thread(
              () -> {
                try {
                  action.run();
                } finally {
                  // The exit code is a contract; a SIGTERM would otherwise give 143.
                  Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
                }
              },
              "dovetail-interrupt");
      Runtime.getRuntime().addShutdownHook(hook);
      return () -> {
        try {
          Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
          // The hook runs already and ends the process itself.
        }
      };
    };
  }
}
