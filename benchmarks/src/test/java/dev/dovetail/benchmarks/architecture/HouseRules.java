package dev.dovetail.benchmarks.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;

/** The rules of the house: arrows between modules, the solvers' fences, entry points, determinism, exact numbers. */
final class HouseRules {
  private static final String MODELS = "dev.dovetail.models..";
  private static final String ENCODINGS = "dev.dovetail.encodings..";
  private static final String SOLVER = "dev.dovetail.solver..";
  private static final String BENCHMARKS = "dev.dovetail.benchmarks..";

  /** An entry point: it assembles what its module offers and owns the process. */
  private static final DescribedPredicate<JavaClass> MAIN = simpleNameEndingWith("Main").as("entry points (*Main)");

  static final ArchRule MODELS_KNOW_NO_OTHER_MODULE =
      noClasses().that().resideInAPackage(MODELS).should().dependOnClassesThat().resideInAnyPackage(ENCODINGS, SOLVER,
          BENCHMARKS);

  static final ArchRule ENCODINGS_KNOW_ONLY_MODELS =
      noClasses().that().resideInAPackage(ENCODINGS).should().dependOnClassesThat().resideInAnyPackage(SOLVER, BENCHMARKS);

  static final ArchRule SOLVER_DOES_NOT_KNOW_BENCHMARKS =
      noClasses().that().resideInAPackage(SOLVER).should().dependOnClassesThat().resideInAnyPackage(BENCHMARKS);

  static final ArchRule MODELS_USE_THE_JDK_JACKSON_AND_PROTOBUF_ONLY =
      classes().that().resideInAPackage(MODELS).should().onlyDependOnClassesThat().resideInAnyPackage(MODELS, "java..",
          "com.fasterxml.jackson..", "com.google.protobuf..", "org.jspecify..", "org.yaml.snakeyaml..", "");

  static final ArchRule OR_TOOLS_STAYS_IN_ITS_BACKEND =
      noClasses().that(are(not(resideInAPackage("dev.dovetail.solver.cpsat.."))))
          .should().dependOnClassesThat().resideInAPackage("com.google.ortools..");

  static final ArchRule CHOCO_STAYS_IN_ITS_BACKEND =
      noClasses().that(are(not(resideInAPackage("dev.dovetail.solver.choco.."))))
          .should().dependOnClassesThat().resideInAPackage("org.chocosolver..");

  static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES = slices().assignedFrom(new ByPackage()).should().beFreeOfCycles();

  static final ArchRule ONLY_ENTRY_POINTS_END_THE_PROCESS =
      noClasses().that(are(not(MAIN))).should().callMethod(System.class, "exit", int.class)
          .orShould().callMethod(Runtime.class, "exit", int.class);

  static final ArchRule RANDOM_NUMBERS_HAVE_A_SEED =
      noClasses().should().callConstructor(Random.class)
          .orShould().callConstructor(SplittableRandom.class)
          .orShould().callMethod(Math.class, "random")
          .orShould().callMethodWhere(target(owner(DescribedPredicate.describe("ThreadLocalRandom",
              type -> type.isEquivalentTo(ThreadLocalRandom.class)))))
          .because("the same seed must give the same answer");

  static final ArchRule COSTS_ARE_EXACT =
      noFields().that().areDeclaredInClassesThat(resideInAPackage("dev.dovetail.models.allocation..")
          .or(DescribedPredicate.describe("the cost types", type -> type.getFullName()
              .matches("dev\\.dovetail\\.models\\.(Evaluation|LowerBound|Violation|intracore\\.Cost(Point|Floor))(\\$.*)?"))))
          .should().haveRawType(double.class).orShould().haveRawType(float.class)
          .because("numbers that are compared are integers");

  static final ArchRule PACKAGES_ARE_NULL_MARKED = classes().should(new InANullMarkedPackage());

  private HouseRules() {}

  /** One slice per package; entry points are left out, because they know everything by trade. */
  private static final class ByPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      boolean isOurs = type.getPackageName().startsWith("dev.dovetail.");
      return isOurs && !MAIN.test(outermost(type)) ? SliceIdentifier.of(type.getPackageName()) : SliceIdentifier.ignore();
    }

    private static JavaClass outermost(JavaClass type) {
      return type.getEnclosingClass().map(ByPackage::outermost).orElse(type);
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }

  private static final class InANullMarkedPackage extends ArchCondition<JavaClass> {
    InANullMarkedPackage() {
      super("be in a package whose package-info is @NullMarked");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
        events.add(SimpleConditionEvent.violated(type,
            "The package (%s) of %s has no @NullMarked package-info.".formatted(type.getPackageName(), type.getName())));
      }
    }
  }
}
