package dev.dovetail.solver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.dovetail.models.BadInputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The directory that a solve writes into.
 *
 * <p>Role: every file appears whole or not at all (temporary file, then rename), and no file is touched that Dovetail did not
 * write. What an earlier solve left there is kept as {@code previous-*.json}, so that an old mapping never stands beside a new
 * result.
 */
public final class OutputDirectory {
  /** The best verified mapping. */
  public static final String MAPPING = "mapping.json";

  /** What the solve ended with. */
  public static final String RESULT = "result.json";

  /** A mapping that the evaluator refuted, with the reasons. */
  public static final String REJECTED = "rejected-mapping.json";

  /** The problem, where it was put together from the command line. */
  public static final String PROBLEM = "problem.yaml";

  private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path directory;

  private OutputDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Creates the directory if needed, tries that it can be written, and sets an earlier solve's files aside.
   *
   * @throws BadInputException if it cannot be used; nothing was changed then
   */
  public static OutputDirectory open(Path directory) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new BadInputException(
          "The output directory (%s) is a file.".formatted(directory), "pass another one with --out DIR.");
    }
    try {
      Files.createDirectories(directory);
      Path probe = directory.resolve(temporaryName("probe"));
      Files.writeString(probe, "", StandardOpenOption.CREATE_NEW);
      Files.delete(probe);
    } catch (IOException | SecurityException e) {
      throw new BadInputException(
          "The output directory (%s) cannot be written: %s.".formatted(directory, reason(e)), "pass another one with --out DIR.", e);
    }
    OutputDirectory out = new OutputDirectory(directory);
    Path result = out.path(RESULT);
    if (Files.exists(result) && !isResult(result)) {
      throw new BadInputException(
          "The output directory (%s) holds a %s that is no result of Dovetail.".formatted(directory, RESULT),
          "pass another one with --out DIR.");
    }
    if (Files.exists(out.path(MAPPING)) && !Files.exists(result)) {
      throw new BadInputException(
          "The output directory (%s) holds a %s without a %s beside it.".formatted(directory, MAPPING, RESULT),
          "pass another one with --out DIR, so that it is not replaced.");
    }
    // The result goes last: a kill in between leaves a state that the next open accepts.
    out.setAside(REJECTED);
    out.setAside(MAPPING);
    out.setAside(RESULT);
    return out;
  }

  private static boolean isResult(Path file) {
    try {
      JsonNode tree = JSON.readTree(file.toFile());
      return tree != null && tree.has("kind") && tree.has("status") && tree.has("method");
    } catch (IOException e) {
      return false;
    }
  }

  private void setAside(String name) {
    try {
      Path previous = path("previous-" + name);
      if (Files.exists(path(name))) {
        move(path(name), previous);
      } else {
        Files.deleteIfExists(previous);
      }
    } catch (IOException e) {
      throw broken(path(name), e);
    }
  }

  /** The directory itself. */
  public Path directory() {
    return directory;
  }

  /** Path of the file of that name in the directory, whether it exists or not. */
  public Path path(String name) {
    return directory.resolve(name);
  }

  /** Writes a JSON tree under that name, whole or not at all. */
  public void write(String name, JsonNode tree) {
    try {
      writeText(name, JSON.writeValueAsString(tree) + "\n");
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw broken(path(name), e);
    }
  }

  /** Writes text under that name, whole or not at all. */
  public void writeText(String name, String text) {
    try {
      Path temporary = directory.resolve(temporaryName(name));
      try {
        Files.writeString(temporary, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        move(temporary, path(name));
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw broken(path(name), e);
    }
  }

  /** Takes a file away; nothing happens if there is none. */
  void remove(String name) {
    try {
      Files.deleteIfExists(path(name));
    } catch (IOException e) {
      throw broken(path(name), e);
    }
  }

  /** Not {@link Files#createTempFile}: that makes files which only their owner may read. */
  private static String temporaryName(String name) {
    return "." + name + "-" + UUID.randomUUID() + ".tmp";
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static BadInputException broken(Path file, IOException e) {
    return new BadInputException(
        "The file (%s) cannot be written: %s.".formatted(file, reason(e)),
        "the disk is full or the directory's permissions changed; pass another one with --out DIR.",
        e);
  }

  private static String reason(Exception e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof NoSuchFileException || e instanceof FileAlreadyExistsException) {
      return "no directory can be made there";
    }
    return String.valueOf(e.getMessage());
  }
}
