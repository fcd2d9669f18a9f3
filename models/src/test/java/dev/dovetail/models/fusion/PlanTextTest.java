package dev.dovetail.models.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  private static final FusionNetwork RESNET = FusionNetworkReader.read(ReferencePlans.FOLDER.resolve("networks/resnet50.json"));
  private static final List<Integer> NATURAL = IntStream.range(0, 72).boxed().toList();

  @Test
  void groups_are_lines_and_sub_groups_are_brackets_with_their_tiles() {
    FusionPlan plan = new FusionPlan(NATURAL, List.of(0, 70), List.of(2, 6), List.of(8, 4, 2, 1));

    assertThat(PlanText.lines(RESNET, plan, 130)).containsExactly(
        "group 0: [conv1 pool1] x 8 [conv_2_0_a conv_2_0_b conv_2_0_c conv_2_br] x 4"
            + " [conv_2_0_res .. conv_5_2_res, 64 layers] x 2",
        "group 1: [pool5 fc] x 1");
  }

  @Test
  void long_lines_are_wrapped_between_sub_groups_and_reloads_are_marked() {
    List<Integer> loads = new ArrayList<>(Collections.nCopies(72, 1));
    loads.set(0, 3);
    FusionPlan plan = new FusionPlan(NATURAL, List.of(0), List.of(2, 70), List.of(8, 4, 1), loads);

    assertThat(PlanText.lines(RESNET, plan, 60)).containsExactly(
        "group 0: [conv1(w x 3) pool1] x 8",
        "         [conv_2_0_a .. conv_5_2_res, 68 layers] x 4",
        "         [pool5 fc] x 1");
  }
}
