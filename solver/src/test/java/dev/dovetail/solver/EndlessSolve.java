package dev.dovetail.solver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process that finds a mapping, says so on standard output, and then searches on and on; for {@link KillTest}. */
final class EndlessSolve {
  private EndlessSolve() {}

  public static void main(String[] args) {
    Method<Toy.Ask, Toy.Answer> endless =
        Toy.method(
            "endless",
            (p, l, listener) -> {
              listener.incumbent(new Toy.Answer(120), 120, "start");
              while (!listener.shouldStop()) {
                Thread.sleep(5);
              }
              return new Outcome(Outcome.Termination.INTERRUPTED, Outcome.Proof.NONE, "stopped");
            });
    Progress announcing =
        new Progress() {
          @Override
          public void row(ProgressRow row) {
            if (row.best() != null) {
              System.out.println("announced " + row.best());
            }
          }

          @Override
          public void note(String text) {
            System.out.println(text);
          }
        };
    Limits limits = new Limits(Duration.ofMinutes(2), 0, 1, 1, false, 64);
    new Solve<>(
        Toy.kind(10),
        new Toy.Ask(100),
        List.of(endless),
        Request.of(limits),
        OutputDirectory.open(Path.of(args[0])),
        Environment.system(),
        announcing)
            .run();
  }
}
