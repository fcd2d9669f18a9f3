package dev.dovetail.models.intracore.maestro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.RandomMappings.Trial;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The product against the plain evaluator: equal records, or the same error. */
class PlainAgreementTest {
  @Property(tries = 1500)
  void randomMappingsAreEqualInCompatibleMode(@ForAll long seed) {
    Trial t = new RandomMappings(seed, true).next();
    assertThat(product(t, MaestroMode.COMPATIBLE)).as(t.toString()).isEqualTo(plain(t, MaestroMode.COMPATIBLE));
  }

  @Property(tries = 1500)
  void randomMappingsAreEqualInCorrectedMode(@ForAll long seed) {
    Trial t = new RandomMappings(seed, false).next();
    assertThat(product(t, MaestroMode.CORRECTED)).as(t.toString()).isEqualTo(plain(t, MaestroMode.CORRECTED));
  }

  /** Otherwise the comparison above would say little. */
  @ParameterizedTest
  @EnumSource(MaestroMode.class)
  void manyRandomMappingsHaveNumbersAndTheErrorsDiffer(MaestroMode mode) {
    Map<String, Integer> outcomes = new TreeMap<>();
    RandomMappings random = new RandomMappings(7, true);
    for (int i = 0; i < 1500; i++) {
      Object outcome = product(random.next(), mode);
      outcomes.merge(outcome instanceof MaestroStatistics ? "numbers" : outcome.toString(), 1, Integer::sum);
    }
    assertThat(outcomes.get("numbers")).as(outcomes.toString()).isGreaterThan(mode == MaestroMode.COMPATIBLE ? 750 : 150);
    assertThat(outcomes).as(outcomes.toString()).hasSizeGreaterThan(4);
  }

  /** The buffers that a prepared mapping reports without evaluating are those of the evaluation. */
  @Property(tries = 500)
  void needsAreKnownBeforeTheEvaluation(@ForAll long seed) {
    Trial t = new RandomMappings(seed, true).next();
    if (plain(t, MaestroMode.COMPATIBLE) instanceof MaestroStatistics s) {
      PreparedMapping prepared = new MaestroCostModel(MaestroMode.COMPATIBLE).prepare(t.layer(), t.mapping(), t.core());
      assertThat(prepared.l1())
          .isEqualTo(new BufferNeeds(s.input().l1Required(), s.filter().l1Required(), s.output().l1Required()));
      assertThat(prepared.l2())
          .isEqualTo(new BufferNeeds(s.input().l2Required(), s.filter().l2Required(), s.output().l2Required()));
    }
  }

  private static Object product(Trial t, MaestroMode mode) {
    try {
      return new MaestroCostModel(mode).evaluate(t.layer(), t.mapping(), t.core());
    } catch (InvalidMappingException e) {
      return e.code();
    }
  }

  private static Object plain(Trial t, MaestroMode mode) {
    ModeRules rules = ModeRules.of(mode);
    try {
      return MaestroCostModel.exact(() -> {
        LayerTensors tensors = new LayerTensors(t.layer(), t.layer().lists(LoopDim.N), rules);
        LevelPlan[] levels = MappingPlan.of(tensors, t.mapping(), t.core().pes(), rules);
        LevelTotals top = new PlainEvaluator(tensors, levels, t.core(), rules).evaluate();
        return StatisticsAssembly.of(tensors, t.core(), rules, top, 0);
      });
    } catch (InvalidMappingException e) {
      return e.code();
    }
  }
}
