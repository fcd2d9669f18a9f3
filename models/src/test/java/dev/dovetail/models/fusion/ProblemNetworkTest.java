package dev.dovetail.models.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the network of a problem file may come from. */
class ProblemNetworkTest {
  private static final Path NETWORKS = Path.of("..", "benchmarks", "instances", "networks");

  @TempDir
  private Path folder;

  @Test
  void names_of_both_lists_and_onnx_files_are_networks() throws IOException {
    assertThat(read("network: gpt2-small-decode\nsequence: 65").network().name()).isEqualTo("gpt2-small-decode(sequence=65)");
    assertThat(read("network: resnet50").network()).as("the one of the reference program")
        .isEqualTo(FusionNetworks.byName("resnet50", OptionalInt.empty()).orElseThrow());
    assertThat(read("network: mobilenet-v2").network().layers()).hasSize(64);
    assertThat(read("network: tiny-cnn.onnx").network().layers()).isNotEmpty();
  }

  @Test
  void what_is_no_network_is_said_with_its_line() {
    refused("network: mobilenet-v3", ":9", "you meant 'mobilenet-v2'");
    refused("network: unet", ":9", "The layer (up4) is a transposed convolution");
    refused("network: missing.onnx", "missing.onnx", "does not exist");
    refused("network: mobilenet-v2\nsequence: 4", ":10", "has no sequence");
  }

  private void refused(String network, String line, String message) {
    assertThatThrownBy(() -> read(network)).isInstanceOf(BadInputException.class).hasMessageContaining(line)
        .hasMessageContaining(message).hasMessageContaining("Maybe");
  }

  private FusionProblem read(String network) throws IOException {
    Path file = folder.resolve("problem.yaml");
    Files.writeString(file, """
        format: fusion/1
        point: p
        batch: 1
        peDim: 4
        macsPerPe: 512
        bufferBytes: 8 MiB
        dramBytesPerCycle: 16
        bufferReadBytesPerCycle: 256
        """ + network + "\n");
    return FusionProblemReader.read(DataFile.read(file), NETWORKS);
  }
}
