package dev.dovetail.solver.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.solver.lp.LpSolver;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The child process that solves linear programmes, one per line, until its parent is gone. Argument: class name of the solver. */
public final class LpWorkerMain {
  private LpWorkerMain() {}

  /** Runs the child; ends it when its input ends. */
  public static void main(String[] args) throws IOException, ReflectiveOperationException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err); // Whatever a library prints must not look like a message.
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (LpSolver solver = (LpSolver) Class.forName(args[0]).getDeclaredConstructor().newInstance()) {
      for (String line = in.readLine(); line != null && !out.checkError(); line = in.readLine()) {
        JsonNode message = LpMessages.parse(line);
        out.print(LpMessages.optimum(solver.solve(LpMessages.program(message), LpMessages.time(message))) + "\n");
        out.flush();
      }
    }
    Runtime.getRuntime().halt(0);
  }
}
