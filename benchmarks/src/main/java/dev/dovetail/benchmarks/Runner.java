package dev.dovetail.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.solver.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the command line in a JVM of its own, one run after another.
 *
 * <p>Role: every run is as cold as a user's, and none can spoil the next. Standard output and error of each go to files beside its
 * result.
 */
public final class Runner {
  private final List<String> common;
  private final Path out;
  private final long patienceSeconds;

  /**
   * @param common arguments that every run gets: limits, seed, threads
   * @param out directory of which each run gets a subdirectory
   * @param patienceSeconds after which a run is killed, which no run should need
   */
  public Runner(List<String> common, Path out, long patienceSeconds) {
    this.common = List.copyOf(common);
    this.out = out;
    this.patienceSeconds = patienceSeconds;
  }

  /** Runs one, and reads its result.json for a line of the tables. */
  BenchRow row(BenchRun run) throws IOException, InterruptedException {
    return BenchRow.of(run, run(run));
  }

  /** Runs one, and reads its result.json. */
  public RunOutcome run(BenchRun run) throws IOException, InterruptedException {
    Path directory = Files.createDirectories(out.resolve(run.directory()));
    Path result = directory.resolve("result.json");
    if (Files.exists(result)) {
      // Set aside, not deleted: what an earlier sweep left here is known as ours by it.
      Files.move(result, directory.resolve("previous-result.json"), StandardCopyOption.REPLACE_EXISTING);
    }
    Double before = ChildCpu.seconds();
    Process process = new ProcessBuilder(command(run, directory))
        .redirectOutput(directory.resolve("stdout.txt").toFile())
        .redirectError(directory.resolve("stderr.txt").toFile())
        .start();
    // Whoever ends the sweep ends the run as well; it then says what it holds.
    Thread end = new Thread(process::destroy, "end of the sweep");
    Runtime.getRuntime().addShutdownHook(end);
    try {
      if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } finally {
      process.destroy();
      forget(end);
    }
    Double after = ChildCpu.seconds();
    return new RunOutcome(process.exitValue(), Files.exists(result) ? new ObjectMapper().readTree(result.toFile()) : null,
        before == null || after == null ? null : Double.valueOf(after - before));
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // The hook runs.
    }
  }

  /** What a run said of its failure, its advice with it; empty if it said nothing. */
  public String complaint(BenchRun run) throws IOException {
    Path errors = out.resolve(run.directory()).resolve("stderr.txt");
    List<String> lines = Files.exists(errors) ? Files.readAllLines(errors) : List.of();
    return String.join(System.lineSeparator(), lines.stream().dropWhile(line -> !line.startsWith("dovetail: ")).toList());
  }

  private List<String> command(BenchRun run, Path directory) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The launcher's options.
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx768m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(run.arguments());
    command.addAll(common);
    command.addAll(List.of("--out", directory.toString()));
    return command;
  }
}
