package dev.dovetail.models.registry;

import dev.dovetail.models.ProblemKind;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out which kind of problem a file holds: by the {@code format:} (or {@code schema:}) in it, or by its name if it is a table.
 *
 * <p>Role: the one way in which every command recognises problem files.
 */
public final class ProblemFormats {
  private ProblemFormats() {}

  /**
   * A file that was recognised.
   *
   * @param kind what reads it
   * @param tree what is in it; empty for a table
   */
  public record Recognised<K>(K kind, Optional<DataNode> tree) {}

  /**
   * Recognises a file.
   *
   * @param kinds one of which must read it
   * @param kindOf the problem kind of each
   * @throws dev.dovetail.models.BadInputException if it cannot be read, or none reads it
   */
  public static <K> Recognised<K> recognise(Path file, List<K> kinds, Function<K, ProblemKind<?, ?>> kindOf) {
    for (K kind : kinds) {
      if (kindOf.apply(kind).readsTable(file)) {
        return new Recognised<>(kind, Optional.empty());
      }
    }
    DataNode tree = DataFile.read(file);
    DataNode format = isForeign(tree) ? tree.required("schema") : tree.required("format");
    List<String> known = new ArrayList<>();
    for (K kind : kinds) {
      List<String> formats = kindOf.apply(kind).problemFormats();
      if (formats.contains(format.text())) {
        return new Recognised<>(kind, Optional.of(tree));
      }
      known.addAll(formats);
    }
    throw format.error("The format (%s) is that of no problem kind.".formatted(format.text()),
        mapping(kinds.stream().map(kindOf).toList(), format.text())
            .orElseGet(() -> Suggestions.instead(format.text(), known)));
  }

  /** Whether a file names its format under {@code schema}, as reference instances of other programs do. */
  private static boolean isForeign(DataNode tree) {
    return tree.isObject() && !tree.entries().containsKey("format") && tree.entries().containsKey("schema");
  }

  private static Optional<String> mapping(List<ProblemKind<?, ?>> kinds, String format) {
    return kinds.stream().filter(k -> k.mappingFormat().equals(format)).findFirst()
        .map(k -> "give the problem: this file is a mapping of kind %s.".formatted(k.name()));
  }
}
