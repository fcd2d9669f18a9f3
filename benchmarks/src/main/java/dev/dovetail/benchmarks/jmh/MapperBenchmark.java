package dev.dovetail.benchmarks.jmh;

import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.dataflow.NamedDataflows;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.mapper.ElementBits;
import dev.dovetail.models.intracore.mapper.Mapper;
import dev.dovetail.models.intracore.mapper.MapperCore;
import dev.dovetail.models.intracore.mapper.MappingSpace;
import dev.dovetail.models.intracore.mapper.MappingTable;
import dev.dovetail.models.intracore.mapper.Residency;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long the tables of all layers of ResNet-50 on four types of cores take, with at least 1,000 candidate mappings per (layer, core)
 * pair, in one thread. The first iteration is that of a JVM that has just started.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 3)
public class MapperBenchmark {
  private static final ElementBits BITS = new ElementBits(8, 8, 8);
  private static final int LEAST_CANDIDATES = 1000;

  @Param
  Residency residency;

  @Param({"true", "false"})
  boolean pruning;

  private final List<LayerShape> layers = resNet50();
  private final List<MapperCore> cores =
      List.of(core(64, 512, 256 << 10), core(168, 512, 108 << 10), core(256, 1024, 512 << 10), core(1024, 2048, 1 << 20));
  private MappingSpace space;

  /** Chooses the space and checks that it is as large as promised. */
  @Setup
  public void setUp() {
    space = MappingSpace.standard().withResidency(residency).withPruning(pruning);
    for (LayerShape layer : layers) {
      long candidates = space.size(layer).total();
      if (candidates < LEAST_CANDIDATES) {
        throw new IllegalStateException("The space of %s has only %d candidates.".formatted(layer, candidates));
      }
    }
  }

  /** Every layer on every core; equal ones are enumerated once. */
  @Benchmark
  public long tables() {
    Mapper mapper = new Mapper(space);
    long points = 0;
    for (MapperCore core : cores) {
      for (LayerShape layer : layers) {
        MappingTable table = mapper.table(layer, BITS, core);
        points += table.points().size();
      }
    }
    return points;
  }

  private static MapperCore core(long pes, long l1Bytes, long l2Bytes) {
    long unlimited = MaestroHardware.UNLIMITED;
    return new MapperCore(new MaestroHardware(pes, 64, 1, 1, 1, 16, unlimited, unlimited), l1Bytes, l2Bytes);
  }

  /** Its 53 convolutions, padding included, and its fully connected layer, at 224 x 224 (He et al., 2016; stride in the 3 x 3). */
  private static List<LayerShape> resNet50() {
    List<LayerShape> layers = new ArrayList<>();
    layers.add(convolution(64, 3, 7, 230, 2));
    long channels = 64;
    long extent = 56;
    int[] blocks = {3, 4, 6, 3};
    for (int stage = 0; stage < blocks.length; stage++) {
      long width = 64L << stage;
      for (int block = 0; block < blocks[stage]; block++) {
        long stride = stage > 0 && block == 0 ? 2 : 1;
        layers.add(convolution(width, channels, 1, extent, 1));
        layers.add(convolution(width, width, 3, extent + 2, stride));
        if (block == 0) {
          layers.add(convolution(4 * width, channels, 1, extent, stride));
        }
        extent /= stride;
        layers.add(convolution(4 * width, width, 1, extent, 1));
        channels = 4 * width;
      }
    }
    layers.add(NamedDataflows.fullyConnected(1, channels, 1000));
    return layers;
  }

  private static LayerShape convolution(long filters, long channels, long kernel, long extent, long stride) {
    Map<LoopDim, Long> sizes = new EnumMap<>(LoopDim.class);
    sizes.put(LoopDim.K, filters);
    sizes.put(LoopDim.C, channels);
    sizes.put(LoopDim.R, kernel);
    sizes.put(LoopDim.S, kernel);
    sizes.put(LoopDim.Y, extent);
    sizes.put(LoopDim.X, extent);
    return new LayerShape(LayerType.CONV, sizes, stride, stride);
  }
}
