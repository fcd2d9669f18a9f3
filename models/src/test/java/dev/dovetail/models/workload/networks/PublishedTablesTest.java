package dev.dovetail.models.workload.networks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The convolutional networks against the layer tables in {@code reference/scope-networks}. */
class PublishedTablesTest {
  @ParameterizedTest
  @CsvSource({
      "alexnet, alexnet_grouped", "vgg16, vgg16", "darknet19, darknet19", "resnet18, resnet18", "resnet34, resnet34",
      "resnet50, resnet50", "resnet101, resnet101", "resnet152, resnet152"
  })
  void everyLayerEqualsItsRow(String network, String table) {
    Workload w = Networks.byName(network).orElseThrow();
    List<Layer> layers = w.layers().stream().filter(l -> l.operator().operatorClass() == OperatorClass.MATRIX).toList();
    List<Map<String, String>> rows = rows("scope-networks/" + table + ".csv");
    assertThat(layers).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      Map<String, String> row = rows.get(i);
      Layer layer = layers.get(i);
      assertThat(List.of(input(w, layer), afterPool(w, layer), weights(w, layer), layer.macs()))
          .as("ifm, ofm, weights and macs of %s (%s)", layer.name(), row.get("name"))
          .containsExactly(number(row, "ifm"), number(row, "ofm"), number(row, "weights"), number(row, "macs"));
      assertThat(layer.groups()).isEqualTo((int) number(row, "groups"));
    }
  }

  @ParameterizedTest
  @CsvSource({
      "alexnet, alexnet_grouped", "vgg16, vgg16", "darknet19, darknet19", "resnet18, resnet18", "resnet34, resnet34",
      "resnet50, resnet50", "resnet101, resnet101", "resnet152, resnet152"
  })
  void totalsEqualThePublishedOnes(String network, String row) {
    Workload w = Networks.byName(network).orElseThrow();
    Map<String, String> expected =
        rows("scope-network-checks.csv").stream().filter(r -> r.get("network").equals(row)).findFirst().orElseThrow();
    assertThat(w.macs()).isEqualTo(number(expected, "macs"));
    assertThat(w.weightElements()).isEqualTo(number(expected, "weights"));
  }

  private static long input(Workload w, Layer layer) {
    return operands(w, layer, false).mapToLong(o -> w.tensor(o.tensor()).elements()).sum();
  }

  private static long weights(Workload w, Layer layer) {
    return operands(w, layer, true).mapToLong(o -> w.tensor(o.tensor()).elements()).sum();
  }

  private static Stream<Operand> operands(Workload w, Layer layer, boolean weights) {
    return layer.operands().stream().filter(o -> (w.tensor(o.tensor()).role() == Tensor.Role.WEIGHT) == weights);
  }

  /** Elements behind the pool (and the addition before it) if that is all that reads the layer, as the tables count. */
  private static long afterPool(Workload w, Layer layer) {
    List<Layer> readers =
        w.layers().stream().filter(l -> l.operands().stream().anyMatch(o -> o.tensor().equals(layer.output()))).toList();
    if (readers.size() == 1 && readers.get(0).operator().operatorClass() != OperatorClass.MATRIX) {
      return afterPool(w, readers.get(0));
    }
    return layer.outputBox().volume();
  }

  private static long number(Map<String, String> row, String column) {
    return Long.parseLong(row.get(column));
  }

  private static List<Map<String, String>> rows(String file) {
    try (InputStream in = PublishedTablesTest.class.getResourceAsStream("/reference/" + file)) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(l -> !l.startsWith("#")).toList();
      List<String> head = List.of(lines.get(0).split(","));
      return lines.stream().skip(1).map(line -> {
        String[] cells = line.split(",");
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < head.size(); i++) {
          row.put(head.get(i), cells[i]);
        }
        return row;
      }).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
