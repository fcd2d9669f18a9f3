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
   * The files, and those in the directories whose names end so, sorted within each.
   *
   * @param endings of names, for example {@code .yaml}
   * @throws ParameterException if one does not exist
   */
  public static List<Path> of(List<Path> named, List<String> endings, CommandSpec command) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path file : named) {
      if (Files.isDirectory(file)) {
        try (var inside = Files.list(file)) {
          inside.filter(f -> endings.stream().anyMatch(f.toString()::endsWith)).sorted().forEach(found::add);
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
