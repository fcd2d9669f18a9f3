package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import java.util.List;
import java.util.function.Supplier;

/**
 * Latency, accesses, buffers, energy, area and power of one layer under one mapping on one core, by MAESTRO's analytical model.
 *
 * <p>Sources: Kwon et al., Understanding Reuse, Performance, and Hardware Cost of DNN Dataflows: A Data-Centric Approach, MICRO 2019;
 * the public program maestro-project/maestro, commit 4eb08d1.
 *
 * <p>{@link MaestroMode#COMPATIBLE} gives the numbers of that program. {@link MaestroMode#CORRECTED} differs from it in these points,
 * and in no other:
 * <table>
 * <caption>What is mended</caption>
 * <tr><th>public program</th><th>corrected</th></tr>
 * <tr><td>outputs of an axis are Y-R+1 whatever the stride</td><td>(Y-R)/stride+1; rows that no kernel reaches are dropped</td></tr>
 * <tr><td>inherited directives are scaled by the stride at every level, tiles of outputs are taken for tiles of inputs</td>
 * <td>each directive is scaled once, where it is written; a tile of outputs is one</td></tr>
 * <tr><td>outputs and multiply-accumulates of a tile ignore the stride</td><td>they follow it</td></tr>
 * <tr><td>a last unit with a part of a tile is not counted as busy</td><td>it is</td></tr>
 * <tr><td>the first layer of a file decides whether N counts; a grouped convolution does not sum over its channels</td>
 * <td>each layer decides for itself; it sums</td></tr>
 * <tr><td>energy takes the L1 accesses of the layer before (with clusters), and leaves out multiply-accumulates and reads of
 * outputs</td><td>all accesses and multiply-accumulates of this layer</td></tr>
 * <tr><td>occurrences above 2^31-1 abort</td><td>64 bits, checked</td></tr>
 * <tr><td>two directives on one dimension, one on a dimension of no tensor, gaps, overlaps, tiles without an output and exceeded memories give numbers;
 * a map of outputs needs one of its kernel; an input smaller than its kernel gives numbers</td>
 * <td>errors; the kernel's tile is inherited; an error</td></tr>
 * <tr><td>a transposed convolution counts as a convolution</td><td>an error</td></tr>
 * </table>
 * Kept in both: off-chip demand is halved at every case, arithmetic intensity is that of the last case, divisions of bandwidths and
 * delays truncate, the output's need of L1 is that of its input tile, tables of reuse are made once per level, transfers of nothing take
 * latency - 1 cycles, needs add up over leading cases without work, a tile larger than its dimension keeps its size in the buffers.
 *
 * <p>The class has no state and may be shared by threads.
 */
public final class MaestroCostModel {
  private final ModeRules rules;
  private final boolean capacities;

  /** A model that reports needs of buffers and leaves judging them to the caller. */
  public MaestroCostModel(MaestroMode mode) {
    this(mode, false);
  }

  /**
   * @param mode which quirks are kept
   * @param capacities whether a mapping that needs more elements than a memory holds is an error; only in corrected mode
   */
  public MaestroCostModel(MaestroMode mode, boolean capacities) {
    rules = ModeRules.of(mode);
    this.capacities = capacities;
  }

  /**
   * Evaluates a layer by itself.
   *
   * @throws InvalidMappingException if layer, mapping and core do not go together
   */
  public MaestroStatistics evaluate(LayerShape layer, List<Directive> mapping, MaestroHardware core) {
    return prepare(layer, mapping, core).evaluate();
  }

  /**
   * Evaluates a layer of a file of layers.
   *
   * @param previousL1Count {@link MaestroStatistics#l1Accesses()} of the layer before, 0 for the first; only compatible mode uses it,
   *     for the energy of mappings with clusters
   * @throws InvalidMappingException if layer, mapping and core do not go together
   */
  public MaestroStatistics evaluate(LayerShape layer, List<Directive> mapping, MaestroHardware core, long previousL1Count) {
    return prepare(layer, mapping, core).evaluate(previousL1Count);
  }

  /**
   * Checks a mapping and finds its needs of buffers, at a small part of the price of an evaluation.
   *
   * @throws InvalidMappingException if layer, mapping and core do not go together
   */
  public PreparedMapping prepare(LayerShape layer, List<Directive> mapping, MaestroHardware core) {
    return prepare(layer, layer.lists(LoopDim.N), mapping, core);
  }

  /**
   * The same for a layer of a file whose first layer of the type says whether convolutions have a batch.
   *
   * @param batched whether N is a dimension of the convolution's input and output; without effect on a matrix product and in
   *     corrected mode
   * @throws InvalidMappingException if layer, mapping and core do not go together
   */
  public PreparedMapping prepare(LayerShape layer, boolean batched, List<Directive> mapping, MaestroHardware core) {
    return exact(() -> {
      LayerTensors tensors = new LayerTensors(layer, rules.batched(layer, batched), rules);
      LevelPlan[] levels = MappingPlan.of(tensors, mapping, core.pes(), rules);
      return new PreparedMapping(tensors, levels, core, rules, capacities);
    });
  }

  /** Runs exact arithmetic and turns what leaves 64 bits into the error that it is. */
  static <T> T exact(Supplier<T> work) {
    try {
      return work.get();
    } catch (ArithmeticException e) {
      throw new InvalidMappingException(Code.OVERFLOW, -1, null, "a count leaves 64 bits.",
          "the layer or the mapping has a wrong size.");
    }
  }
}
