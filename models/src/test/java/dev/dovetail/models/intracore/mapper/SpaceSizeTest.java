package dev.dovetail.models.intracore.mapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.dataflow.NamedDataflows;
import dev.dovetail.models.dataflow.TileParameter;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpaceSizeTest {
  // 6 filters: 1 2 3 4 6; 4 channels: 1 2 4; 6 output rows and columns: 1 2 3 4 6.
  private static final LayerShape LAYER = Layers.conv(6, 4, 3, 8, 1);

  @Test
  void theDeclaredSpaceIsTheProductOfTheCandidateSizes() {
    String expected = """
        ckp_ws: 5 tk = 5
        kcp_ws: 3 tc = 3
        kp_tile: 5 tk x 3 tc x 5 ty x 5 tx x 3 c = 1125
        maeri: 1
        nlr: 1
        rs: 5 tk = 5
        xp_ws: 5 tk x 3 tc = 15
        ykp_os: 5 tk = 5
        yx_tile: 5 tk x 3 tc x 5 ty x 5 tx x 5 sx x 5 c = 9375
        yxp_os: 5 tx = 5
        total: 10540""";
    assertThat(MappingSpace.standard().withSizes(12, 10_000).size(LAYER).toString()).isEqualToNormalizingNewlines(expected);
  }

  @Test
  void aLimitPerDataflowIsSharedInTurn() {
    // kp_tile: from 2 each, in turn to 3 (3 3 3 3 3 = 243), to 4 where there are as many (4 3 4 4 3 = 576), tk to 5 (720), ty to 5
    // (900); tx to 5 would be 1125. yx_tile: 3 each (729), tk to 4 (972), any other to 4 would be 1296.
    SpaceSize size = MappingSpace.standard().withSizes(12, 1000).size(LAYER);
    assertThat(size.toString()).contains("kp_tile: 5 tk x 3 tc x 5 ty x 4 tx x 3 c = 900")
        .contains("yx_tile: 4 tk x 3 tc x 3 ty x 3 tx x 3 sx x 3 c = 972")
        .contains("xp_ws: 5 tk x 3 tc = 15");
  }

  @Test
  void aLimitPerParameterThins() {
    assertThat(MappingSpace.standard().withSizes(2, 1000).size(LAYER).toString())
        .contains("kp_tile: 2 tk x 2 tc x 2 ty x 2 tx x 2 c = 32");
  }

  @Test
  void loopOrdersMultiply() {
    Dataflow xp = NamedDataflows.named("xp_ws");
    Dataflow yx = NamedDataflows.named("yx_tile");
    MappingSpace space = MappingSpace.standard().withSizes(2, 1000).withDataflows(List.of(xp, yx)).withLoopOrders(true);
    // xp_ws: K, C, Y change places, 3! = 6. yx_tile: K, C, X outside and Y, X inside, 3! x 2! = 12.
    assertThat(space.size(LAYER).toString()).contains("xp_ws: 2 tk x 2 tc x 6 loop orders = 24")
        .contains("yx_tile: 2 tk x 2 tc x 2 ty x 2 tx x 2 sx x 2 c x 12 loop orders = 768");
    // One image at a time stays outermost.
    assertThat(space.size(Layers.with(LAYER, LoopDim.N, 4)).total()).isEqualTo(24 + 768);
  }

  @Test
  void listedValuesAreAllTried() {
    TileParameter listed = new TileParameter("tc", null, List.of(1L, 2L, 3L, 5L, 6L));
    Dataflow own =
        new Dataflow("own", EnumSet.of(LayerType.CONV), List.of(listed), NamedDataflows.named("kcp_ws").directives());
    assertThat(MappingSpace.standard().withDataflows(List.of(own)).withSizes(2, 3).size(LAYER).toString())
        .contains("own: 5 tc = 5");
  }

  @Test
  void settingsThatMeanNothingAreRefused() {
    MappingSpace space = MappingSpace.standard();
    assertThatThrownBy(() -> space.withSizes(1, 10)).isInstanceOf(BadInputException.class).hasMessageContaining("(1)");
    assertThatThrownBy(() -> space.withSizes(2, 0)).isInstanceOf(BadInputException.class).hasMessageContaining("(0)");
    assertThatThrownBy(() -> space.withMaxPoints(4)).isInstanceOf(BadInputException.class).hasMessageContaining("(4)");
    assertThatThrownBy(() -> space.withLeastUtilisationPercent(101)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("(101 %)");
    Dataflow nlr = NamedDataflows.named("nlr");
    assertThatThrownBy(() -> space.withDataflows(List.of(nlr, nlr))).isInstanceOf(BadInputException.class)
        .hasMessageContaining("The name (nlr) stands for two dataflows.");
  }
}
