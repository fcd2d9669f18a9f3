package dev.dovetail.models.workload.networks;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.onnx.OnnxReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A network however it is named: a name of {@link Networks}, or an ONNX file.
 *
 * <p>Role: the one rule for every place where a person names a network.
 */
public final class Workloads {
  private static final String FILE_ENDING = ".onnx";

  /** Endings of other frameworks' files, which have to be exported first. */
  private static final List<String> FOREIGN =
      List.of(".pt", ".pth", ".h5", ".keras", ".tflite", ".safetensors", ".prototxt", ".mlir");

  private Workloads() {}

  /**
   * The network of that name, or in that file; a relative path starts in the current folder.
   *
   * @throws BadInputException if there is neither, or if the parameters of the name or the file are wrong
   */
  public static Workload byNameOrFile(String nameOrFile) {
    return byNameOrFile(nameOrFile, Path.of(""));
  }

  /**
   * The network of that name, or in that file. A name wins over a file that is called the same.
   *
   * @param nameOrFile a name of {@link Networks#names()} with or without parameters, or a path
   * @param folder where a relative path starts
   * @throws BadInputException if there is neither, or if the parameters of the name or the file are wrong
   */
  public static Workload byNameOrFile(String nameOrFile, Path folder) {
    Optional<Workload> named = Networks.byName(nameOrFile);
    if (named.isPresent()) {
      return named.get();
    }
    Path file;
    try {
      file = folder.resolve(nameOrFile);
    } catch (InvalidPathException e) {
      throw unknown(nameOrFile);
    }
    String lower = nameOrFile.toLowerCase(Locale.ROOT);
    if (FOREIGN.stream().anyMatch(lower::endsWith)) {
      throw new BadInputException(
          "The network (%s) is not an ONNX file.".formatted(nameOrFile), "export it to ONNX with the framework that made it.");
    }
    boolean looksLikeFile = lower.endsWith(FILE_ENDING) || nameOrFile.matches(".*[/\\\\].*");
    if (looksLikeFile || !nameOrFile.isBlank() && Files.isRegularFile(file)) {
      return OnnxReader.read(file);
    }
    throw unknown(nameOrFile);
  }

  private static BadInputException unknown(String text) {
    int open = text.indexOf('(');
    String name = (open < 0 ? text : text.substring(0, open)).strip();
    String known = "give an ONNX file, or one of: %s.".formatted(Suggestions.list(Networks.names()));
    return new BadInputException(
        "The network (%s) is neither known by name nor a file.".formatted(text),
        Suggestions.nearest(name, Networks.names()).map(n -> "you meant '%s'; else %s".formatted(n, known)).orElse(known));
  }
}
