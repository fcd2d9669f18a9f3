package dev.dovetail.models.stream.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.stream.AxisIndex;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamWorkload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyWorkloadTest {
  private static final String GOOD = """
      - id: 0
        operator_type: Conv
        equation: O[b][k][oy][ox]+=W[k][c][fy][fx]*I[b][c][iy][ix]
        dimension_relations: [ix=2*ox+1*fx, iy=1*oy+fy]
        loop_dims: [B, K, C, OY, OX, FY, FX]
        loop_sizes: [1, 8, 3, 56, 28, 3, 3]
        operand_precision: {W: 8, I: 4, O: 16, O_final: 6}
        operand_source: {I: 0, W: 0}
        pr_loop_dims: [IX, IY]
        padding: [[1, 0], [1, 1]]
      - id: 2
        name: sum
        operator_type: Add
        equation: O[b][k][oy][ox]=X[b][k][oy][ox]+Y[b][k][oy][ox]
        loop_dims: [B, K, OY, OX]
        loop_sizes: [1, 8, 56, 28]
        operand_precision: {X: 6, Y: 6, O: 8}
        operand_source: {X: 0, Y: 0}
      """;

  private static StreamWorkload read(String text) {
    return LegacyWorkload.read(DataFile.parse(text, "workload.yaml"), "workload").workload();
  }

  @Test
  void equationsBecomeAffineOperands() {
    StreamWorkload w = read(GOOD);
    assertThat(w.nodes()).extracting(StreamNode::name).containsExactly("Layer0", "sum");
    StreamNode conv = w.node(0);
    assertThat(conv.sizes()).containsExactly(1, 8, 3, 56, 28, 3, 3);
    assertThat(conv.dims()).extracting(StreamNode.Loop::reduction).containsExactly(false, false, true, false, false, true, true);
    assertThat(conv.inputs().get(0).axes())
        .containsExactly(AxisIndex.of(1), AxisIndex.of(2), AxisIndex.of(5), AxisIndex.of(6));
    assertThat(conv.inputs().get(1).axes())
        .containsExactly(AxisIndex.of(0), AxisIndex.of(2), AxisIndex.sum(3, 1, 5, 1, -1), AxisIndex.sum(4, 2, 6, 1, -1));
    assertThat(w.tensor(w.tensorNamed("W0")).constant()).isTrue();
    assertThat(w.tensor(w.tensorNamed("I0")).bits()).isEqualTo(4);
    // 56 + 3 - 1 rows with padding, 56 without.
    assertThat(w.tensor(w.tensorNamed("I0")).shape().get(2)).isEqualTo(56);
    assertThat(w.tensor(w.tensorNamed("O0")).bits()).isEqualTo(6);
    assertThat(w.node(1).inputs()).extracting(o -> o.tensor()).containsExactly(w.tensorNamed("O0"), w.tensorNamed("O0"));
    assertThat(w.outputs()).isEqualTo(List.of(w.tensorNamed("O2")));
    assertThat(w.inputs()).isEqualTo(List.of(w.tensorNamed("I0")));
  }

  @Test
  void layersMayBeListedBeforeWhatTheyRead() {
    int second = GOOD.indexOf("- id: 2");
    assertThat(read(GOOD.substring(second) + GOOD.substring(0, second)).nodes()).extracting(StreamNode::name)
        .containsExactly("Layer0", "sum");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "id: 2; id: 0; The id (0) is given twice",
      "'{X: 0, Y: 0}'; '{X: 0, Y: 7}'; The source (7) of operand (Y) is no layer",
      "'{I: 0, W: 0}'; '{I: 2, W: 0}'; The layers are cyclic",
      "ix=2*ox+1*fx; ix=ox; The relation (ix=ox) must be an index and two loops",
      "28, 3, 3]; 28, 3]; There are 7 loop_dims, but 6 loop_sizes",
      "'O[b][k][oy][ox]=X'; 'O[b][k][oy][ox]'; has no right side",
      "'=X[b][k][oy][ox]'; '=X[b][k][oy]'; has 3 axes, but what makes it has 4"})
  void wrongFilesAreRefused(String good, String bad, String message) {
    assertThat(GOOD).contains(good);
    assertThatThrownBy(() -> read(GOOD.replace(good, bad))).isInstanceOf(BadInputException.class)
        .hasMessageContaining("workload.yaml:").hasMessageContaining(message);
  }
}
