package dev.dovetail.models.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReachTest {
  private static final SlidingWindow K3 = SlidingWindow.of(3).pad(1);

  private static Reach.Side[][] reach(Workload workload) {
    return new Reach(
        new Demands(
            new AllocationProblem(
                "reach", workload, Accelerators.byNameOrFile("quad-core"), new PeArrayCostModel(), Objective.LATENCY, Map.of(),
                List.of(), AllocationProblem.Options.DEFAULT)))
                    .from(0);
  }

  /**
   * From the corner of 5x5, a 3x3 window reaches 2x2, a second one 3x3, of all channels; at stride 2 the corner reaches output (0,0) only.
   * A 1x1 window of stride 2 never reads index 1: nothing is certain.
   */
  @Test
  void windowsReachFewestFromACorner() {
    NetworkBuilder b = NetworkBuilder.named("windows");
    Value a = b.conv("a", b.input("x", 1, 4, 5, 5), 4, SlidingWindow.of(1));
    Value c = b.conv("b", b.depthwise("depthwise", a, K3), 4, K3);
    Workload workload = b.output(c, b.conv("c", a, 6, K3.stride(2)), b.conv("d", a, 4, SlidingWindow.of(1).stride(2))).build();
    Reach.Side[][] sides = reach(workload);
    assertThat(Reach.count(sides[1], List.of(1, 4, 5, 5))).as("one channel, 2x2").isEqualTo(4);
    assertThat(Reach.count(sides[2], List.of(1, 4, 5, 5))).as("four channels, 3x3").isEqualTo(36);
    assertThat(Reach.count(sides[3], List.of(1, 6, 3, 3))).as("six channels").isEqualTo(6);
    assertThat(sides[4]).isNull();
  }

  /** Softmax of one head reads whole rows of keys; the projection of all heads spreads that over everything. */
  @Test
  void aKeyReachesEveryElementAfterTheProjection() {
    NetworkBuilder b = NetworkBuilder.named("attention");
    Value x = b.input("x", 6, 8);
    Value k = b.fc("k", x, 8);
    Value p = b.softmax("softmax", b.attentionScores("scores", b.fc("q", x, 8), k, 2), 2);
    Value context = b.attentionContext("context", p, b.fc("v", x, 8), 4);
    Reach.Side[][] sides = reach(b.output(b.fc("projection", context, 8)).build());
    // Layers in order: k, q, scores, softmax, v, context, projection.
    assertThat(sides[1]).isNull();
    assertThat(Reach.count(sides[2], List.of(2, 6, 6))).as("its head, all queries, its row").isEqualTo(6);
    assertThat(Reach.count(sides[3], List.of(2, 6, 6))).as("its head").isEqualTo(36);
    assertThat(Reach.count(sides[5], List.of(6, 8))).as("its head's channels").isEqualTo(24);
    assertThat(Reach.count(sides[6], List.of(6, 8))).isEqualTo(48);
  }

  /** Every element and every part, against a search along the operands' boxes. */
  @Test
  void everyPartConsistsOfElementsThatCannotBeMadeBefore() {
    NetworkBuilder b = NetworkBuilder.named("mixed");
    Value a = b.conv("a", b.input("x", 1, 4, 7, 6), 4, SlidingWindow.of(1));
    Value s = b.conv("s", a, 2, K3.stride(2));
    Value t = b.convTranspose("t", s, 4, SlidingWindow.of(2).stride(2));
    Value g = b.conv("g", a, 4, 2, List.of(K3, SlidingWindow.of(3).pad(0, 2).stride(3)));
    Value m = b.maxPool("m", b.depthwise("d", a, K3), SlidingWindow.of(2).stride(2));
    Value f = b.fc("f", m.flatten(1), 3);
    Workload workload = b.output(t, g, f).build();
    Reach.Side[][] sides = reach(workload);
    Layer first = workload.layers().get(0);
    int parts = 0;
    for (Box e : elements(first)) {
      List<List<Box>> dependent = new ArrayList<>();
      for (int l = 0; l < workload.layers().size(); l++) {
        Layer layer = workload.layers().get(l);
        List<Box> reached = new ArrayList<>();
        for (Box o : elements(layer)) {
          if (l == 0 ? o.equals(e) : depends(workload, layer, o, dependent)) {
            reached.add(o);
          }
        }
        dependent.add(reached);
        if (l > 0 && sides[l] != null) {
          parts++;
          assertThat(reached).as("%s from %s", layer.name(), e).containsAll(within(layer, Objects.requireNonNull(sides[l]), e));
        }
      }
    }
    assertThat(parts).isGreaterThan(4 * elements(first).size());
  }

  private static boolean depends(Workload workload, Layer layer, Box output, List<List<Box>> dependent) {
    for (Operand operand : layer.operands()) {
      Integer producer = workload.producers().get(operand.tensor());
      if (producer != null) {
        Box needed = operand.needed(output);
        if (dependent.get(producer).stream().anyMatch(needed::overlaps)) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Box> within(Layer layer, Reach.Side[] sides, Box e) {
    Box part = layer.outputBox();
    for (int a = 0; a < sides.length; a++) {
      if (!sides[a].whole()) {
        int i = e.lo(sides[a].source());
        part = part.with(a, sides[a].lo()[i], sides[a].hi()[i]);
      }
    }
    Box whole = part;
    return elements(layer).stream().filter(whole::contains).toList();
  }

  private static List<Box> elements(Layer layer) {
    List<Box> boxes = new ArrayList<>(List.of(layer.outputBox()));
    for (int a = 0; a < layer.shape().size(); a++) {
      List<Box> cut = new ArrayList<>();
      for (Box box : boxes) {
        for (int i = 0; i < layer.shape().get(a); i++) {
          cut.add(box.with(a, i, i + 1));
        }
      }
      boxes = cut;
    }
    return boxes;
  }
}
