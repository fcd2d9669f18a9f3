package dev.dovetail.solver;

import dev.dovetail.models.BadInputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Writes a file whole or not at all: a temporary file beside it, then a rename.
 *
 * <p>Role: every file that Dovetail leaves behind goes through here, so a full disk or a kill leaves no half of one.
 */
public final class WholeFile {
  private WholeFile() {}

  /** What fills the file. */
  @FunctionalInterface
  public interface Writing {
    /** Writes all of it to {@code file}. */
    void to(Path file) throws IOException;
  }

  /**
   * Writes {@code target}. A device or a pipe is written directly.
   *
   * @throws BadInputException if it cannot be written; what was there before is still there then
   */
  public static void write(Path target, Writing writing) {
    try {
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        writing.to(target);
        return;
      }
      Path temporary = target.resolveSibling(temporaryName(String.valueOf(target.getFileName())));
      try {
        writing.to(temporary);
        move(temporary, target);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw broken(target, e);
    }
  }

  /** Not {@link Files#createTempFile}: that makes files which only their owner may read. */
  static String temporaryName(String name) {
    return "." + name + "-" + UUID.randomUUID() + ".tmp";
  }

  static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  static BadInputException broken(Path file, IOException e) {
    return new BadInputException(
        "The file (%s) cannot be written: %s.".formatted(file, reason(e)),
        "the disk is full, or its directory does not exist or is protected; name another place.",
        e);
  }

  /** Why, in words. */
  static String reason(Exception e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof NoSuchFileException || e instanceof FileAlreadyExistsException) {
      return "there is no such directory, and none can be made";
    }
    return String.valueOf(e.getMessage());
  }
}
