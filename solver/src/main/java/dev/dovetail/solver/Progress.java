package dev.dovetail.solver;

/** Hears how a solve goes on; called from one thread only. */
public interface Progress {
  /** Says nothing to anybody. */
  Progress NONE =
      new Progress() {
        @Override
        public void row(ProgressRow row) {}

        @Override
        public void note(String text) {}
      };

  /** A mapping improved or a bound rose. Mappings are on disk before this is called. */
  void row(ProgressRow row);

  /** Anything else that a person should read at once, in one line. */
  void note(String text);
}
