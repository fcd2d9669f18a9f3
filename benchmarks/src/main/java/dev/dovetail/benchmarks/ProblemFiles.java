package dev.dovetail.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The problem files that a command line names. */
public final class ProblemFiles {
  private ProblemFiles() {}

  /**
   * The files, and the {@code .yaml} files in the directories, sorted within each.
   *
   * @throws ParameterException if one does not exist
   */
  public static List<Path> of(List<Path> named, CommandSpec command) throws IOException {
    return of(named, ".yaml", command);
  }

  /**
   * The files, and those in the directories whose names end so, sorted within each.
   *
   * @throws ParameterException if one does not exist
   */
  public static List<Path> of(List<Path> named, String ending, CommandSpec command) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path file : named) {
      if (Files.isDirectory(file)) {
        try (var inside = Files.list(file)) {
          inside.filter(f -> f.toString().endsWith(ending)).sorted().forEach(found::add);
        }
      } else if (Files.exists(file)) {
        found.add(file);
      } else {
        throw new ParameterException(command.commandLine(), "The problem file (%s) does not exist.".formatted(file));
      }
    }
    return found;
  }
}
