package dev.dovetail.solver.cli;

import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.DataflowReader;
import dev.dovetail.models.dataflow.NamedDataflows;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code --dataflow} names. */
final class DataflowArgument {
  private DataflowArgument() {}

  /** The dataflows of a file, or the one of that name; empty for none. A name wins over a file that is called the same. */
  static List<Dataflow> read(@Nullable String fileOrName) {
    if (fileOrName == null) {
      return List.of();
    }
    if (NamedDataflows.all().stream().anyMatch(d -> d.name().equals(fileOrName))) {
      return List.of(NamedDataflows.named(fileOrName));
    }
    try {
      Path file = Path.of(fileOrName);
      if (fileOrName.matches(".*[./\\\\].*") || Files.isRegularFile(file)) {
        return DataflowReader.read(file);
      }
    } catch (InvalidPathException e) {
      // It is no path, so it was meant to be a name.
    }
    return List.of(NamedDataflows.named(fileOrName));
  }
}
