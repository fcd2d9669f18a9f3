package dev.dovetail.solver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.solver.Outcome.Proof;
import dev.dovetail.solver.Outcome.Termination;
import dev.dovetail.solver.Toy.Answer;
import dev.dovetail.solver.Toy.Ask;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is proved of a part of all mappings decides nothing, is shown, and is refuted only from within. */
class PartialProofTest extends SolveFixture {
  private static final String EVEN = "with even numbers";

  /** Finds the given number and claims it to be the best even one. */
  private static Method<Ask, Answer> claiming(String name, Proof proof, long bound, long inside) {
    return Toy.method(
        name,
        (problem, limits, listener) -> {
          if (inside < Long.MAX_VALUE) {
            listener.incumbent(new Answer(inside), inside, "counting");
          }
          listener.claim(new Claim(EVEN, bound, inside, proof));
          return new Outcome(Termination.COMPLETE, Proof.NONE, "all even numbers");
        });
  }

  @Test
  void twoMethodsThatAgreeOnOnePartProveNoOptimum() {
    SolveResult<Answer> r =
        solve(10, LIMITS, List.of(claiming("a", Proof.OPTIMAL, 106, 106), claiming("b", Proof.OPTIMAL, 106, 106)));

    assertThat(r.status()).isEqualTo(Status.FEASIBLE);
    assertThat(r.evidence()).isNull();
    assertThat(r.bound()).isEqualTo(90);
    assertThat(r.gap()).isEqualTo(16.0 / 106);
    assertThat(r.partialProofs()).containsExactly(new PartialProof(EVEN, 106, true, Evidence.AGREED, List.of("a", "b")));
    assertThat(r.partialProofs().get(0).sentence()).isEqualTo("optimum (agreed) among mappings with even numbers");
    JsonNode proof = file("result.json").get("partialProofs").get(0);
    assertThat(proof.get("space").asText()).isEqualTo(EVEN);
    assertThat(proof.get("bound").asLong()).isEqualTo(106);
    assertThat(proof.get("optimum").asBoolean()).isTrue();
    assertThat(proof.get("evidence").asText()).isEqualTo("agreed");
    assertThat(proof.get("methods")).extracting(JsonNode::asText).containsExactly("a", "b");
    assertThat(file("result.json").get("status").asText()).isEqualTo("feasible");
  }

  @Test
  void aBetterMappingOutsideIsNoDisagreement() {
    SolveResult<Answer> r =
        solve(10, LIMITS, List.of(claiming("a", Proof.EXHAUSTED, 106, 106), Toy.counting("b", Proof.NONE, 105)));

    assertThat(r.disagreement()).isNull();
    assertThat(r.exitCode()).isZero();
    assertThat(r.objective()).isEqualTo(105);
    assertThat(r.partialProofs()).containsExactly(new PartialProof(EVEN, 106, true, Evidence.EXHAUSTED, List.of("a")));
  }

  @Test
  void aBetterMappingInsideIsADisagreement() {
    SolveResult<Answer> r =
        solve(10, LIMITS, List.of(claiming("a", Proof.OPTIMAL, 108, 108), claiming("b", Proof.NONE, Long.MIN_VALUE, 106)));

    assertThat(r.exitCode()).isEqualTo(ExitCode.DISAGREEMENT);
    assertThat(r.message())
        .isEqualTo("The lower bound (108) of a is refuted by a mapping of the very space it is about, which costs 106.");
  }

  @Test
  void aBoundAloneIsNoOptimumAndNothingProvedIsNotShown() {
    assertThat(solve(10, LIMITS, List.of(claiming("a", Proof.NONE, 103, 106))).partialProofs())
        .containsExactly(new PartialProof(EVEN, 103, false, null, List.of("a")));
    assertThat(solve(10, LIMITS, List.of(claiming("a", Proof.NONE, Long.MIN_VALUE, 106))).partialProofs()).isEmpty();
  }

  @Test
  void aRequiredGapIsNotMetByABoundOfAPart() {
    Request request = new Request(LIMITS, false, 0.05, java.util.Map.of(), java.util.Map.of(), java.util.Map.of());
    SolveResult<Answer> r = solve(Toy.kind(10), request, List.of(claiming("a", Proof.OPTIMAL, 106, 106)));

    assertThat(r.exitCode()).isEqualTo(ExitCode.GAP_NOT_MET);
  }
}
