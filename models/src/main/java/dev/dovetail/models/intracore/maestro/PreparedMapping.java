package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A mapping that was found legal for a layer and a core, with its needs of buffers; {@link #evaluate()} gives all the rest. For one
 * thread at a time.
 */
public final class PreparedMapping {
  private final LayerTensors layer;
  private final LevelPlan[] levels;
  private final MaestroHardware core;
  private final ModeRules rules;
  private final boolean capacities;
  private final LevelEvaluator evaluator;
  private final BufferNeeds l1;
  private final BufferNeeds l2;

  PreparedMapping(LayerTensors layer, LevelPlan[] levels, MaestroHardware core, ModeRules rules, boolean capacities) {
    this.layer = layer;
    this.levels = levels;
    this.core = core;
    this.rules = rules;
    this.capacities = capacities;
    evaluator = new LevelEvaluator(layer, levels, core, rules);
    LevelTotals top = evaluator.needs();
    l2 = needs(top.upSize);
    l1 = needs(top.leaf().downSize);
  }

  private static BufferNeeds needs(long[] sizes) {
    return new BufferNeeds(sizes[LevelTotals.INPUT], sizes[LevelTotals.FILTER], sizes[LevelTotals.OUTPUT]);
  }

  /** What one processing element's memory must hold. */
  public BufferNeeds l1() {
    return l1;
  }

  /** What the shared memory must hold. */
  public BufferNeeds l2() {
    return l2;
  }

  /** The whole tensors: the space of one that stays in the shared memory from the layer's begin to its end. */
  public BufferNeeds whole() {
    return MaestroCostModel.exact(layer::volumes);
  }

  /** The complete directives of every level, outermost first, as they are evaluated; equal for mappings that are the same. */
  public List<List<Directive>> levels() {
    return Arrays.stream(levels).map(l -> l.directives).toList();
  }

  /**
   * What the evaluation cannot be below, at a part of its price; empty if nothing is known.
   *
   * @throws InvalidMappingException where {@link #evaluate()} throws one, too
   */
  public Optional<MappingFloor> floor() {
    return MaestroCostModel.exact(evaluator::floor);
  }

  /**
   * All statistics.
   *
   * @throws InvalidMappingException if the evaluation shows what the directives do not
   */
  public MaestroStatistics evaluate() {
    return evaluate(0);
  }

  /**
   * All statistics.
   *
   * @param previousL1Count L1 accesses of the layer before in the same file; matters in compatible mode only
   * @throws InvalidMappingException if the evaluation shows what the directives do not
   */
  public MaestroStatistics evaluate(long previousL1Count) {
    if (capacities && rules.refusesCapacity()) {
      fits(Code.CAPACITY_L1, l1.total(), core.l1Elements(), "a processing element's memory");
      fits(Code.CAPACITY_L2, l2.total(), core.l2Elements(), "the shared memory");
    }
    return MaestroCostModel.exact(() -> {
      MaestroStatistics statistics = StatisticsAssembly.of(layer, core, rules, evaluator.evaluate(), previousL1Count);
      rules.checkExact(statistics);
      return statistics;
    });
  }

  private static void fits(Code code, long needed, long capacity, String memory) {
    if (needed > capacity) {
      throw new InvalidMappingException(code, -1, null,
          "the mapping needs %d elements in %s, which holds %d.".formatted(needed, memory, capacity), "smaller tiles fit.");
    }
  }
}
