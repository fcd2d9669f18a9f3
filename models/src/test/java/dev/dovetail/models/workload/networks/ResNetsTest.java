package dev.dovetail.models.workload.networks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResNetsTest {
  private final Workload resnet18 = Networks.byName("resnet18").orElseThrow();

  @Test
  void resnet18MovesAtLeastItsWeightsItsImageAndItsScoresOverTheDramPort() {
    // weights 11,678,912 + image 3 * 224 * 224 = 150,528 + scores 1,000
    assertThat(Traffic.dramBytes(resnet18)).isEqualTo(11_678_912 + 150_528 + 1_000);
  }

  @Test
  void resnet18MovesAtLeast2684928BytesBetweenCoresOfDifferentClasses() {
    // conv1 to pool1: 64 * 112 * 112                                                    =   802,816
    // pool1 to s2b1: 64 * 56 * 56                                                       =   200,704
    // stage 2 (200,704 each): 2 blocks send the 2nd convolution and the sum             =   802,816
    // stage 3 (100,352 each): the same and a projection                                 =   501,760
    // stage 4 (50,176 each):  the same                                                  =   250,880
    // stage 5 (25,088 each):  the same; its last sum goes to the pool, a class of its own =   125,440
    // pool5 to fc                                                                       =       512
    assertThat(802_816 + 200_704 + 802_816 + 501_760 + 250_880 + 125_440 + 512).isEqualTo(2_684_928);
    assertThat(Traffic.bytesBetweenClasses(resnet18)).isEqualTo(2_684_928);
  }

  @Test
  void aBlockAddsItsInputToItsSecondConvolution() {
    Layer add = resnet18.layer("s2b1_add");
    assertThat(add).isNotNull();
    assertThat(add.operator()).isEqualTo(Operator.ADD);
    assertThat(add.operands()).extracting("tensor").containsExactly("s2b1_2", "pool1");
    assertThat(add.folded()).containsExactly("s2b1_relu");
  }

  @Test
  void theFirstRowsOfConv1NeedTheFirstRowsOfTheImage() {
    Layer conv1 = resnet18.layer("conv1");
    assertThat(conv1).isNotNull();
    // rows [0, 14) of a 7x7 window at stride 2 with padding 3: [-3, 2 * 13 + 6 - 3 + 1 = 30), clipped to [0, 30)
    Box tile = conv1.outputBox().with(2, 0, 14);
    assertThat(conv1.operands().get(0).needed(tile)).isEqualTo(Box.of(0, 1, 0, 3, 0, 30, 0, 224));
    // rows [98, 112): [2 * 98 - 3 = 193, 2 * 111 + 6 - 3 + 1 = 226), clipped to [193, 224)
    assertThat(conv1.operands().get(0).needed(conv1.outputBox().with(2, 98, 112)))
        .isEqualTo(Box.of(0, 1, 0, 3, 193, 224, 0, 224));
  }

  @Test
  void batchMultipliesTheWorkButNotTheWeights() {
    Workload four = Networks.byName("resnet18(batch=4)").orElseThrow();
    assertThat(four.macs()).isEqualTo(4 * resnet18.macs());
    assertThat(four.weightElements()).isEqualTo(resnet18.weightElements());
    assertThat(four.layers().get(four.layers().size() - 1).shape()).isEqualTo(List.of(4, 1000));
  }
}
