package dev.dovetail.models.workload.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworksTest {
  @ParameterizedTest
  @MethodSource("dev.dovetail.models.workload.networks.Networks#names")
  void everyNetworkEndsInAnOutputReadsAllItsTensorsAndIsCalledByItsName(String name) {
    Workload w = Networks.byName(name).orElseThrow();
    assertThat(w.name()).isEqualTo(name);
    assertThat(Networks.source(name)).isPresent();
    assertThat(w.tensor(w.layers().get(w.layers().size() - 1).output()).isOutput()).isTrue();
    for (Tensor t : w.tensors().values()) {
      boolean read = w.layers().stream().anyMatch(l -> l.operands().stream().anyMatch(o -> o.tensor().equals(t.name())));
      assertThat(read || t.isOutput()).as("%s is read or an output", t.name()).isTrue();
      assertThat(t.bitsPerElement()).isEqualTo(8);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.dovetail.models.workload.networks.Networks#signatures")
  void aSignatureIsANameThatCanBeGiven(String signature) {
    assertThat(Networks.byName(signature).orElseThrow().name()).isEqualTo(signature.substring(0, signature.indexOf('(')));
  }

  @Test
  void parametersStandInOrderOrByName() {
    Workload w = Networks.byName("swiglu(64, hidden=128, embedding=32)").orElseThrow();
    assertThat(w.name()).isEqualTo("swiglu(sequence=64,embedding=32,hidden=128)");
    assertThat(w.macs()).isEqualTo(3L * 64 * 32 * 128);
    assertThat(Networks.byName("bert-base(384)").orElseThrow().layers().get(0).shape()).containsExactly(384, 768);
    assertThat(Networks.byName("resnet18(bits=16)").orElseThrow().tensor("image").bitsPerElement()).isEqualTo(16);
  }

  @Test
  void anUnknownNameIsEmptyAndItsErrorSuggestsTheNearest() {
    assertThat(Networks.byName("resnet19")).isEmpty();
    assertThat(Networks.byName("resnet19(4)")).isEmpty();
    assertThat(Networks.unknown("resnet19")).hasMessageContaining("The network (resnet19) is not known.")
        .hasMessageContaining("Maybe you meant 'resnet18'.");
    assertThat(Networks.unknown("nothing-like-it-at-all")).hasMessageContaining("alexnet, vgg16");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "resnet18(0)            | The batch (0) of the network (resnet18(0)) must be in 1 to 1024.",
      "resnet18(batch=many)   | The batch (many) of the network (resnet18(batch=many)) must be a whole number.",
      "bert-base(99999999999) | The sequence (99999999999) of the network (bert-base(99999999999)) must be in 1 to 65536.",
      "gpt2-small-decode(1)   | The context (1) of the network (gpt2-small-decode(1)) must be in 2 to 65536.",
      "swiglu(1,2,3,4,5)      | The network (swiglu(1,2,3,4,5)) must have at most 4 parameters.",
      "swiglu(1,sequence=2)   | The parameter (sequence) of the network (swiglu(1,sequence=2)) must be given once.",
      "swiglu(1,seqence=2)    | The parameter (seqence) of the network (swiglu(1,seqence=2)) is not known.",
      "swiglu(1,,2)           | The embedding () of the network (swiglu(1,,2)) must be a whole number.",
      "resnet18(4             | The network (resnet18(4) must end with a closing parenthesis."
  })
  void aWrongParameterIsOneClearError(String name, String message) {
    assertThatThrownBy(() -> Networks.byName(name)).isInstanceOf(BadInputException.class).hasMessageStartingWith(message)
        .hasMessageContaining("Maybe ");
  }

  @Test
  void theLargestParametersDoNotOverflow() {
    assertThat(Networks.byName("swiglu(65536,65536,65536)").orElseThrow().macs()).isEqualTo(3L << 48);
    assertThat(Networks.byName("llama-7b-block(65536)").orElseThrow().macs()).isPositive();
    assertThat(Networks.byName("unet(batch=1024,bits=64)").orElseThrow().macs()).isEqualTo(1_024L * 150_428_424_448L);
  }
}
