package dev.dovetail.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/**
 * A mapping's JSON tree as text: sections over several lines, one entry per line.
 *
 * <p>Role: mapping files that can be read, and compared line by line.
 */
public final class MappingText {
  /** Objects and lists below this depth stand on one line. */
  private static final int BROKEN_DEPTH = 3;

  private MappingText() {}

  /** The tree as text that ends with a line feed. */
  public static String of(JsonNode tree) {
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
      for (Map.Entry<String, JsonNode> e : node.properties()) {
        out.append(separator).append(indent).append(TextNode.valueOf(e.getKey())).append(": ");
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
