package dev.dovetail.models.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InlineNetworkTest {
  private static Workload read(String text) {
    return InlineNetwork.read(DataFile.parse(text, "net.yaml"), "net");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{inputs: {x: [1, 4]}, layers: [{name: a, op: add, inputs: []}]}|The layer (a) reads nothing.",
      "{inputs: {x: [1048576, 1048576, 1048576]}, layers: [{name: a, op: relu, input: x}]}|The input (x) is not possible: The tensor (x)",
      "{inputs: {x: [1048576, 1048576, 1048576, 1048576]}, layers: [{name: a, op: relu, input: x}]}|has more than 17592186044416 elements",
      "{inputs: {x: [1048576, 1048576]}, layers: [{name: a, op: fc, input: x, channels: 1048576}]}|has more than 1125899906842624 elementary",
  })
  void whatCannotBeIsNamedWithItsPlace(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("net.yaml:1: ")
        .hasMessageContaining(message);
  }

  /** What no layer reads is stored. */
  @Test
  void theLastLayersAreTheOutputs() {
    Workload w = read("{inputs: {x: [1, 4]}, layers: [{name: a, op: relu, input: x}, {name: b, op: fc, input: a, channels: 2}]}");
    assertThat(w.tensor("a").isOutput()).isFalse();
    assertThat(w.tensor("b").isOutput()).isTrue();
    assertThat(w.tensor("b.weight").elements()).isEqualTo(8);
  }
}
