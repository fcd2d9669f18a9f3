package dev.dovetail.solver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.LowerBound;
import dev.dovetail.solver.Outcome.Proof;
import dev.dovetail.solver.Outcome.Termination;
import dev.dovetail.solver.Toy.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a solve concludes from what bounds and methods say: status, evidence, gap, disagreements. */
class VerdictTest extends SolveFixture {
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
}
