package dev.dovetail.models.workload.networks;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Networks by name: {@code resnet18}, {@code resnet50(batch=4)}, {@code swiglu(256,2048,8192)}.
 *
 * <p>Role: workloads without a file. Weights are counted without bias and normalisation parameters; one element is 8 bits unless
 * {@code bits} says otherwise. Parameters stand in the order that {@link #signatures()} shows, or as {@code name=value}.
 */
public final class Networks {
  private static final List<Family> FAMILIES =
      Stream.of(PlainNets.FAMILIES, ResNets.FAMILIES, CompactNets.FAMILIES, UNet.FAMILIES, Transformers.FAMILIES)
          .flatMap(List::stream).toList();

  private Networks() {}

  /** The names of all networks, without parameters. */
  public static List<String> names() {
    return FAMILIES.stream().map(Family::name).toList();
  }

  /** Every network with its parameters and their standard values, as {@code resnet18(batch=1,bits=8)}. */
  public static List<String> signatures() {
    return FAMILIES.stream()
        .map(f -> f.name() + "(" + String.join(",", f.parameters().stream().map(Parameter::toString).toList()) + ")")
        .toList();
  }

  /** Where the layer table of a network was published; empty if there is no network of that name. */
  public static Optional<String> source(String name) {
    return family(name).map(Family::source);
  }

  /**
   * The network of that name.
   *
   * @param name a name of {@link #names()}, with or without parameters in parentheses
   * @return empty if the part before the parentheses is no known name
   * @throws BadInputException if the parameters are wrong
   */
  public static Optional<Workload> byName(String name) {
    int open = name.indexOf('(');
    Optional<Family> family = family(open < 0 ? name : name.substring(0, open));
    return family.map(f -> build(f, name, open));
  }

  /** The error for a name that {@link #byName} does not know. */
  public static BadInputException unknown(String name) {
    int open = name.indexOf('(');
    return new BadInputException(
        "The network (%s) is not known.".formatted(name),
        Suggestions.instead(open < 0 ? name : name.substring(0, open), names()));
  }

  private static Optional<Family> family(String name) {
    return FAMILIES.stream().filter(f -> f.name().equals(name.strip())).findFirst();
  }

  private static Workload build(Family family, String name, int open) {
    Map<String, Integer> given = open < 0 ? Map.of() : parameters(family, name);
    Map<String, Integer> all = new LinkedHashMap<>();
    List<String> unusual = new ArrayList<>();
    for (Parameter p : family.parameters()) {
      int value = given.getOrDefault(p.name(), p.standard());
      all.put(p.name(), value);
      if (value != p.standard()) {
        unusual.add(p.name() + "=" + value);
      }
    }
    String fullName = family.name() + (unusual.isEmpty() ? "" : "(" + String.join(",", unusual) + ")");
    NetworkBuilder net = NetworkBuilder.named(fullName).bits(all.get(Parameter.BITS.name()));
    family.plan().build(net, all);
    return net.build();
  }

  private static Map<String, Integer> parameters(Family family, String name) {
    String text = name.strip();
    if (!text.endsWith(")")) {
      throw wrong(family, "The network (%s) must end with a closing parenthesis.".formatted(name));
    }
    Map<String, Integer> given = new LinkedHashMap<>();
    String inside = text.substring(text.indexOf('(') + 1, text.length() - 1);
    List<String> words = inside.isBlank() ? List.of() : List.of(inside.split(",", -1));
    for (int i = 0; i < words.size(); i++) {
      String[] word = words.get(i).split("=", 2);
      if (word.length == 1 && i >= family.parameters().size()) {
        throw wrong(family, "The network (%s) must have at most %d parameters.".formatted(name, family.parameters().size()));
      }
      Parameter p = word.length == 1 ? family.parameters().get(i) : parameter(family, name, word[0].strip());
      if (given.put(p.name(), value(family, name, p, word[word.length - 1].strip())) != null) {
        throw wrong(family, "The parameter (%s) of the network (%s) must be given once.".formatted(p.name(), name));
      }
    }
    return given;
  }

  private static Parameter parameter(Family family, String name, String word) {
    List<String> known = family.parameters().stream().map(Parameter::name).toList();
    return family.parameters().stream().filter(p -> p.name().equals(word)).findFirst().orElseThrow(() -> new BadInputException(
        "The parameter (%s) of the network (%s) is not known.".formatted(word, name), Suggestions.instead(word, known)));
  }

  private static int value(Family family, String name, Parameter p, String text) {
    long value;
    try {
      value = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw wrong(family, "The %s (%s) of the network (%s) must be a whole number.".formatted(p.name(), text, name));
    }
    if (value < p.min() || value > p.max()) {
      throw wrong(family,
          "The %s (%d) of the network (%s) must be in %d to %d.".formatted(p.name(), value, name, p.min(), p.max()));
    }
    return (int) value;
  }

  private static BadInputException wrong(Family family, String message) {
    List<String> words = family.parameters().stream().map(Parameter::toString).toList();
    return new BadInputException(message, "write %s(%s).".formatted(family.name(), String.join(",", words)));
  }
}
