package dev.dovetail.models.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every small change of a JSON tree: a number one up or down, a text that is garbage or stands elsewhere under the same key, a
 * flipped truth value, a key or element that is dropped, a doubled element, two neighbours that change places, an unknown key.
 */
public final class Corruptions {
  /**
   * One changed tree.
   *
   * @param what pointer and change
   * @param tree the changed tree
   * @param isOfMapping whether the change is outside of the sections that follow from the mapping
   */
  public record Corruption(String what, JsonNode tree, boolean isOfMapping) {}

  private final JsonNode root;
  private final List<String> given;
  private final Map<String, Set<String>> textsOfKey = new HashMap<>();
  private final List<Corruption> found = new ArrayList<>();

  private Corruptions(JsonNode root, List<String> given) {
    this.root = root;
    this.given = given;
  }

  /**
   * All of a tree.
   *
   * @param given sections that are the mapping itself; of the sections that follow from it fewer changes are tried
   */
  public static List<Corruption> of(JsonNode tree, String... given) {
    Corruptions corruptions = new Corruptions(tree, List.of(given));
    corruptions.collect("", tree);
    corruptions.visit("", "", tree);
    return corruptions.found;
  }

  private void collect(String key, JsonNode node) {
    if (node.isTextual()) {
      textsOfKey.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(node.textValue());
    }
    if (node.isArray()) {
      node.forEach(n -> collect(key, n));
    }
    node.properties().forEach(e -> collect(e.getKey(), e.getValue()));
  }

  private void visit(String pointer, String key, JsonNode node) {
    if (node.isIntegralNumber()) {
      replace(pointer, LongNode.valueOf(node.longValue() + 1));
      if (isGiven(pointer)) {
        replace(pointer, LongNode.valueOf(node.longValue() - 1));
      }
    } else if (node.isBoolean()) {
      replace(pointer, BooleanNode.valueOf(!node.booleanValue()));
    } else if (node.isTextual()) {
      replace(pointer, TextNode.valueOf("garbage"));
      textsOfKey.getOrDefault(key, Set.of()).stream().filter(t -> isGiven(pointer) && !t.equals(node.textValue())).findFirst()
          .ifPresent(t -> replace(pointer, TextNode.valueOf(t)));
    } else if (node.isArray()) {
      array(pointer, (ArrayNode) node);
      for (int i = 0; i < node.size(); i++) {
        visit(pointer + "/" + i, key, node.get(i));
      }
    } else {
      object(pointer, (ObjectNode) node);
      node.properties().forEach(e -> visit(pointer + "/" + e.getKey(), e.getKey(), e.getValue()));
    }
  }

  private boolean isGiven(String pointer) {
    return given.stream().anyMatch(section -> pointer.startsWith("/" + section));
  }

  private void array(String pointer, ArrayNode node) {
    for (int i = 0; i < node.size(); i++) {
      ArrayNode dropped = node.deepCopy();
      dropped.remove(i);
      replace(pointer, dropped);
      ArrayNode doubled = node.deepCopy();
      doubled.insert(i, node.get(i));
      replace(pointer, doubled);
      if (i > 0 && !node.get(i).equals(node.get(i - 1))) {
        ArrayNode swapped = node.deepCopy();
        swapped.set(i, node.get(i - 1));
        swapped.set(i - 1, node.get(i));
        replace(pointer, swapped);
      }
    }
  }

  private void object(String pointer, ObjectNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    for (String key : keys) {
      ObjectNode dropped = node.deepCopy();
      dropped.remove(key);
      replace(pointer, dropped);
    }
    ObjectNode more = node.deepCopy();
    more.put("unknownKey", 1);
    replace(pointer, more);
  }

  private void replace(String pointer, JsonNode value) {
    found.add(new Corruption(pointer + " -> " + value,
        with(root, pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/"), 0, value),
        isGiven(pointer) || pointer.lastIndexOf('/') <= 0));
  }

  /** The tree with another value at the path; parts beside the path are shared with the original. */
  private static JsonNode with(JsonNode node, String[] path, int at, JsonNode value) {
    if (at == path.length) {
      return value;
    }
    if (node.isArray()) {
      ArrayNode copy = ((ArrayNode) node).arrayNode();
      copy.addAll((ArrayNode) node);
      int i = Integer.parseInt(path[at]);
      copy.set(i, with(node.get(i), path, at + 1, value));
      return copy;
    }
    ObjectNode copy = ((ObjectNode) node).objectNode();
    copy.setAll((ObjectNode) node);
    copy.set(path[at], with(node.get(path[at]), path, at + 1, value));
    return copy;
  }
}
