package dev.dovetail.solver.cli;

import dev.dovetail.models.io.CsvFile;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.solver.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comma-separated tables that come in and go out. */
final class Tables {
  private Tables() {}

  /** What fills a table. */
  @FunctionalInterface
  interface Filling {
    /** Writes all of it. */
    void to(Appendable out) throws IOException;
  }

  /** The names of the columns. */
  static List<String> header(Path file) {
    String first = DataFile.text(file).lines().filter(l -> !l.isBlank() && !l.startsWith("#")).findFirst().orElse("");
    return CsvFile.table(first, file.toString()).header().stream().map(DataNode::cellText).toList();
  }

  /** Writes a table into a file, whole or not at all, or to standard output if there is none. */
  static void write(Console console, @Nullable Path out, Filling filling) {
    StringBuilder text = new StringBuilder();
    try {
      filling.to(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (out == null) {
      console.out().print(text);
    } else {
      WholeFile.write(out, temporary -> Files.writeString(temporary, text));
    }
  }
}
