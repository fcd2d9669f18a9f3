package dev.dovetail.models.stream.files;

import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.stream.BitRate;
import dev.dovetail.models.stream.StreamConnection;
import dev.dovetail.models.stream.StreamCore;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamWorkload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small accelerators and networks in memory. */
final class Fixtures {
  static final List<String> POOLS = List.of("MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool");
  static final List<String> SIMD =
      List.of("Add", "Sub", "Mul", "Div", "Exp", "Pow", "Silu", "Sigmoid", "Gelu", "Tanh", "Relu");

  private Fixtures() {}

  /**
   * Four general cores of 2 MiB (0 to 3), one for pools and one for vectors of 128 KiB (4, 5), DRAM (6), all on one bus: sizes of the
   * reference instances tpu_like_quad_core.
   */
  static StreamHardware quad() {
    return quad(16_777_216, 1_048_576);
  }

  static StreamHardware quad(long matrixBits, long simdBits) {
    List<StreamCore> cores = new ArrayList<>();
    for (int c = 0; c < 4; c++) {
      cores.add(new StreamCore(c, "matrix", StreamCore.Kind.COMPUTE, matrixBits, 1024, null));
    }
    cores.add(new StreamCore(4, "pooling", StreamCore.Kind.COMPUTE, simdBits, 72, POOLS));
    cores.add(new StreamCore(5, "simd", StreamCore.Kind.COMPUTE, simdBits, 64, SIMD));
    cores.add(new StreamCore(6, "offchip", StreamCore.Kind.DRAM, 10_000_000_000L, 0, null));
    return new StreamHardware("quad", cores, 6,
        List.of(new StreamConnection("bus0", true, List.of(0, 1, 2, 3, 4, 5, 6), BitRate.of(128))), List.of());
  }

  static StreamWorkload twoConvolutions(Path folder) {
    return OnnxImport.read(OnnxImportTest.twoConvolutions().write(folder, "2conv.onnx")).workload();
  }

  static StreamMapping mapping(StreamWorkload workload, String yaml) {
    return MappingYaml.read(workload, quad(), DataFile.parse(yaml, "mapping.yaml"));
  }
}
