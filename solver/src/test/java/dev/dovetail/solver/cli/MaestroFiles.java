package dev.dovetail.solver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small inputs in MAESTRO's words. */
final class MaestroFiles {
  /**
   * A product of 5 x 10 by 10 x 3 on 2 clusters of 4, one convolution of 4 filters on 2 channels and 5 x 8 pixels.
   *
   * <p>FIRST: N in 3 steps, M in 3 waves, K in 3 steps: 27 steps. FIRST's first step: 8 inputs and 4 weights over 4 per cycle take 3 cycles
   * with latency 1, computing takes 3, together 6; the other 26 take 3: 84 cycles.
   */
  static final String MAPPING =
      """
      Network toy {
        Layer FIRST {
          Type: GEMM
          Dimensions { M: 5, N: 3, K: 10 }
          Dataflow {
            TemporalMap(1,1) N;
            SpatialMap(1,1) M;
            TemporalMap(4,4) K;
            Cluster(4, P);
            TemporalMap(1,1) N;
            TemporalMap(1,1) M;
            SpatialMap(1,1) K;
          }
        }
        Layer SECOND {
          Type: CONV
          Dimensions { K: 4, C: 2, R: 3, S: 3, Y: 5, X: 8 }
          Dataflow {
            TemporalMap(2,2) K;
            TemporalMap(2,2) C;
            TemporalMap(3,1) Y;
            SpatialMap(3,1) X;
          }
        }
      }
      """;

  /** 8 processing elements, 4 elements per cycle on the network, latency 1. */
  static final String HARDWARE = "num_pes: 8\nnoc_bw_cstr: 4\noffchip_bw_cstr: 50\nl1_size_cstr: 100\n";

  /** A row of SECOND's layer and mapping on 4 processing elements, one with too few, one with a type that is none. */
  static final String CASES =
      """
      id,layer_type,K,C,R,S,Y,X,dataflow,num_pes,noc_bw,noc_hops,hop_latency,simd,offchip_bw_cstr
      7,CONV,4,2,3,3,5,8,rows,4,4,1,1,1,8
      8,CONV,4,2,3,3,5,8,deep,4,4,1,1,1,8
      9,POOL,4,2,3,3,5,8,rows,4,4,1,1,1,8
      10,CONV,4,2,3,3,5,8,rows,4,4,1,1,1,8
      """;

  static final String DATAFLOWS =
      """
      format: dataflow/1
      dataflows:
        - name: rows
          directives: ["TemporalMap(2,2) K", "TemporalMap(2,2) C", "TemporalMap(Sz(R),1) Y", "SpatialMap(Sz(S),1) X"]
        - name: deep
          directives: ["SpatialMap(1,1) K", "Cluster(8)", "SpatialMap(1,1) C"]
      """;

  private MaestroFiles() {}

  static Path write(Path folder, String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
