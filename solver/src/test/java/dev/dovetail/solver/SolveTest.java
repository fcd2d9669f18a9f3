package dev.dovetail.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.ProblemKind;
import dev.dovetail.solver.Outcome.Proof;
import dev.dovetail.solver.Outcome.Termination;
import dev.dovetail.solver.Toy.Answer;
import dev.dovetail.solver.Toy.Ask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.io.TempDir;

class SolveTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(20), 0, 1, 1, true, 256);
  private static final Limits SHORT = new Limits(Duration.ofMillis(5), 0, 1, 1, true, 256);

  @TempDir
  Path dir;
  private final List<ProgressRow> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private final Progress progress =
      new Progress() {
        @Override
        public void row(ProgressRow row) {
          rows.add(row);
        }

        @Override
        public void note(String text) {
          notes.add(text);
        }
      };

  private static Environment environment(Interrupts interrupts) {
    return new Environment(System::nanoTime, interrupts, Duration.ofMillis(100), Duration.ofSeconds(1));
  }

  private SolveResult<Answer> solve(ProblemKind<Ask, Answer> kind, Request request, List<Method<Ask, Answer>> methods) {
    return new Solve<>(
        kind, new Ask(100), methods, request, OutputDirectory.open(dir), environment(a -> () -> {}), progress)
            .run();
  }

  private SolveResult<Answer> solve(long slack, Limits limits, List<Method<Ask, Answer>> methods) {
    return solve(Toy.kind(slack), Request.of(limits), methods);
  }

  private JsonNode file(String name) {
    try {
      return new ObjectMapper().readTree(dir.resolve(name).toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aMappingAtOurOwnBoundIsOptimalAndBounded() {
    SolveResult<Answer> r = solve(0, LIMITS, List.of(Toy.counting("counter", Proof.NONE, 130, 110, 100)));

    assertThat(r.status()).isEqualTo(Status.OPTIMAL);
    assertThat(r.evidence()).isEqualTo(Evidence.BOUNDED);
    assertThat(r.exitCode()).isZero();
    assertThat(r.gap()).isZero();
    assertThat(file("mapping.json").get("number").asLong()).isEqualTo(100);
    JsonNode result = file("result.json");
    assertThat(result.get("status").asText()).isEqualTo("optimal");
    assertThat(result.get("boundSource").asText()).isEqualTo("floor");
    assertThat(result.get("verified").asBoolean()).isTrue();
    assertThat(result.get("provisional").asBoolean()).isFalse();
    assertThat(result.get("bounds")).hasSize(2);
    assertThat(result.get("cost").get("number").asLong()).isEqualTo(100);
  }

  @Test
  void aMappingAboveTheBoundIsFeasibleWithItsGap() {
    SolveResult<Answer> r = solve(10, LIMITS, List.of(Toy.counting("counter", Proof.NONE, 120)));

    assertThat(r.status()).isEqualTo(Status.FEASIBLE);
    assertThat(r.evidence()).isNull();
    // (120 - 90) / 120
    assertThat(r.gap()).isEqualTo(0.25);
    assertThat(r.exitCode()).isZero();
  }

  @Test
  void theWordOfOneMethodIsClaimedAndThatOfAnEnumerationExhausted() {
    assertThat(solve(10, LIMITS, List.of(Toy.counting("one", Proof.OPTIMAL, 105))).evidence()).isEqualTo(Evidence.CLAIMED);
    SolveResult<Answer> r = solve(10, LIMITS, List.of(Toy.counting("all", Proof.EXHAUSTED, 105)));
    assertThat(r.evidence()).isEqualTo(Evidence.EXHAUSTED);
    assertThat(r.bound()).isEqualTo(105);
    assertThat(r.boundSource()).isEqualTo("all");
  }

  @Test
  void twoProofsOfTheSameValueAgree() {
    SolveResult<Answer> r =
        solve(10, LIMITS, List.of(Toy.counting("a", Proof.OPTIMAL, 105), Toy.counting("b", Proof.OPTIMAL, 110, 105)));

    assertThat(r.status()).isEqualTo(Status.OPTIMAL);
    assertThat(r.evidence()).isEqualTo(Evidence.AGREED);
    assertThat(file("result.json").get("methods")).hasSize(2);
  }

  @Test
  void contradictingProofsAreAResultOfTheirOwn() {
    SolveResult<Answer> r =
        solve(10, LIMITS, List.of(Toy.counting("a", Proof.OPTIMAL, 110), Toy.counting("b", Proof.NONE, 105)));

    assertThat(r.exitCode()).isEqualTo(ExitCode.DISAGREEMENT);
    assertThat(r.message()).contains("optimum (110) that a claims").contains("b").contains("105");
    assertThat(file("mapping.json").get("number").asLong()).isEqualTo(105);
  }

  @Test
  void aClaimOfInfeasibilityIsRefutedByAMapping() {
    SolveResult<Answer> r =
        solve(10, LIMITS, List.of(Toy.counting("a", Proof.INFEASIBLE), Toy.counting("b", Proof.NONE, 105)));

    assertThat(r.exitCode()).isEqualTo(ExitCode.DISAGREEMENT);
    assertThat(r.message()).contains("claim of a that there is no mapping");
  }

  @Test
  void aBoundAboveAVerifiedCostIsADisagreement() {
    SolveResult<Answer> r = solve(-5, LIMITS, List.of(Toy.counting("counter", Proof.NONE, 102)));

    assertThat(r.exitCode()).isEqualTo(ExitCode.DISAGREEMENT);
    assertThat(r.message())
        .isEqualTo("The lower bound floor (105) is refuted by the verified mapping of counter, which costs 102.");
  }

  @Test
  void aBoundOfTheMethodIsItsOwnWord() {
    SolveResult<Answer> r =
        solve(
            10,
            LIMITS,
            List.of(
                Toy.method(
                    "prover",
                    (p, l, listener) -> {
                      listener.incumbent(new Answer(105), 105, "guess");
                      listener.bound(new LowerBound("prover-bound", 105, "trust me"));
                      return new Outcome(Termination.LIMIT, Proof.NONE, "stopped");
                    })));

    assertThat(r.status()).isEqualTo(Status.OPTIMAL);
    assertThat(r.evidence()).isEqualTo(Evidence.CLAIMED);
    assertThat(r.boundSource()).isEqualTo("prover-bound");
  }

  @Test
  void aLieAboutTheCostIsRejectedAndTheVerifiedMappingKept() {
    SolveResult<Answer> r =
        solve(
            10,
            LIMITS,
            List.of(
                Toy.method(
                    "liar",
                    (p, l, listener) -> {
                      listener.incumbent(new Answer(120), 120, "honest");
                      listener.incumbent(new Answer(119), 105, "boast");
                      listener.incumbent(new Answer(101), 101, "too late");
                      return new Outcome(Termination.COMPLETE, Proof.OPTIMAL, "done");
                    })));

    assertThat(r.exitCode()).isEqualTo(ExitCode.DISAGREEMENT);
    assertThat(r.status()).isEqualTo(Status.FAILED);
    assertThat(r.message()).isEqualTo("The objective (105) that liar (boast) claims is not the cost (119) of its mapping.");
    assertThat(file("mapping.json").get("number").asLong()).isEqualTo(120);
    JsonNode rejected = file("rejected-mapping.json");
    assertThat(rejected.get("claimed").asLong()).isEqualTo(105);
    assertThat(rejected.get("recomputed").asLong()).isEqualTo(119);
    assertThat(rejected.get("mapping").get("number").asLong()).isEqualTo(119);
  }

  @Test
  void aMappingThatBreaksARuleIsNeverWrittenAsMapping() {
    SolveResult<Answer> r = solve(10, LIMITS, List.of(Toy.counting("breaker", Proof.NONE, 99)));

    assertThat(r.exitCode()).isEqualTo(ExitCode.DISAGREEMENT);
    assertThat(dir.resolve("mapping.json")).doesNotExist();
    assertThat(file("rejected-mapping.json").get("violations").get(0).get("rule").asText()).isEqualTo("below-floor");
    assertThat(file("result.json").get("verified").asBoolean()).isFalse();
  }

  @Test
  void aThrowingMethodFailsButKeepsWhatWasVerified() {
    SolveResult<Answer> r =
        solve(
            10,
            LIMITS,
            List.of(
                Toy.method(
                    "bomb",
                    (p, l, listener) -> {
                      listener.incumbent(new Answer(120), 120, "before");
                      throw new StackOverflowError("deep");
                    })));

    assertThat(r.exitCode()).isEqualTo(ExitCode.BACKEND_FAILED);
    assertThat(r.status()).isEqualTo(Status.FEASIBLE);
    assertThat(r.message()).isEqualTo("bomb failed: StackOverflowError: deep. The best verified mapping is kept.");
    assertThat(file("mapping.json").get("number").asLong()).isEqualTo(120);
  }

  @Test
  void aThrowingMethodWithNothingFoundFails() {
    SolveResult<Answer> r =
        solve(
            10,
            LIMITS,
            List.of(
                Toy.method(
                    "bomb",
                    (p, l, listener) -> {
                      throw new IllegalStateException("broken");
                    })));

    assertThat(r.exitCode()).isEqualTo(ExitCode.BACKEND_FAILED);
    assertThat(r.status()).isEqualTo(Status.FAILED);
    assertThat(dir.resolve("mapping.json")).doesNotExist();
  }

  @Test
  void aHangingMethodIsAbandonedAfterTheGrace() {
    CountDownLatch never = new CountDownLatch(1);
    SolveResult<Answer> r =
        solve(
            10,
            SHORT,
            List.of(
                Toy.method(
                    "hanger",
                    (p, l, listener) -> {
                      listener.incumbent(new Answer(120), 120, "before");
                      while (true) {
                        try {
                          never.await();
                        } catch (InterruptedException ignored) {
                          // It ignores that too.
                        }
                      }
                    })));

    assertThat(r.exitCode()).isEqualTo(ExitCode.BACKEND_FAILED);
    assertThat(r.message()).contains("was abandoned");
    assertThat(file("mapping.json").get("number").asLong()).isEqualTo(120);
  }

  @Test
  void aFloodOfIncumbentsEndsInTheBestOne() {
    long[] numbers = java.util.stream.LongStream.rangeClosed(0, 20_000).map(i -> 20_100 - i).toArray();

    SolveResult<Answer> r = solve(0, LIMITS, List.of(Toy.counting("flood", Proof.NONE, numbers)));

    assertThat(r.objective()).isEqualTo(100);
    assertThat(file("mapping.json").get("number").asLong()).isEqualTo(100);
    assertThat(rows).isNotEmpty();
    assertThat(rows).extracting(ProgressRow::best).filteredOn(b -> b != null).isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @Test
  void aMappingIsOnDiskBeforeItIsAnnounced() {
    List<Long> onDisk = new ArrayList<>();
    Progress looking =
        new Progress() {
          @Override
          public void row(ProgressRow row) {
            if (row.best() != null) {
              onDisk.add(file("mapping.json").get("number").asLong() - row.best());
              assertThat(file("result.json").get("objective").asLong()).isEqualTo(row.best());
              assertThat(file("result.json").get("provisional").asBoolean()).isTrue();
            }
          }

          @Override
          public void note(String text) {}
        };

    new Solve<>(
        Toy.kind(10),
        new Ask(100),
        List.of(Toy.counting("counter", Proof.NONE, 120, 115, 110)),
        Request.of(LIMITS),
        OutputDirectory.open(dir),
        environment(a -> () -> {}),
        looking)
            .run();

    assertThat(onDisk).isNotEmpty().containsOnly(0L);
  }

  @Test
  void theLimitWithNothingFoundIsUnknown() {
    SolveResult<Answer> r =
        solve(
            10,
            SHORT,
            List.of(
                Toy.method(
                    "idler",
                    (p, l, listener) -> {
                      while (!listener.shouldStop()) {
                        Thread.sleep(5);
                      }
                      return new Outcome(Termination.LIMIT, Proof.NONE, "time limit");
                    })));

    assertThat(r.status()).isEqualTo(Status.UNKNOWN);
    assertThat(r.exitCode()).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(r.bound()).isEqualTo(90);
  }

  @Test
  void aReproducibleSolveWarnsWhenTheClockEndedIt() {
    List<Method<Ask, Answer>> waiting =
        List.of(
            Toy.method(
                "waiter",
                (p, l, listener) -> {
                  listener.incumbent(new Answer(120), 120, "start");
                  while (!listener.shouldStop()) {
                    Thread.sleep(2);
                  }
                  return new Outcome(Termination.LIMIT, Proof.NONE, "time limit");
                }));

    solve(10, SHORT, waiting);
    assertThat(file("result.json").get("warnings").get(0).asText()).contains("another run may give another answer");
    assertThat(notes).singleElement().asString().contains("Maybe raise --time-limit");

    solve(10, LIMITS, List.of(Toy.counting("counter", Proof.NONE, 120)));
    assertThat(file("result.json").get("warnings")).isEmpty();
  }

  @Test
  void aRequiredGapThatIsNotMetHasItsOwnExitCode() {
    Request strict = new Request(LIMITS, 0.1, java.util.Map.of(), java.util.Map.of(), java.util.Map.of());
    List<Method<Ask, Answer>> counter = List.of(Toy.counting("counter", Proof.NONE, 120));

    SolveResult<Answer> r = solve(Toy.kind(10), strict, counter);

    assertThat(r.exitCode()).isEqualTo(ExitCode.GAP_NOT_MET);
    assertThat(r.message()).isEqualTo("The gap (25.00 %) is larger than the one asked for (10 %).");
    assertThat(file("mapping.json").get("number").asLong()).isEqualTo(120);
  }

  @Test
  void aMethodThatReachesTheGapIsToldToStop() {
    AtomicReference<Boolean> told = new AtomicReference<>();
    solve(
        0,
        LIMITS,
        List.of(
            Toy.method(
                "asker",
                (p, l, listener) -> {
                  listener.incumbent(new Answer(101), 101, "near");
                  boolean before = listener.shouldStop();
                  listener.incumbent(new Answer(100), 100, "there");
                  told.set(!before && listener.shouldStop());
                  return new Outcome(Termination.LIMIT, Proof.NONE, "gap");
                })));

    assertThat(told.get()).isTrue();
  }

  @Test
  void boundsThatProveInfeasibilityEndTheSolveBeforeAnyMethod() {
    ProblemKind<Ask, Answer> kind =
        Toy.kind(
            p -> {
              throw new InfeasibleException("The layer (conv1) fits on no core.", "give core0 64 KiB more.");
            });

    SolveResult<Answer> r = solve(kind, Request.of(LIMITS), List.of(Toy.counting("counter", Proof.NONE, 120)));

    assertThat(r.status()).isEqualTo(Status.INFEASIBLE);
    assertThat(r.evidence()).isEqualTo(Evidence.BOUNDED);
    assertThat(r.exitCode()).isEqualTo(ExitCode.INFEASIBLE);
    assertThat(r.message()).contains("conv1").contains("Maybe give core0");
    assertThat(dir.resolve("mapping.json")).doesNotExist();
  }

  @Test
  void boundsThatBreakCostOnlyThemselves() {
    ProblemKind<Ask, Answer> kind =
        Toy.kind(
            p -> {
              throw new ArithmeticException("overflow");
            });

    SolveResult<Answer> r = solve(kind, Request.of(LIMITS), List.of(Toy.counting("counter", Proof.NONE, 120)));

    assertThat(r.exitCode()).isZero();
    assertThat(r.bound()).isNull();
    assertThat(file("result.json").get("warnings").get(0).asText()).contains("overflow");
    assertThat(file("result.json").get("gap").isNull()).isTrue();
  }

  @Test
  void slowBoundsDoNotDelayTheFirstMapping() {
    CountDownLatch found = new CountDownLatch(1);
    ProblemKind<Ask, Answer> kind =
        Toy.kind(
            p -> {
              try {
                found.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return List.of(new LowerBound("late", 100, "computed after the mapping"));
            });
    Limits limits = new Limits(Duration.ofSeconds(20), 0, 1, 1, false, 256);
    Method<Ask, Answer> method =
        Toy.method(
            "first",
            (p, l, listener) -> {
              listener.incumbent(new Answer(100), 100, "first");
              found.countDown();
              return new Outcome(Termination.COMPLETE, Proof.NONE, "done");
            });
    Environment impatient =
        new Environment(System::nanoTime, a -> () -> {}, Duration.ofMillis(100), Duration.ofMillis(1));

    SolveResult<Answer> r =
        new Solve<>(kind, new Ask(100), List.of(method), Request.of(limits), OutputDirectory.open(dir), impatient, progress)
            .run();

    assertThat(r.evidence()).isEqualTo(Evidence.BOUNDED);
  }

  @Test
  void badInputFoundByAMethodIsBadInput() {
    assertThatThrownBy(
        () -> solve(
            10,
            LIMITS,
            List.of(
                Toy.method(
                    "picky",
                    (p, l, listener) -> {
                      throw new BadInputException("The pin (x) is wrong.", "remove it.");
                    }))))
                        .isInstanceOf(BadInputException.class)
                        .hasMessageContaining("Maybe remove it.");
  }

  @Test
  void anInterruptKeepsTheBestMappingAndWritesACompleteResult() throws Exception {
    AtomicReference<Runnable> press = new AtomicReference<>();
    CountDownLatch found = new CountDownLatch(1);
    Method<Ask, Answer> endless =
        Toy.method(
            "endless",
            (p, l, listener) -> {
              listener.incumbent(new Answer(120), 120, "start");
              found.countDown();
              while (!listener.shouldStop()) {
                Thread.sleep(2);
              }
              return new Outcome(Termination.INTERRUPTED, Proof.NONE, "stopped");
            });
    Thread user =
        new Thread(
            () -> {
              try {
                found.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              press.get().run();
            });
    Solve<Ask, Answer> solve =
        new Solve<>(
            Toy.kind(10),
            new Ask(100),
            List.of(endless, Toy.counting("never", Proof.NONE, 100)),
            Request.of(LIMITS),
            OutputDirectory.open(dir),
            environment(
                a -> {
                  press.set(a);
                  user.start();
                  return () -> {};
                }),
            progress);

    SolveResult<Answer> r = solve.run();
    user.join();

    assertThat(r.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(r.status()).isEqualTo(Status.FEASIBLE);
    assertThat(r.methods()).hasSize(1);
    assertThat(file("mapping.json").get("number").asLong()).isEqualTo(120);
    assertThat(file("result.json").get("exitCode").asInt()).isEqualTo(130);
    assertThat(file("result.json").get("provisional").asBoolean()).isFalse();
    assertThat(notes).singleElement().asString().contains("Interrupted").contains("120").contains("mapping.json");
  }

  @Test
  void aMappingFileThatDoesNotReadBackIsADisagreement() {
    ProblemKind<Ask, Answer> honest = Toy.kind(10);
    ProblemKind<Ask, Answer> forgetful = new ForgetfulKind(honest);

    SolveResult<Answer> r = solve(forgetful, Request.of(LIMITS), List.of(Toy.counting("counter", Proof.NONE, 120)));

    assertThat(r.exitCode()).isEqualTo(ExitCode.DISAGREEMENT);
    assertThat(r.message()).startsWith("The mapping was verified with cost 120, but its file, read back, ").contains("121");
    assertThat(dir.resolve("mapping.json")).doesNotExist();
    assertThat(dir.resolve("rejected-mapping.json")).exists();
    assertThat(file("result.json").get("verified").asBoolean()).isFalse();
  }

  @Test
  void anEarlierSolvesFilesAreSetAside() {
    solve(10, LIMITS, List.of(Toy.counting("counter", Proof.NONE, 120)));
    solve(10, SHORT, List.of(Toy.counting("nothing", Proof.NONE)));

    assertThat(dir.resolve("mapping.json")).doesNotExist();
    assertThat(file("previous-mapping.json").get("number").asLong()).isEqualTo(120);
    assertThat(file("previous-result.json").get("objective").asLong()).isEqualTo(120);
    assertThat(file("result.json").get("status").asText()).isEqualTo("unknown");
  }

  @Test
  void filesOfOthersAreNeverReplaced() throws IOException {
    Files.writeString(dir.resolve("result.json"), "{\"answer\": 42}");

    assertThatThrownBy(() -> OutputDirectory.open(dir))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no result of Dovetail")
        .hasMessageContaining("Maybe");
    assertThat(file("result.json").get("answer").asInt()).isEqualTo(42);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"report.html", "mapping.json", "rejected-mapping.json", "previous-mapping.json", "previous-result.json"})
  void aFileOfThatNameWithoutAResultBesideItIsSomebodyElses(String name) throws IOException {
    Files.writeString(dir.resolve(name), "mine");

    assertThatThrownBy(() -> OutputDirectory.open(dir)).hasMessageContaining(name).hasMessageContaining("Maybe pass another one");
    assertThat(dir.resolve(name)).hasContent("mine");
  }

  @Test
  void aProblemFileOfSomebodyElseIsNotReplaced() throws IOException {
    Files.writeString(dir.resolve("problem.yaml"), "format: mine/1\n");

    assertThatThrownBy(() -> OutputDirectory.open(dir).writeProblem("format: toy/1\n"))
        .hasMessageContaining("problem.yaml that Dovetail did not write")
        .hasMessageContaining("Maybe pass another one");
    assertThat(dir.resolve("problem.yaml")).hasContent("format: mine/1");
  }

  @Test
  void aProblemFileOfAnEarlierSolveIsReplaced() throws IOException {
    OutputDirectory.open(dir).writeProblem("format: toy/1\n");
    OutputDirectory.open(dir).writeProblem("format: toy/2\n");

    assertThat(dir.resolve("problem.yaml")).content().endsWith("\nformat: toy/2\n");
  }

  @Test
  void anOldProblemNeverStandsBesideTheMappingOfAnother() throws IOException {
    OutputDirectory.open(dir).writeProblem("format: toy/1\n");
    OutputDirectory.open(dir).setProblemAside(dir.resolve("problem.yaml"));
    assertThat(dir.resolve("problem.yaml")).exists();

    Path other = Files.writeString(dir.resolve("other.yaml"), "format: toy/1\n");
    OutputDirectory.open(dir).setProblemAside(other);
    assertThat(dir.resolve("problem.yaml")).doesNotExist();
    assertThat(dir.resolve("previous-problem.yaml")).exists();
  }

  @Test
  void aProblemOfSomebodyElseIsNotSetAside() throws IOException {
    Path mine = Files.writeString(dir.resolve("problem.yaml"), "format: mine/1\n");
    Path other = Files.writeString(dir.resolve("other.yaml"), "format: toy/1\n");
    OutputDirectory.open(dir).setProblemAside(other);
    assertThat(mine).exists();
  }

  @Test
  void anOldPictureNeverStandsBesideANewResult() throws IOException {
    solve(10, LIMITS, List.of(Toy.counting("counter", Proof.NONE, 120)));
    Files.writeString(dir.resolve("report.html"), "old");
    solve(10, SHORT, List.of(Toy.counting("nothing", Proof.NONE)));

    assertThat(dir.resolve("report.html")).doesNotExist();
    assertThat(dir.resolve("previous-report.html")).hasContent("old");
  }

  @Test
  void anOutputDirectoryThatIsAFileIsRefused() throws IOException {
    Path occupied = Files.writeString(dir.resolve("occupied"), "x");

    assertThatThrownBy(() -> OutputDirectory.open(occupied)).hasMessageContaining("is a file").hasMessageContaining("Maybe");
    assertThatThrownBy(() -> OutputDirectory.open(occupied.resolve("below"))).hasMessageContaining("cannot be written");
  }

  @Test
  void noTemporaryFileIsLeftBehind() throws IOException {
    solve(10, LIMITS, List.of(Toy.counting("counter", Proof.NONE, 120, 110)));

    try (var files = Files.list(dir)) {
      assertThat(files.map(p -> p.getFileName().toString())).containsExactlyInAnyOrder("mapping.json", "result.json");
    }
  }
}
