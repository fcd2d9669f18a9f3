package dev.dovetail.benchmarks.jmh;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.MaestroCostModel;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import dev.dovetail.models.intracore.maestro.PreparedMapping;
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

/** How fast the data-centric cost model evaluates one layer (VGG16's sixth convolution), legality and tables included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MaestroBenchmark {
  private static final long KERNEL = 3;

  /** Which mapping: two levels, three levels, or tiles that fit at neither of two levels. */
  @Param({"kcp_ws", "maeri", "tiled"})
  String mapping = "";

  @Param({"COMPATIBLE", "CORRECTED"})
  MaestroMode mode = MaestroMode.CORRECTED;

  private final LayerShape layer = new LayerShape(LayerType.CONV,
      Map.of(LoopDim.K, 256L, LoopDim.C, 256L, LoopDim.R, KERNEL, LoopDim.S, KERNEL, LoopDim.Y, 56L, LoopDim.X, 56L));
  private final MaestroHardware core = new MaestroHardware(256, 1000, 1, 1, 1, 50, 100, 3000);
  private MaestroCostModel model = new MaestroCostModel(MaestroMode.CORRECTED);
  private List<Directive> directives = List.of();

  /** Writes the mapping down. */
  @Setup
  public void setUp() {
    model = new MaestroCostModel(mode);
    directives = switch (mapping) {
      case "kcp_ws" -> kcpWs();
      case "maeri" -> maeri();
      default -> tiled();
    };
  }

  /** From directives to all statistics. */
  @Benchmark
  public MaestroStatistics evaluate() {
    return model.evaluate(layer, directives, core);
  }

  /** From directives to legality and buffers. */
  @Benchmark
  public PreparedMapping prepare() {
    return model.prepare(layer, directives, core);
  }

  private static List<Directive> kcpWs() {
    return List.of(Directive.spatial(1, 1, LoopDim.K), Directive.temporal(64, 64, LoopDim.C), rows(), columns(),
        Directive.temporal(KERNEL, 1, LoopDim.Y), Directive.temporal(KERNEL, 1, LoopDim.X), Directive.cluster(64),
        Directive.spatial(1, 1, LoopDim.C), Directive.temporal(KERNEL, 1, LoopDim.Y), Directive.temporal(KERNEL, 1, LoopDim.X),
        rows(), columns());
  }

  private static List<Directive> maeri() {
    return List.of(Directive.temporal(1, 1, LoopDim.C), Directive.spatial(1, 1, LoopDim.K),
        Directive.temporal(1, 1, LoopDim.Y_OUT),
        Directive.temporal(1, 1, LoopDim.X_OUT), rows(), columns(), Directive.cluster(KERNEL), Directive.spatial(1, 1, LoopDim.Y),
        Directive.spatial(1, 1, LoopDim.R), Directive.cluster(KERNEL), Directive.spatial(1, 1, LoopDim.X),
        Directive.spatial(1, 1, LoopDim.S));
  }

  /** Tiles of 24 filters, 48 channels and 20 x 20 outputs, and below 7 filters, 5 channels and 3 x 3 outputs. */
  private static List<Directive> tiled() {
    return List.of(Directive.spatial(24, 24, LoopDim.K), Directive.temporal(48, 48, LoopDim.C), rows(), columns(),
        Directive.temporal(22, 20, LoopDim.Y), Directive.temporal(22, 20, LoopDim.X), Directive.cluster(8),
        Directive.temporal(7, 7, LoopDim.K), Directive.spatial(5, 5, LoopDim.C), Directive.temporal(5, 3, LoopDim.Y),
        Directive.temporal(5, 3, LoopDim.X));
  }

  private static Directive rows() {
    return Directive.temporal(KERNEL, KERNEL, LoopDim.R);
  }

  private static Directive columns() {
    return Directive.temporal(KERNEL, KERNEL, LoopDim.S);
  }
}
