package dev.dovetail.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of the command line: an instance, a method, and the arguments that ask for them.
 *
 * @param instance name of the instance, for tables
 * @param method name of the method
 * @param arguments of {@code dovetail}, without limits and output directory
 */
public record BenchRun(String instance, String method, List<String> arguments) {
  public BenchRun {
    arguments = List.copyOf(arguments);
  }

  /** Every network on every accelerator with every method, instance by instance. */
  static List<BenchRun> sweep(List<String> networks, List<String> accelerators, List<String> methods) {
    List<BenchRun> runs = new ArrayList<>();
    for (String network : networks) {
      for (String accelerator : accelerators) {
        for (String method : methods) {
          runs.add(new BenchRun(network + " on " + accelerator, method,
              List.of("map", network, "--on", accelerator, "--solver", method)));
        }
      }
    }
    return runs;
  }

  /** Every problem file with every method, file by file. */
  static List<BenchRun> files(List<Path> files, List<String> methods) {
    List<BenchRun> runs = new ArrayList<>();
    for (Path file : files) {
      for (String method : methods) {
        runs.add(file(file, method));
      }
    }
    return runs;
  }

  /** A problem file with a method. */
  public static BenchRun file(Path file, String method) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]+$", "");
    return new BenchRun(name, method, List.of("solve", file.toString(), "--solver", method));
  }

  /** A name for the run's directory. */
  public String directory() {
    return (instance + "--" + method).replaceAll("[^A-Za-z0-9.]+", "-");
  }
}
