package dev.dovetail.models.dataflow.dfsl;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.Suggestions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads MAESTRO's mapping files: constants, networks, layers with {@code Type}, {@code Stride}, {@code Dimensions}, {@code Dataflow}.
 *
 * <p>Everything that the public program reads and computes with is read to the same end: separators that mean nothing, blocks in its
 * order, several networks, the layer name that is taken when the type is read, a layer without a dataflow that takes the
 * directives of the layer before it. In addition sizes of directives may be expressions ({@code 8+Sz(S)-1}), which that program refuses.
 * Stricter in four points, where that program computes with something else than what is written: a number is all digits, no number is
 * negative, a dimension stands once in a layer and is a known one, and a word between the blocks that is nearly a keyword is an error.
 */
public final class MappingFileReader {
  private static final List<String> TOP = List.of("Network", "Constant");
  private static final List<String> ITEMS = List.of("Type", "Stride", "Dimensions", "Dataflow");
  private static final List<String> TYPES = List.of("CONV", "DSCONV", "NGCONV", "TRCONV", "GEMM");
  private static final List<String> REWRITTEN = List.of("FC", "LSTM", "POOL", "BMM");

  private final TokenStream in;
  private final Map<String, Long> constants = new HashMap<>();
  private final List<MappingFile.Layer> layers = new ArrayList<>();
  private String network = "";
  /** The word that names the next layer: of a constant, a layer or a dimension, whichever was read last. */
  private String lastName = "";

  private MappingFileReader(String text, String source) {
    this.in = new TokenStream(text, source);
  }

  /**
   * Reads a file.
   *
   * @throws BadInputException with file, line and column, if it cannot be read or means nothing
   */
  public static MappingFile read(Path file) {
    return parse(DataFile.text(file), file.toString());
  }

  /**
   * Parses a text.
   *
   * @param source the file's name, for messages
   * @throws BadInputException with source, line and column, if it means nothing
   */
  public static MappingFile parse(String text, String source) {
    return new MappingFileReader(text, source).file(source);
  }

  private MappingFile file(String source) {
    while (in.hasNext()) {
      Token word = in.take("a network", in.peek());
      switch (word.text()) {
        case "Constant" -> constant(word);
        case "Network" -> network(word);
        case "Accelerator" -> throw in.error(word, "The word (Accelerator) begins a block that a mapping file cannot hold.",
            "describe the hardware in a file of its own, with lines such as num_pes: 256.");
        default -> stray(word);
      }
    }
    if (layers.isEmpty()) {
      throw new BadInputException("%s:1:1: The file holds no layer.".formatted(source),
          "it is not a mapping file: one begins with Network NAME {.");
    }
    return new MappingFile(network, layers);
  }

  /** Between blocks the public program passes over any word; one that looks like a keyword would lose a whole network unseen. */
  private void stray(Token word) {
    boolean keyword = ITEMS.contains(word.text()) || word.is("Layer");
    if (keyword || word.text().length() > 4 && word.text().length() < 12 && Suggestions.nearest(word.text(), TOP).isPresent()) {
      throw in.error(word, "The word (%s) stands outside of a network.".formatted(word.text()),
          keyword ? "a closing brace before it is one too many." : Suggestions.instead(word.text(), TOP));
    }
  }

  private void constant(Token opened) {
    Token name = in.take("the name of a constant", opened);
    if (name.isBrace()) {
      throw in.error(name, "The name of a constant is missing.", "write Constant NAME NUMBER.");
    }
    Token value = in.take("the value of a constant", opened);
    constants.put(name.text(), in.number(value, "value of the constant " + TokenStream.shown(name.text()), 0));
    lastName = name.text();
  }

  private void network(Token opened) {
    for (Token t = in.take("the name or the opening brace of a network", opened); !t.is("{");) {
      if (t.is("}")) {
        throw in.error(t, "The network closes before it opens.", "an opening brace is missing.");
      }
      network = t.text();
      t = in.take("the opening brace of a network", opened);
    }
    for (Token t = in.take("the closing brace of the network", opened); !t.is("}");) {
      if (!t.is("Layer")) {
        throw in.error(t, "The word (%s) is not known in a network.".formatted(TokenStream.shown(t.text())),
            ITEMS.contains(t.text())
                ? "a closing brace before it is one too many."
                : Suggestions.instead(TokenStream.shown(t.text()), List.of("Layer")));
      }
      layer(t);
      t = in.take("the closing brace of the network", opened);
    }
  }

  private void layer(Token opened) {
    for (Token t = in.take("the name or the opening brace of a layer", opened); !t.is("{");) {
      if (t.is("}")) {
        throw in.error(t, "The layer closes before it opens.", "an opening brace is missing.");
      }
      lastName = t.text();
      t = in.take("the opening brace of a layer", opened);
    }
    String name = null;
    LayerType type = null;
    SizeBlocks sizes = new SizeBlocks(in, constants);
    List<Directive> directives = new ArrayList<>();
    for (Token t = in.take("the closing brace of the layer", opened); !t.is("}");) {
      switch (t.text()) {
        case "Type" -> {
          type = type(t);
          name = lastName.isEmpty() ? "Layer" : lastName;
          lastName = "";
        }
        case "Stride" -> sizes.strides(t);
        case "Dimensions" -> lastName = sizes.dimensions(t).orElse(lastName);
        case "Dataflow" -> new DirectiveBlock(in, constants, sizes.sizes()).readInto(directives, t);
        default -> throw in.error(t, "The word (%s) is not known in a layer.".formatted(TokenStream.shown(t.text())),
            t.is("Layer")
                ? "the closing brace of the layer before it is missing."
                : Suggestions.instead(TokenStream.shown(t.text()), ITEMS));
      }
      t = in.take("the closing brace of the layer", opened);
    }
    layers.add(finished(opened, name, type, sizes, directives));
  }

  private MappingFile.Layer finished(Token opened, @Nullable String name, @Nullable LayerType type, SizeBlocks sizes,
      List<Directive> directives) {
    if (type == null || name == null) {
      throw in.error(opened, "The layer has no type.", "write Type: CONV in it.");
    }
    boolean inherited = directives.isEmpty();
    if (inherited && layers.isEmpty()) {
      throw in.error(opened, "The layer (%s) has no dataflow, and no layer stands before it.".formatted(name),
          "write Dataflow { ... } in it.");
    }
    List<Directive> own = inherited ? layers.get(layers.size() - 1).directives() : directives;
    return new MappingFile.Layer(name, sizes.shape(type), own, inherited, in.where(opened));
  }

  private LayerType type(Token opened) {
    Token word = in.take("a layer type", opened);
    if (REWRITTEN.contains(word.text())) {
      throw in.error(word,
          "The mapping is invalid (UNSUPPORTED_LAYER): layers of type (%s) are not evaluated.".formatted(word.text()),
          "write the layer as GEMM, or as CONV with R = Y and S = X.");
    }
    if (!TYPES.contains(word.text())) {
      throw in.error(word, "The layer type (%s) is not known.".formatted(TokenStream.shown(word.text())),
          Suggestions.instead(TokenStream.shown(word.text()).toUpperCase(Locale.ROOT), TYPES));
    }
    return LayerType.valueOf(word.text());
  }
}
