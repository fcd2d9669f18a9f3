package dev.dovetail.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.ProblemKind;
import dev.dovetail.solver.Outcome.Proof;
import dev.dovetail.solver.Outcome.Termination;
import dev.dovetail.solver.Toy.Answer;
import dev.dovetail.solver.Toy.Ask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How a solve runs: order of things, failures, limits, interrupts. */
class SolveTest extends SolveFixture {
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
    Request strict = new Request(LIMITS, false, 0.1, java.util.Map.of(), java.util.Map.of(), java.util.Map.of());
    List<Method<Ask, Answer>> counter = List.of(Toy.counting("counter", Proof.NONE, 120));

    SolveResult<Answer> r = solve(Toy.kind(10), strict, counter);

    assertThat(r.exitCode()).isEqualTo(ExitCode.GAP_NOT_MET);
    assertThat(r.message()).isEqualTo("The gap (25.00 %) is larger than the one asked for (10 %).");
    assertThat(file("mapping.json").get("number").asLong()).isEqualTo(120);
  }

  @Test
  void aLaterMethodOfATeamRunsOnlyWhereOurBoundsDoNotSettleTheAnswer() {
    Request team = new Request(LIMITS, true, null, java.util.Map.of(), java.util.Map.of(), java.util.Map.of());
    List<Method<Ask, Answer>> both =
        List.of(Toy.counting("first", Proof.OPTIMAL, 100), Toy.counting("second", Proof.OPTIMAL, 100));

    SolveResult<Answer> settled = solve(Toy.kind(0), team, both);
    SolveResult<Answer> open = solve(Toy.kind(10), team, both);

    assertThat(settled.methods()).extracting(MethodResult::method).containsExactly("first");
    assertThat(settled.evidence()).isEqualTo(Evidence.BOUNDED);
    assertThat(open.methods()).extracting(MethodResult::method).containsExactly("first", "second");
    assertThat(open.evidence()).isEqualTo(Evidence.AGREED);
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
}
