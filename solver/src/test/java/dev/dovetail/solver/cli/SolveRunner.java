package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Solves problems that a test writes, reproducibly, inside the test: {@code problem.yaml} and {@code table.csv} into {@code out}. */
final class SolveRunner {
  private final Path dir;
  private final String table;
  private final String timeLimit;
  private final Terminal terminal = new Terminal();

  SolveRunner(Path dir, String table, String timeLimit) {
    this.dir = dir;
    this.table = table;
    this.timeLimit = timeLimit;
  }

  int solve(String problem, String... more) throws IOException {
    Files.writeString(dir.resolve("problem.yaml"), problem);
    Files.writeString(dir.resolve("table.csv"), table);
    List<Object> args = new ArrayList<>(
        List.of("solve", dir.resolve("problem.yaml"), "--out", dir.resolve("out"), "--reproducible", "--time-limit", timeLimit));
    args.addAll(List.of(more));
    return terminal.run(args.toArray());
  }

  String out() {
    return terminal.out();
  }

  String err() {
    return terminal.err();
  }

  JsonNode file(String name) throws IOException {
    return new ObjectMapper().readTree(dir.resolve("out").resolve(name).toFile());
  }
}
