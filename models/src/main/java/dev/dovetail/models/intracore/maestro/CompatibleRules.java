package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The public program (maestro-project/maestro, commit 4eb08d1) with all its quirks. */
final class CompatibleRules extends ModeRules {
  static final CompatibleRules INSTANCE = new CompatibleRules();

  private CompatibleRules() {}

  @Override
  void checkType(LayerShape shape) {
    // The program computes all of them.
  }

  @Override
  boolean batched(LayerShape shape, boolean file) {
    return file;
  }

  @Override
  boolean listsGroupChannelsAsOutputs() {
    return true;
  }

  @Override
  Window window(LoopDim in, LoopDim kernel, LoopDim out, long inputs, long kernelExtent, long stride) {
    return new Window(in, kernel, out, stride, 1, inputs, kernelExtent, inputs - kernelExtent + 1);
  }

  /** Maps of outputs become maps of inputs if the group has none of those. */
  @Override
  List<Directive> written(List<Directive> group, LevelContext context) {
    List<Directive> written = new ArrayList<>(group);
    for (Window w : context.layer().windows()) {
      Directive outputs = LevelContext.last(written, w.output());
      if (outputs != null && LevelContext.first(written, w.input()) == null) {
        Directive kernel = LevelContext.last(written, w.kernel());
        if (kernel == null) {
          throw new InvalidMappingException(Code.MISSING_WINDOW, context.level(), w.output(),
              "the directive (%s) at level %d has no directive on %s in its group.".formatted(outputs, context.level(),
                  w.kernel()),
              "the group needs TemporalMap(Sz(%s),Sz(%s)) %s.".formatted(w.kernel(), w.kernel(), w.kernel()));
        }
        int at = LevelContext.indexOf(written, w.output());
        long size = Math.addExact(outputs.size(), kernel.size() - 1);
        written.set(at, with(written.get(at), size, written.get(at).offset(), w.input()));
      }
    }
    return written;
  }

  /** Strides are applied to every map of inputs, inherited ones included; then maps of outputs beside them become second ones. */
  @Override
  void finish(List<Directive> complete, LevelContext context) {
    for (int i = 0; i < complete.size(); i++) {
      Directive d = complete.get(i);
      if (!context.knows(d.dim())) {
        throw context.unknown(d);
      }
      for (Window w : context.layer().windows()) {
        if (w.input() == d.dim() && w.stride() != 1 && d.size() >= w.kernelExtent()) {
          int first = LevelContext.indexOf(complete, w.input());
          complete.set(first, strided(complete.get(first), d.size(), w, context.level()));
        }
      }
    }
    for (int i = 0; i < complete.size(); i++) {
      Directive d = complete.get(i);
      for (Window w : context.layer().windows()) {
        if (w.output() == d.dim()) {
          long kernel = Objects.requireNonNull(LevelContext.last(complete, w.kernel())).size();
          complete.set(i, with(d, Math.addExact(d.size(), kernel - 1), d.offset(), w.input()));
        }
      }
    }
  }

  private static Directive strided(Directive target, long size, Window w, int level) {
    long s = w.stride();
    long kernel = w.kernelExtent();
    long outputs = (Math.subtractExact(size, kernel) + s) / s;
    long offset = Math.multiplyExact(outputs, level > 0 && kernel < s ? kernel : s);
    return with(target, Math.addExact(Math.multiplyExact(outputs, Math.min(s, kernel)), Math.max(kernel - s, 0)), offset,
        w.input());
  }

  private static Directive with(Directive d, long size, long offset, LoopDim dim) {
    return new Directive(d.kind(), size, offset, dim);
  }

  @Override
  long edgeUnits(long units, long rest, long size, long offset) {
    return units;
  }

  @Override
  long newOutputs(Directive onInputs, long outputTile, long step) {
    return Math.min(onInputs.offset(), onInputs.size());
  }

  @Override
  long edgeOutputs(long outputs) {
    return outputs;
  }

  @Override
  long maxOccurrences() {
    return Integer.MAX_VALUE;
  }

  @Override
  long macs(LayerTensors layer, long counted, long all) {
    return counted;
  }

  @Override
  double energyNanojoules(AccessCounts a) {
    long l1 = a.single() ? a.l1() : a.previousL1();
    return AccessCounts.MAC_NANOJOULES * (AccessCounts.L2_ENERGY * (a.l2() - a.outputL2Read()) + AccessCounts.L1_ENERGY * l1);
  }

  @Override
  void checkExact(MaestroStatistics statistics) {
    // The program's energy is a real number.
  }

  @Override
  boolean refusesCapacity() {
    return false;
  }
}
