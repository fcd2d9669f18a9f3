package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads values that are one of a few words: the names of constants in lower case with dashes. */
final class Words {
  private Words() {}

  /**
   * The constant that a value names.
   *
   * @param what it is, for messages
   * @param known all constants that may be named
   */
  @SafeVarargs
  static <E extends Enum<E>> E of(DataNode value, String what, E... known) {
    List<String> words = new ArrayList<>();
    for (E constant : known) {
      String word = word(constant);
      if (word.equals(value.text())) {
        return constant;
      }
      words.add(word);
    }
    throw value.error("The %s (%s) is not known.".formatted(what, value.text()), Suggestions.instead(value.text(), words));
  }

  /** The word for a constant. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
