package dev.dovetail.models.intracore.array;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.accelerator.LocalMemory;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.ElementFloor;
import dev.dovetail.models.intracore.LeastReads;
import dev.dovetail.models.intracore.ParetoSet;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Utilisation of a processing-element array: how well loop dimensions divide by the array that unrolls them.
 *
 * <p>Role: the cost model that needs nothing but the accelerator file. One point per unrolling; the Pareto set is kept.
 *
 * <ul>
 *   <li>Matrix operators: see {@link Unrolling}; for a 32 x 32 array that unrolls C and K a convolution takes {@code ceil(C/32) *
 *       ceil(k/32) * FY * FX * h * W} cycles (allocation notes, 1.2). Without unrollings: operations / lanes, rounded up.
 *   <li>Pools: window elements / lanes, rounded up. Vector operators: operations per element * elements / lanes, rounded up; a
 *       reduction counts the elements that it reads.
 *   <li>Energy: operations * energy per operation, plus the bytes read and written at the buffer: every output byte once, every
 *       weight byte that the tile needs once (weights stay in the array), every other operand byte once per pass, where a matrix
 *       operator makes {@code ceil(k / width of K)} passes over its inputs if the array unrolls K (k within one group), else one.
 *   <li>No buffer beside operands and output, no DRAM traffic of its own. Data movement inside the core is assumed hidden.
 * </ul>
 */
public final class PeArrayCostModel implements CostModel {
  /** The model's name. */
  public static final String NAME = "pe-array/1";

  private static final long FEMTOJOULES_PER_JOULE = 1_000_000_000_000_000L;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<CostPoint> points(Workload workload, Layer layer, Box tile, Core core) {
    if (!core.supports(layer.operator())) {
      return List.of();
    }
    List<CostPoint> points = new ArrayList<>();
    for (Unrolling u : unrollings(layer, core)) {
      points.add(
          new CostPoint(
              u.cycles(layer, tile), energy(workload, layer, tile, core, u.inputPasses(layer, tile)), 0, 0, core.estimated(),
              u.name()));
    }
    if (points.isEmpty()) {
      points.add(
          new CostPoint(laneCycles(layer, tile, core), energy(workload, layer, tile, core, 1), 0, 0, core.estimated(),
              "lanes" + core.lanes()));
    }
    return ParetoSet.of(points);
  }

  @Override
  public Optional<CostFloor> floor(Workload workload, Layer layer, Core core) {
    if (!core.supports(layer.operator())) {
      return Optional.empty();
    }
    return Optional.of(new CostFloor(cycleFloor(layer, core), energyFloor(workload, layer, core)));
  }

  @Override
  public Optional<ElementFloor> elementFloor(Workload workload, Layer layer, Core core) {
    if (!core.supports(layer.operator())) {
      return Optional.empty();
    }
    return unrollings(layer, core).stream()
        .map(u -> u.bestCyclesPerElement(layer))
        .map(ratio -> new ElementFloor(ratio[0].longValueExact(), ratio[1].longValueExact()))
        .reduce(ElementFloor::min)
        .or(() -> lanes(layer, core));
  }

  /** Operations of one element over the lanes. */
  private static Optional<ElementFloor> lanes(Layer layer, Core core) {
    long operations = operations(layer, oneElement(layer));
    return operations == 0 ? Optional.empty() : Optional.of(new ElementFloor(operations, core.lanes()));
  }

  private static Box oneElement(Layer layer) {
    Box box = layer.outputBox();
    for (int a = 0; a < box.rank(); a++) {
      box = box.with(a, 0, 1);
    }
    return box;
  }

  private static List<Unrolling> unrollings(Layer layer, Core core) {
    if (layer.operator().operatorClass() != OperatorClass.MATRIX) {
      return List.of();
    }
    return core.unrollings().stream().map(dims -> new Unrolling(core, dims)).toList();
  }

  private static long cycleFloor(Layer layer, Core core) {
    Box whole = layer.outputBox();
    List<Unrolling> unrollings = unrollings(layer, core);
    if (unrollings.isEmpty()) {
      return laneCycles(layer, whole, core);
    }
    if (unrollings.size() == 1 && unrollings.get(0).wholeIsFloor(layer)) {
      return unrollings.get(0).cycles(layer, whole);
    }
    // Each box may take another unrolling: no box has fewer cycles per element than the best box of the best unrolling.
    BigInteger least = null;
    for (Unrolling u : unrollings) {
      BigInteger[] ratio = u.bestCyclesPerElement(layer);
      BigInteger cycles =
          ratio[0].multiply(BigInteger.valueOf(whole.volume())).add(ratio[1]).subtract(BigInteger.ONE).divide(ratio[1]);
      least = least == null ? cycles : least.min(cycles);
    }
    return Objects.requireNonNull(least).longValueExact();
  }

  private static long energyFloor(Workload workload, Layer layer, Core core) {
    LocalMemory buffer = core.buffer();
    long read = 0;
    for (Operand operand : layer.operands()) {
      read = Math.addExact(read, workload.tensor(operand.tensor()).bytesOf(LeastReads.elements(layer, operand)));
    }
    return total(layer, layer.outputBox(), core, read, workload.tensor(layer.output()).bytes(), buffer);
  }

  private static long energy(Workload workload, Layer layer, Box tile, Core core, long inputPasses) {
    long read = 0;
    for (Operand operand : layer.operands()) {
      Tensor tensor = workload.tensor(operand.tensor());
      long bytes = tensor.bytesOf(operand.needed(tile).volume());
      read = Math.addExact(read, Math.multiplyExact(bytes, tensor.role() == Tensor.Role.WEIGHT ? 1 : inputPasses));
    }
    return total(layer, tile, core, read, workload.tensor(layer.output()).bytesOf(tile.volume()), core.buffer());
  }

  private static long total(Layer layer, Box tile, Core core, long readBytes, long writtenBytes, LocalMemory buffer) {
    long sum;
    try {
      long compute = Math.multiplyExact(operations(layer, tile), core.operationFemtojoules());
      long reads = Math.multiplyExact(readBytes, buffer.readFemtojoulesPerByte());
      long writes = Math.multiplyExact(writtenBytes, buffer.writeFemtojoulesPerByte());
      sum = Math.addExact(compute, Math.addExact(reads, writes));
    } catch (ArithmeticException e) {
      sum = Long.MAX_VALUE;
    }
    if (sum > CostPoint.MOST_FEMTOJOULES) {
      throw new BadInputException(
          "The layer (%s) takes more than %d joules on the core (%s).".formatted(layer.name(),
              CostPoint.MOST_FEMTOJOULES / FEMTOJOULES_PER_JOULE, core.name()),
          "an energy of the core or of its memory (%s) is in another unit: it is picojoules.".formatted(buffer.name()));
    }
    return sum;
  }

  /** Elementary operations of a tile. */
  private static long operations(Layer layer, Box tile) {
    boolean summing = layer.operator().operatorClass() != OperatorClass.VECTOR || layer.operator() == Operator.REDUCE;
    return Math.multiplyExact(summing ? layer.work(tile) : tile.volume(), (long) layer.operator().operationsPerElement());
  }

  private static long laneCycles(Layer layer, Box tile, Core core) {
    return Math.max(1, (operations(layer, tile) + core.lanes() - 1) / core.lanes());
  }
}
