package dev.dovetail.benchmarks.architecture;

import static dev.dovetail.benchmarks.architecture.HouseRules.CHOCO_STAYS_IN_ITS_BACKEND;
import static dev.dovetail.benchmarks.architecture.HouseRules.COSTS_ARE_EXACT;
import static dev.dovetail.benchmarks.architecture.HouseRules.ENCODINGS_KNOW_ONLY_MODELS;
import static dev.dovetail.benchmarks.architecture.HouseRules.MODELS_KNOW_NO_OTHER_MODULE;
import static dev.dovetail.benchmarks.architecture.HouseRules.MODELS_USE_THE_JDK_JACKSON_AND_PROTOBUF_ONLY;
import static dev.dovetail.benchmarks.architecture.HouseRules.ONLY_ENTRY_POINTS_END_THE_PROCESS;
import static dev.dovetail.benchmarks.architecture.HouseRules.OR_TOOLS_STAYS_IN_ITS_BACKEND;
import static dev.dovetail.benchmarks.architecture.HouseRules.PACKAGES_ARE_FREE_OF_CYCLES;
import static dev.dovetail.benchmarks.architecture.HouseRules.PACKAGES_ARE_NULL_MARKED;
import static dev.dovetail.benchmarks.architecture.HouseRules.RANDOM_NUMBERS_HAVE_A_SEED;
import static dev.dovetail.benchmarks.architecture.HouseRules.SOLVER_DOES_NOT_KNOW_BENCHMARKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.dovetail.encodings.fixture.EncodingThatSolves;
import dev.dovetail.models.allocation.fixture.DoubleCost;
import dev.dovetail.models.fixture.ModelThatSolves;
import dev.dovetail.models.fixture.inner.Inner;
import dev.dovetail.solver.fixture.CarelessSolver;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The house keeps its rules, and each rule catches a class that breaks it. */
public class HouseRulesTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("jmh_generated")).importPackages("dev.dovetail");

  @Test
  void everyModuleIsLookedAt() {
    for (String module : new String[] {"models", "encodings", "solver", "benchmarks"}) {
      String name = "dev.dovetail." + module;
      assertThat(HOUSE.stream().filter(type -> type.getPackageName().startsWith(name))).as(name).isNotEmpty();
    }
    assertThat(HOUSE.contain(ModelThatSolves.class)).as("fixtures are not part of the house").isFalse();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theHouseKeeps(ArchRule rule, Class<?>[] breakers) {
    assertThatCode(() -> rule.allowEmptyShould(true).check(HOUSE)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aClassIsCaughtThatBreaks(ArchRule rule, Class<?>[] breakers) {
    JavaClasses fixtures = new ClassFileImporter().importClasses(breakers);

    assertThatThrownBy(() -> rule.check(fixtures)).isInstanceOf(AssertionError.class)
        .hasMessageContaining(breakers[0].getSimpleName());
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        rule("models know no other module", MODELS_KNOW_NO_OTHER_MODULE, ModelThatSolves.class),
        rule("encodings know only models", ENCODINGS_KNOW_ONLY_MODELS, EncodingThatSolves.class),
        rule("solver does not know benchmarks", SOLVER_DOES_NOT_KNOW_BENCHMARKS, CarelessSolver.class),
        rule("models use few libraries", MODELS_USE_THE_JDK_JACKSON_AND_PROTOBUF_ONLY, ModelThatSolves.class),
        rule("OR-Tools stays in its backend", OR_TOOLS_STAYS_IN_ITS_BACKEND, ModelThatSolves.class),
        rule("Choco stays in its backend", CHOCO_STAYS_IN_ITS_BACKEND, EncodingThatSolves.class),
        rule("packages are free of cycles", PACKAGES_ARE_FREE_OF_CYCLES, Inner.class, ModelThatSolves.class),
        rule("only entry points end the process", ONLY_ENTRY_POINTS_END_THE_PROCESS, CarelessSolver.class),
        rule("random numbers have a seed", RANDOM_NUMBERS_HAVE_A_SEED, CarelessSolver.class),
        rule("costs are exact", COSTS_ARE_EXACT, DoubleCost.class),
        rule("packages are null-marked", PACKAGES_ARE_NULL_MARKED, CarelessSolver.class));
  }

  private static Arguments rule(String name, ArchRule rule, Class<?>... breakers) {
    return Arguments.of(Named.of(name, rule), Named.of(breakers[0].getSimpleName(), breakers));
  }
}
