package dev.dovetail.models.workload.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadsTest {
  @TempDir
  Path folder;

  @Test
  void aNameIsANetwork() {
    assertThat(Workloads.byNameOrFile("resnet18").macs()).isEqualTo(1_814_073_344);
    assertThat(Workloads.byNameOrFile("swiglu(8,8,8)", folder).macs()).isEqualTo(3 * 512);
  }

  @Test
  void aPathIsAnOnnxFile() throws IOException {
    Path file = Files.write(folder.resolve("tiny.onnx"), softmaxModel());
    Workload w = Workloads.byNameOrFile("tiny.onnx", folder);
    assertThat(w.name()).isEqualTo("tiny");
    assertThat(w.layers()).extracting("operator").containsExactly(Operator.SOFTMAX);
    assertThat(Workloads.byNameOrFile(file.toString())).isEqualTo(w);
  }

  @Test
  void aFileWithoutTheEndingIsReadIfItIsThere() throws IOException {
    Files.write(folder.resolve("model"), softmaxModel());
    assertThat(Workloads.byNameOrFile("model", folder).layers()).hasSize(1);
  }

  @Test
  void aNameWinsOverAFileThatIsCalledTheSame() throws IOException {
    Files.write(folder.resolve("resnet18"), softmaxModel());
    assertThat(Workloads.byNameOrFile("resnet18", folder).layers()).hasSizeGreaterThan(1);
  }

  @Test
  void aMissingFileIsSaidToBeMissing() {
    assertThatThrownBy(() -> Workloads.byNameOrFile("nowhere.onnx", folder)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("nowhere.onnx").hasMessageContaining("does not exist");
    assertThatThrownBy(() -> Workloads.byNameOrFile("models/nowhere", folder)).hasMessageContaining("does not exist");
  }

  @Test
  void aFileOfAnotherFrameworkHasToBeExported() {
    assertThatThrownBy(() -> Workloads.byNameOrFile("resnet.pt", folder)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("(resnet.pt) is not an ONNX file.").hasMessageContaining("Maybe export it");
  }

  @Test
  void whatIsNeitherGetsTheNearestNameAndAllOthers() {
    assertThatThrownBy(() -> Workloads.byNameOrFile("mobilnet-v2(batch=2)", folder)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("The network (mobilnet-v2(batch=2)) is neither known by name nor a file.")
        .hasMessageContaining("Maybe you meant 'mobilenet-v2'; else give an ONNX file, or one of: alexnet, vgg16,");
    assertThatThrownBy(() -> Workloads.byNameOrFile("", folder)).hasMessageContaining("The network () is neither");
    assertThatThrownBy(() -> Workloads.byNameOrFile("a\0b", folder)).isInstanceOf(BadInputException.class);
  }

  /** Graph: y = Softmax(x) with x of shape [2, 3] in float. Field numbers as in onnx.proto. */
  private static byte[] softmaxModel() {
    UnknownFieldSet shape = message(1, message(1, 2), 1, message(1, 3)); // TensorShapeProto: dim, dim
    UnknownFieldSet type = message(1, message(1, 1, 2, shape)); // TypeProto: tensor_type (elem_type FLOAT, shape)
    UnknownFieldSet node = message(1, "x", 2, "y", 3, "softmax", 4, "Softmax"); // NodeProto: input, output, name, op_type
    UnknownFieldSet graph = message(1, node, 2, "graph", 11, message(1, "x", 2, type), 12, message(1, "y", 2, type));
    return message(1, 8, 7, graph, 8, message(2, 13)).toByteArray(); // ModelProto: ir_version, graph, opset_import
  }

  private static UnknownFieldSet message(Object... numbersAndValues) {
    UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder();
    for (int i = 0; i < numbersAndValues.length; i += 2) {
      Field.Builder field = Field.newBuilder();
      Object value = numbersAndValues[i + 1];
      if (value instanceof Integer number) {
        field.addVarint(number);
      } else if (value instanceof String text) {
        field.addLengthDelimited(ByteString.copyFromUtf8(text));
      } else {
        field.addLengthDelimited(((UnknownFieldSet) value).toByteString());
      }
      message.mergeField((int) numbersAndValues[i], field.build());
    }
    return message.build();
  }
}
