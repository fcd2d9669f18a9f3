package dev.dovetail.models.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.dovetail.models.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads a YAML or JSON file into a tree that knows the line of every value.
 *
 * <p>Role: the one way in which problem, accelerator and table files are read. Refused with one clear message each: a missing file, a
 * directory, an empty file, text that is not UTF-8, a syntax error, a duplicate key, nesting deeper than 64, a second document, anchors
 * and aliases, and files above 64 MiB.
 */
public final class DataFile {
  /** Largest file that is read. */
  static final int MAX_BYTES = 64 << 20;

  /** Deepest nesting that is read. */
  static final int MAX_DEPTH = 64;

  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder().maxNestingDepth(4 * MAX_DEPTH).maxStringLength(MAX_BYTES).build();

  private DataFile() {}

  /**
   * Reads a file: JSON if its name ends in {@code .json}, YAML otherwise.
   *
   * @throws BadInputException if it cannot be read or is not well-formed
   */
  public static DataNode read(Path file) {
    return parse(text(file), file.toString());
  }

  /**
   * The text of a file.
   *
   * @throws BadInputException if it has none: missing, a directory, too large, not UTF-8
   */
  public static String text(Path file) {
    if (file.toString().isBlank()) {
      throw new BadInputException("The name of the file is empty.", "a variable of the shell was not set.");
    }
    if (Files.isDirectory(file)) {
      throw new BadInputException("The file (%s) is a directory.".formatted(file), "give a file inside of it.");
    }
    if (!Files.exists(file)) {
      throw new BadInputException(
          "The file (%s) does not exist.".formatted(file),
          "the path is wrong: it is looked up from (%s).".formatted(Path.of("").toAbsolutePath()));
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new BadInputException(
            "The file (%s) has %d bytes, more than the %d that a text file may have here.".formatted(file, Files.size(file),
                MAX_BYTES),
            "it is not the file you meant.");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
    } catch (CharacterCodingException e) {
      throw new BadInputException(
          "The file (%s) is not text in UTF-8.".formatted(file), "it is another kind of file, or has another encoding.", e);
    } catch (IOException e) {
      throw new BadInputException(
          "The file (%s) cannot be read: %s.".formatted(file, e.getMessage()), "its permissions are wrong.", e);
    }
  }

  /**
   * Parses a text.
   *
   * @param text YAML, or JSON if {@code sourceName} ends in {@code .json}
   * @param sourceName the file's name, for messages
   * @throws BadInputException if it is not well-formed
   */
  public static DataNode parse(String text, String sourceName) {
    return parse(text, sourceName, DataTreeBuilder.lines());
  }

  /**
   * Parses a text; messages about its values name the column too.
   *
   * @param text YAML, or JSON if {@code sourceName} ends in {@code .json}
   * @param sourceName the file's name, for messages
   * @throws BadInputException if it is not well-formed
   */
  public static DataNode parseWithColumns(String text, String sourceName) {
    return parse(text, sourceName, DataTreeBuilder.columns(text.startsWith("\uFEFF") ? text.substring(1) : text));
  }

  /**
   * Parses JSON that is a text of another file, such as a cell of a table; all values stand where that text stands.
   *
   * @throws BadInputException if it is not well-formed
   */
  public static DataNode parseInside(DataNode cell) {
    try (JsonParser parser = jsonFactory().createParser(cell.text())) {
      return new DataTreeBuilder(parser, cell.source(), true, (line, column) -> cell.place()).build();
    } catch (JsonProcessingException e) {
      throw cell.error("The text of %s is not well-formed JSON.".formatted(cell.label()),
          "a bracket, quote or comma is missing.");
    } catch (IOException e) {
      throw new BadInputException("The file (%s) cannot be read: %s.".formatted(cell.source(), e.getMessage()), "try again.", e);
    }
  }

  private static DataNode parse(String text, String sourceName, DataTreeBuilder.Places places) {
    boolean json = sourceName.toLowerCase(Locale.ROOT).endsWith(".json");
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try (JsonParser parser = (json ? jsonFactory() : yamlFactory()).createParser(body)) {
      return new DataTreeBuilder(parser, sourceName, json, places).build();
    } catch (JsonProcessingException e) {
      throw syntax(e, sourceName, json);
    } catch (IOException e) {
      throw new BadInputException("The file (%s) cannot be read: %s.".formatted(sourceName, e.getMessage()), "try again.", e);
    }
  }

  private static JsonFactory jsonFactory() {
    return JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();
  }

  private static JsonFactory yamlFactory() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    return YAMLFactory.builder().loaderOptions(options).streamReadConstraints(CONSTRAINTS).build();
  }

  private static BadInputException syntax(JsonProcessingException e, String sourceName, boolean json) {
    int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    String what =
        e.getOriginalMessage() == null ? "syntax error" : e.getOriginalMessage().lines().findFirst().orElse("syntax error");
    if (e.getCause() instanceof MarkedYAMLException marked) {
      // The location of the outer exception is that of the last good token, the mark is that of the problem.
      line = marked.getProblemMark() == null ? line : marked.getProblemMark().getLine() + 1;
      what = marked.getProblem() == null ? what : marked.getProblem();
    }
    return new BadInputException(
        "%s:%d: This is not well-formed %s: %s."
            .formatted(sourceName, Math.max(1, line), json ? "JSON" : "YAML", plain(what)),
        json
            ? "a bracket, quote or comma is missing before this place."
            : "the indentation, a quote or a colon before this place is wrong, or a tab was used.",
        e);
  }

  /** Without what parsers add for their own developers: lists of tokens, names of classes. */
  private static String plain(String what) {
    return what.replaceFirst("(: was expecting|, got this instead: <| \\(start marker at).*$", "").strip().replaceAll("[.]+$",
        "");
  }
}
