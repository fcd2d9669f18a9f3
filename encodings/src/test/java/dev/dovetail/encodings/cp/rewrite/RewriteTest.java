package dev.dovetail.encodings.cp.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Enumerator;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.RandomModels;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rewrite alone, and all of them together, keep the solutions; completed solutions stay solutions. */
class RewriteTest {
  private static final int MODELS = 25;

  static Stream<Arguments> rewrites() {
    List<Rewrite> all = new ArrayList<>(RewriteChain.standard().rewrites());
    all.add(new NoOverlapToCumulative());
    return all.stream().flatMap(r -> r.source().stream().sorted().map(f -> Arguments.of(r, f)));
  }

  @ParameterizedTest
  @MethodSource("rewrites")
  void aRewriteAloneKeepsTheSolutions(Rewrite rewrite, Feature feature) {
    RewriteChain chain = RewriteChain.standard().preferring(rewrite);
    int changed = 0;
    for (long seed = 0; seed < MODELS; seed++) {
      ConstraintModel model = RandomModels.of(feature, seed);
      if (model.constraints().stream().allMatch(c -> !rewrite.source().contains(c.feature()) || rewrite.appliesTo(c))) {
        changed += checkSameSolutions(chain, model, f -> !rewrite.source().contains(f)) ? 1 : 0;
      }
    }
    assertThat(changed).as("models that were rewritten").isPositive();
  }

  @ParameterizedTest
  @EnumSource(Feature.class)
  void theChainDownToPlainSumsKeepsTheSolutions(Feature feature) {
    RewriteChain chain = RewriteChain.standard();
    for (long seed = 0; seed < MODELS; seed++) {
      checkSameSolutions(chain, RandomModels.of(feature, seed), f -> f == Feature.LINEAR);
    }
    assertThat(chain.reaches(feature, EnumSet.of(Feature.LINEAR)) || feature.name().contains("INTERVAL")).isTrue();
  }

  private static boolean checkSameSolutions(RewriteChain chain, ConstraintModel model, Predicate<Feature> supported) {
    Rewritten rewritten = chain.rewrite(model, supported);
    assertThat(rewritten.model().constraints()).allMatch(c -> supported.test(c.feature()));
    Set<Assignment> expected = solutions(model);
    for (Assignment solution : expected) {
      assertThat(rewritten.model().check(rewritten.extend(solution))).as("%s completed", model.toText()).isEmpty();
    }
    Set<Assignment> projected = new LinkedHashSet<>();
    new Enumerator(rewritten.model(), () -> false)
        .projectedSolutions(model.variables().size(), a -> projected.add(rewritten.project(a)));
    assertThat(projected).as("%s%n%s", model.toText(), rewritten.model().toText()).isEqualTo(expected);
    return !rewritten.model().toText().equals(model.toText());
  }

  private static Set<Assignment> solutions(ConstraintModel model) {
    Set<Assignment> solutions = new LinkedHashSet<>();
    new Enumerator(model, () -> false).allSolutions(solutions::add);
    return solutions;
  }
}
