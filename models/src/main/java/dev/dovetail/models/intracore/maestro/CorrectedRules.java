package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The model with the mistakes of the public program mended; for solving. */
final class CorrectedRules extends ModeRules {
  static final CorrectedRules INSTANCE = new CorrectedRules();

  private CorrectedRules() {}

  @Override
  void checkType(LayerShape shape) {
    if (shape.type() == LayerType.TRCONV) {
      throw new InvalidMappingException(Code.UNSUPPORTED_LAYER, -1, null,
          "the layer type (TRCONV) is not evaluated: it would be counted as a dense convolution.",
          "it is written as a CONV over the input with zeros inserted.");
    }
  }

  @Override
  boolean batched(LayerShape shape, boolean file) {
    return shape.lists(LoopDim.N);
  }

  @Override
  boolean listsGroupChannelsAsOutputs() {
    return false;
  }

  /** Without the rows that no kernel reaches: those behind the last output, and those between kernels when the stride is larger. */
  @Override
  Window window(LoopDim in, LoopDim kernel, LoopDim out, long inputs, long kernelExtent, long stride) {
    if (inputs < kernelExtent) {
      throw LayerTensors.bad(in, "the size of %s (%d) is less than that of %s (%d)".formatted(in, inputs, kernel, kernelExtent),
          "padding was not added to the input.");
    }
    long outputs = (inputs - kernelExtent) / stride + 1;
    long step = Math.min(stride, kernelExtent);
    return new Window(in, kernel, out, stride, step, (outputs - 1) * step + kernelExtent, kernelExtent, outputs);
  }

  @Override
  List<Directive> written(List<Directive> group, LevelContext context) {
    Set<LoopDim> seen = EnumSet.noneOf(LoopDim.class);
    List<Directive> written = new ArrayList<>(group.size());
    for (Directive d : group) {
      Directive onInputs = onInputs(d, group, context);
      if (!context.layer().iterated().contains(onInputs.dim())) {
        throw context.unknown(d);
      }
      if (!seen.add(onInputs.dim())) {
        throw new InvalidMappingException(Code.DUPLICATE_DIRECTIVE, context.level(), d.dim(),
            "the directive (%s) is the second one on %s at level %d.".formatted(d, onInputs.dim(), context.level()),
            "a Cluster between them is missing.");
      }
      written.add(onInputs);
    }
    return written;
  }

  /** In inputs as the model counts them: strides taken in. */
  private static Directive onInputs(Directive d, List<Directive> group, LevelContext context) {
    for (Window w : context.layer().windows()) {
      if (d.dim() == w.output()) {
        long size = Math.addExact(Math.multiplyExact(d.size() - 1, w.step()), kernelTile(w, group, context));
        return new Directive(d.kind(), size, Math.multiplyExact(d.offset(), w.step()), w.input());
      }
      if (d.dim() == w.input() && w.stride() != 1 && d.size() >= w.kernelExtent()) {
        long outputs = (d.size() - w.kernelExtent()) / w.stride() + 1;
        long size = Math.addExact(Math.multiplyExact(outputs - 1, w.step()), w.kernelExtent());
        return new Directive(d.kind(), size, Math.multiplyExact(outputs, w.step()), w.input());
      }
    }
    return d;
  }

  private static long kernelTile(Window w, List<Directive> group, LevelContext context) {
    Directive here = LevelContext.last(group, w.kernel());
    if (here != null) {
      return here.size();
    }
    Directive above = LevelContext.first(context.above(), w.kernel());
    return above != null ? above.size() : w.kernelExtent();
  }

  @Override
  void finish(List<Directive> complete, LevelContext context) {
    // Strides were taken in where directives were written.
  }

  @Override
  long edgeUnits(long units, long rest, long size, long offset) {
    return offset * (units - 1) + size < rest ? units + 1 : units;
  }

  @Override
  long newOutputs(Directive onInputs, long outputTile, long step) {
    return Math.min(ceilDiv(onInputs.offset(), step), outputTile);
  }

  @Override
  long edgeOutputs(long outputs) {
    return Math.max(outputs, 0);
  }

  @Override
  long maxOccurrences() {
    return Long.MAX_VALUE;
  }

  @Override
  long macs(LayerTensors layer, long counted, long all) {
    long macs = layer.trueMacs();
    if (macs != counted) {
      throw new InvalidMappingException(Code.COVERAGE, -1, null,
          "the mapping does %d multiply-accumulates, but the layer has %d.".formatted(counted, macs),
          "tiles leave gaps, overlap, or do not fit the tiles of the level above.");
    }
    if (macs != all) {
      throw new InvalidMappingException(Code.COVERAGE, -1, null,
          "the mapping has tiles without an output, which take %d of its %d multiply-accumulates away.".formatted(counted - all,
              macs),
          "tiles are smaller than the kernel.");
    }
    return macs;
  }

  @Override
  double energyNanojoules(AccessCounts a) {
    return AccessCounts.MAC_NANOJOULES * a.energyInMacs();
  }

  @Override
  void checkExact(MaestroStatistics statistics) {
    statistics.energyFemtojoules();
  }

  @Override
  boolean refusesCapacity() {
    return true;
  }
}
