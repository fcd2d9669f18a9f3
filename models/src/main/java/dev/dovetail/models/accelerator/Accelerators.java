package dev.dovetail.models.accelerator;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.Suggestions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The accelerators that come with Dovetail, by name.
 *
 * <p>Role: turns what a person writes after {@code --on} into an {@link Accelerator}. Each library file names its sources.
 */
public final class Accelerators {
  private static final String FOLDER = "/dev/dovetail/hardware/";

  private static final List<String> NAMES =
      List.of(
          "quad-core",
          "quad-core-1mib",
          "quad-core-512kib",
          "quad-core-mesh",
          "quad-core-mesh-1mib",
          "quad-core-mesh-512kib",
          "quad-core-kcp",
          "herald-like-3",
          "eyeriss-like-1",
          "eyeriss-like-2",
          "eyeriss-like-4",
          "simba-like-4",
          "simba-like-36",
          "diana-like",
          "metro-16x16",
          "soma-edge",
          "soma-cloud");

  private Accelerators() {}

  /** The names of the library, related ones side by side. */
  public static List<String> names() {
    return NAMES;
  }

  /** The text of a library file, as it is on the class path. */
  static String text(String name) {
    try (InputStream in = Accelerators.class.getResourceAsStream(FOLDER + name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("The library file (%s) is not on the class path.".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The accelerator of that name, or in that file. A name of the library wins over a file without a folder.
   *
   * @throws BadInputException if there is neither, or if the file is wrong
   */
  public static Accelerator byNameOrFile(String nameOrFile) {
    return byNameOrFile(nameOrFile, Path.of(""));
  }

  /**
   * The accelerator of that name, or in that file.
   *
   * @param folder where a relative path starts
   * @throws BadInputException if there is neither, or if the file is wrong
   */
  public static Accelerator byNameOrFile(String nameOrFile, Path folder) {
    if (NAMES.contains(nameOrFile)) {
      return AcceleratorReader.read(DataFile.parse(text(nameOrFile), nameOrFile + ".yaml"));
    }
    Path file;
    try {
      file = folder.resolve(nameOrFile);
    } catch (InvalidPathException e) {
      throw unknown(nameOrFile);
    }
    boolean looksLikeFile = nameOrFile.matches(".*(/|\\\\|\\.ya?ml|\\.json).*");
    if (Files.exists(file) || looksLikeFile) {
      return AcceleratorReader.read(file);
    }
    throw unknown(nameOrFile);
  }

  private static BadInputException unknown(String name) {
    String known = "the library has: %s; or give a YAML file.".formatted(Suggestions.list(NAMES));
    return new BadInputException(
        "The accelerator (%s) is neither in the library nor a file.".formatted(name),
        Suggestions.nearest(name, NAMES).map(n -> "you meant '%s'; %s".formatted(n, known)).orElse(known));
  }
}
