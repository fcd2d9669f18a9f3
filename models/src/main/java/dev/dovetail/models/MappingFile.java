package dev.dovetail.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.Map;

/**
 * Writes a mapping's JSON tree as a file: sections over several lines, one entry per line.
 *
 * <p>Role: readable and comparable line by line; a file that is there is replaced in one step, so that a kill leaves the old or the new
 * one, never half of one.
 */
public final class MappingFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Objects and lists below this depth stand on one line. */
  private static final int BROKEN_DEPTH = 3;

  private MappingFile() {}

  /**
   * Writes the tree to a file, in one step.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(JsonNode tree, Path file) {
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.writeString(part, text(tree));
      try {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The file (%s) cannot be written.".formatted(file), e);
    }
  }

  /** The tree as text that ends with a line feed. */
  public static String text(JsonNode tree) {
    StringBuilder out = new StringBuilder();
    append(tree, 0, out);
    return out.append('\n').toString();
  }

  private static void append(JsonNode node, int depth, StringBuilder out) {
    if (!isBroken(node, depth)) {
      out.append(node);
      return;
    }
    String indent = "  ".repeat(depth + 1);
    out.append(node.isArray() ? "[" : "{");
    String separator = "\n";
    if (node.isArray()) {
      for (JsonNode child : node) {
        out.append(separator).append(indent);
        append(child, depth + 1, out);
        separator = ",\n";
      }
    } else {
      for (Iterator<Map.Entry<String, JsonNode>> i = node.fields(); i.hasNext(); ) {
        Map.Entry<String, JsonNode> e = i.next();
        out.append(separator).append(indent).append(MAPPER.getNodeFactory().textNode(e.getKey())).append(": ");
        append(e.getValue(), depth + 1, out);
        separator = ",\n";
      }
    }
    out.append('\n').append("  ".repeat(depth)).append(node.isArray() ? "]" : "}");
  }

  /** Sections are broken; an entry of a list (a task, an instruction) stands on one line. */
  private static boolean isBroken(JsonNode node, int depth) {
    if (!node.isContainerNode() || node.isEmpty() || depth >= BROKEN_DEPTH) {
      return false;
    }
    return node.isObject() ? depth <= 1 : node.get(0).isContainerNode();
  }
}
