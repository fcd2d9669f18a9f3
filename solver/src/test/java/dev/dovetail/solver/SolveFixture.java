package dev.dovetail.solver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.models.ProblemKind;
import dev.dovetail.solver.Toy.Answer;
import dev.dovetail.solver.Toy.Ask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A directory, a listener, and a way to solve a toy into them. */
abstract class SolveFixture {
  static final Limits LIMITS = new Limits(Duration.ofSeconds(20), 0, 1, 1, true, 256);
  static final Limits SHORT = new Limits(Duration.ofMillis(5), 0, 1, 1, true, 256);

  @TempDir
  Path dir;
  final List<ProgressRow> rows = new ArrayList<>();
  final List<String> notes = new ArrayList<>();

  final Progress progress =
      new Progress() {
        @Override
        public void row(ProgressRow row) {
          rows.add(row);
        }

        @Override
        public void note(String text) {
          notes.add(text);
        }
      };

  static Environment environment(Interrupts interrupts) {
    return new Environment(System::nanoTime, interrupts, Duration.ofMillis(100), Duration.ofSeconds(1));
  }

  SolveResult<Answer> solve(ProblemKind<Ask, Answer> kind, Request request, List<Method<Ask, Answer>> methods) {
    return new Solve<>(
        kind, new Ask(100), methods, request, OutputDirectory.open(dir), environment(a -> () -> {}), progress)
            .run();
  }

  SolveResult<Answer> solve(long slack, Limits limits, List<Method<Ask, Answer>> methods) {
    return solve(Toy.kind(slack), Request.of(limits), methods);
  }

  JsonNode file(String name) {
    try {
      return new ObjectMapper().readTree(dir.resolve(name).toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
