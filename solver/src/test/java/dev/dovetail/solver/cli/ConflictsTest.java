package dev.dovetail.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of requirement that is wrong, or cannot be met, has one clear message, a way out and its exit code. */
class ConflictsTest {
  private final Terminal terminal = new Terminal();

  @TempDir
  Path dir;

  /** The network: gemm_left and gemm_right read the input, silu the first, mul both, gemm_down mul. Only simd runs silu and mul. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      --pin mul=core9            | 3  | The core (core9) is not on the accelerator                          | you meant 'core0'
      --pin mulx=core0           | 3  | The layer (mulx) is not in the network                              | you meant 'mul'
      --pin mul                  | 2  | The pin (mul) is not of the form LAYER=CORE                         | write --pin conv1=core0
      --pin mul=core0            | 10 | The layer (mul) can run on no core                                  | allow the layer (mul) on the core (simd)
      --forbid mul=cor0          | 3  | The core (cor0) is not on the accelerator                           | you meant 'core0'
      --forbid mul=simd          | 10 | it is required that the layer (mul) does not run on simd            | allow the layer (mul) on the core (simd)
      --group mul,mulx           | 3  | The layer (mulx) is not in the network                              | you meant 'mul'
      --group gemm_left,silu     | 10 | No one core can run all of the layers gemm_left, silu               | take the layer (gemm_left) out of the group
      --fuse gemm_left           | 3  | A fused set needs two layers at least                               | write [conv1, conv2]
      --fuse gemm_left,sillu     | 3  | The layer (sillu) is not in the network                             | you meant 'silu'
      --cut gemm_left,gemm_right | 3  | The layer (gemm_right) reads nothing that the layer (gemm_left) makes | name the layer that makes
      --cut silu                 | 3  | A cut names two layers                                              | write [conv1, conv2]
      --reserve busx             | 3  | There is no core or channel (busx)                                  | you meant 'bus'
      --reserve simd             | 10 | it is required that the core (simd) is reserved                     | do not reserve the core (simd)
      --reserve bus              | 10 | it is required that the channel (bus) is reserved                   | do not reserve the channel (bus)
      --cap simdd=1KiB           | 3  | The core (simdd) is not on the accelerator                          | you meant 'simd'
      --cap simd                 | 2  | The cap (simd) is not of the form CORE=BYTES                        | write --cap core0=1MiB
      --cap simd=2               | 10 | it is required that the core (simd) uses at most 2 bytes            | raise the cap of the core (simd) from 2 to
      --tiles 1x1x1x1            | 2  | The tiles (1x1x1x1) are not of the form                             | write --tiles 8
      """)
  void aRequirementThatCannotBeMetSaysSo(String option, int exit, String message, String maybe) {
    Path out = dir.resolve("out");
    String[] words = option.split(" ");
    assertThat(
        terminal.run("map", "swiglu(16,64,128)", "--on", "quad-core", words[0], words[1], "--solver", "list", "--out", out))
            .as(terminal.err()).isEqualTo(exit);
    assertThat(terminal.err()).contains(message).containsPattern("\\RMaybe ").contains(maybe);
    assertThat(out.resolve("mapping.json")).doesNotExist();
    assertThat(terminal.run("bound", "swiglu(16,64,128)", "--on", "quad-core", words[0], words[1])).isEqualTo(exit);
    assertThat(terminal.err()).contains(message).contains(maybe);
  }

  @Test
  void fusionThatContradictsItselfNamesBothWishes() {
    assertThat(
        terminal.run("map", "swiglu(16,64,128)", "--on", "quad-core", "--cut", "gemm_left,silu", "--fuse", "gemm_left,silu",
            "--out", dir.resolve("out"))).isEqualTo(10);
    assertThat(terminal.err())
        .contains("What the layer (gemm_left) hands over to the layer (silu) cannot both stay on chip and go through DRAM.")
        .contains("  - it is required that the layers gemm_left, silu are fused")
        .contains("  - it is required that what (gemm_left) hands over to (silu) goes through DRAM")
        .contains("Maybe do not fuse the layers gemm_left, silu.");
  }

  @Test
  void aTileThatIsTooLargeIsToldWithTheGridThatFits() {
    assertThat(terminal.run("map", "swiglu(16,64,128)", "--on", "quad-core", "--cap", "simd=1KiB", "--tiles", "1", "--json",
        "--out", dir.resolve("out"))).isEqualTo(10);
    // The whole of mul: three tensors of 16 * 128 B.
    assertThat(terminal.json().get("message").asText())
        .contains("The layer (mul) fits on no core that can run it: a tile with everything it reads needs 6,144 bytes at least.")
        .contains("  - it is required that the core (simd) uses at most 1,024 bytes of its buffer");
    assertThat(terminal.json().get("status").asText()).isEqualTo("infeasible");
    assertThat(terminal.json().get("exitCode").asInt()).isEqualTo(10);
  }

  @Test
  void whatAFileDemandsOfFusionGroupsIsTold() throws IOException {
    String network = "format: mapping/1\nname: n\nnetwork: swiglu(16,64,128)\naccelerator: quad-core\n";
    Path circle = Files.writeString(dir.resolve("circle.yaml"),
        network + "groups: [[gemm_left, mul], [silu], [gemm_right], [gemm_down]]\n");
    assertThat(terminal.run("solve", circle, "--out", dir.resolve("out"))).isEqualTo(10);
    assertThat(terminal.err()).contains("The fusion groups read from each other in a circle, so that none can come first: "
        + "(silu) reads (gemm_left); (mul) reads (silu).").contains("Maybe leave the fusion groups free");
    Path items = Files.writeString(dir.resolve("items.yaml"),
        network + "tiles: {rows: 1}\ncut: [[silu, mul]]\noptions: {transfers: items}\n");
    assertThat(terminal.run("solve", items, "--out", dir.resolve("out"))).isEqualTo(3);
    assertThat(terminal.err()).contains("items").containsPattern("\\RMaybe ");
  }
}
