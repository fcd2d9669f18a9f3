package dev.dovetail.solver.cli;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The SHA-256 of everything that a problem was read from. */
final class Inputs {
  private Inputs() {}

  /**
   * The problem's file and each file that it names, to their SHA-256; {@code network} and {@code accelerator} that are no files to
   * {@code name: ...}.
   *
   * @param file the problem's file
   * @param tree what is in it
   */
  static Map<String, String> of(Path file, DataNode tree) {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put(file.toString(), sha256(file));
    Path folder = file.toAbsolutePath().getParent();
    collect(tree, "", folder == null ? Path.of("") : folder, inputs);
    return inputs;
  }

  /** The problem's file, which names no others, and those that belong to it, to their SHA-256. */
  static Map<String, String> of(Path file, List<Path> companions) {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put(file.toString(), sha256(file));
    companions.forEach(c -> inputs.put(c.toString(), sha256(c)));
    return inputs;
  }

  /** What a problem that is in no file yet was put together from; relative paths start in {@code folder}. */
  static Map<String, String> named(DataNode tree, Path folder) {
    Map<String, String> inputs = new LinkedHashMap<>();
    collect(tree, "", folder, inputs);
    return inputs;
  }

  private static void collect(DataNode node, String key, Path folder, Map<String, String> inputs) {
    if (node.isObject()) {
      node.entries().forEach((k, v) -> collect(v, k, folder, inputs));
    } else if (node.isArray()) {
      node.items().forEach(v -> collect(v, key, folder, inputs));
    } else if (node.isText()) {
      Path named = resolve(folder, node.text());
      if (named != null && Files.isRegularFile(named)) {
        inputs.put(node.text(), sha256(named));
      } else if (key.equals("network") || key.equals("accelerator")) {
        inputs.put(key, "name: " + node.text());
      }
    }
  }

  private static @org.jspecify.annotations.Nullable Path resolve(Path folder, String text) {
    try {
      // A plain word is a name, even if some file happens to be called like it.
      return text.matches(".*[./\\\\].*") ? folder.resolve(text) : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** SHA-256 of a file in hexadecimal. */
  static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] block = new byte[1 << 16];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        digest.update(block, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new BadInputException(
          "The file (%s) cannot be read: %s.".formatted(file, e.getMessage()), "its permissions are wrong.", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
