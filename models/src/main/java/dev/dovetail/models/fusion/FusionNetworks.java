package dev.dovetail.models.fusion;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Networks by name: {@code resnet50}, {@code gpt2-small-prefill}.
 *
 * <p>Role: networks without a file. The batch is no part of a network; the length of the sequence is, where there is one. A
 * language model is one of its equal blocks.
 */
public final class FusionNetworks {
  private static final int MOST_TOKENS = 1 << 14;

  private static final List<Family> FAMILIES = List.of(
      resnet("resnet50", 3, 4, 6, 3),
      resnet("resnet101", 3, 4, 23, 3),
      resnet("resnet152", 3, 8, 36, 3),
      new Family("inception-resnet-v1", "inception_resnet_v1", 0, 0, (n, tokens) -> InceptionResNet.v1(n)),
      new Family("gpt2-small-prefill", "gpt2s_prefill", 1, 512, Gpt2Blocks.SMALL::prefill),
      new Family("gpt2-small-decode", "gpt2s_decode", 2, 513, Gpt2Blocks.SMALL::decode),
      new Family("gpt2-xl-prefill", "gpt2xl_prefill", 1, 1024, Gpt2Blocks.XL::prefill),
      new Family("gpt2-xl-decode", "gpt2xl_decode", 2, 1025, Gpt2Blocks.XL::decode));

  private FusionNetworks() {}

  /**
   * A network that can be asked for by name.
   *
   * @param name the usual one
   * @param alias another one
   * @param leastTokens of its sequence; 0 if it has none
   * @param standardTokens of its sequence
   * @param plan makes it
   */
  private record Family(String name, String alias, int leastTokens, int standardTokens, Plan plan) {}

  /** Makes a network of that name for a number of tokens. */
  @FunctionalInterface
  private interface Plan {
    FusionNetwork network(String name, int tokens);
  }

  /** The names of all networks, without their aliases. */
  public static List<String> names() {
    return FAMILIES.stream().map(Family::name).toList();
  }

  /**
   * The network of that name.
   *
   * @param name one of {@link #names()}, or an alias such as {@code gpt2s_prefill}
   * @param sequence tokens of a language model, those behind a decoder's keys and values too; the standard if empty
   * @return empty if no network has that name
   * @throws BadInputException if the sequence is too short or too long, or given for a network without one
   */
  public static Optional<FusionNetwork> byName(String name, OptionalInt sequence) {
    String word = name.strip();
    return FAMILIES.stream().filter(f -> f.name.equals(word) || f.alias.equals(word)).findFirst().map(f -> build(f, sequence));
  }

  /** The error for a name that {@link #byName} does not know. */
  public static BadInputException unknown(String name) {
    List<String> known = new ArrayList<>(names());
    return new BadInputException("The network (%s) is not known.".formatted(name), Suggestions.instead(name, known));
  }

  private static FusionNetwork build(Family family, OptionalInt sequence) {
    if (family.leastTokens == 0) {
      if (sequence.isPresent()) {
        throw new BadInputException(
            "The network (%s) has no sequence, but it is given (%d).".formatted(family.name, sequence.getAsInt()),
            "remove the sequence.");
      }
      return family.plan.network(family.name, 0);
    }
    int tokens = sequence.orElse(family.standardTokens);
    if (tokens < family.leastTokens || tokens > MOST_TOKENS) {
      throw new BadInputException(
          "The sequence (%d) of the network (%s) must be from %d to %d.".formatted(tokens, family.name, family.leastTokens,
              MOST_TOKENS),
          "use the standard (%d).".formatted(family.standardTokens));
    }
    String name = tokens == family.standardTokens ? family.name : "%s(sequence=%d)".formatted(family.name, tokens);
    return family.plan.network(name, tokens);
  }

  private static Family resnet(String name, int... blocks) {
    return new Family(name, name, 0, 0, (n, tokens) -> ImageNetworks.resnet(n, blocks));
  }
}
