package dev.dovetail.models.fusion.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.fusion.FusionNetworks;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MilestonesTest {
  /**
   * A chain has a milestone more than layers. Each of the four projections stands beside three layers: 4 x 2 down-sets instead of a chain's 5. So there are
   * 1 + 4 x 3 more than layers, of which there are 72, 140 and 208.
   */
  @ParameterizedTest
  @CsvSource({"resnet50,85,0", "resnet101,153,0", "resnet152,221,0", "gpt2-small-prefill,11,1"})
  void blocksAreListedAndWideAttentionIsBlurred(String name, int milestones, int blurred) {
    LayerGraph graph = new LayerGraph(FusionNetworks.byName(name, OptionalInt.empty()).orElseThrow());

    Milestones found = new Milestones(graph, 64);

    assertThat(found.size()).isEqualTo(milestones);
    assertThat(found.blurred()).hasSize(blurred);
    assertThat(found.get(0).isEmpty()).isTrue();
    assertThat(found.get(found.size() - 1).cardinality()).isEqualTo(graph.size());
  }
}
