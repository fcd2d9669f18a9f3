package dev.dovetail.models.pipeline.files;

import static dev.dovetail.models.pipeline.PipelineNetwork.INPUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineNetwork;
import dev.dovetail.models.pipeline.PipelineNetwork.Edge;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import dev.dovetail.models.workload.networks.Networks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks by name and graphs of all kinds as chains of layers. */
class WorkloadChainTest {
  private static final SlidingWindow ONE = SlidingWindow.of(1);
  private static final SlidingWindow THREE = SlidingWindow.of(3).pad(1);
  private static final SlidingWindow HALVE = SlidingWindow.of(2).stride(2);

  private final NetworkBuilder net = NetworkBuilder.named("test");

  private static PipelineNetwork named(String name) {
    return WorkloadChain.of(Networks.byName(name).orElseThrow());
  }

  private PipelineNetwork chain(Value output) {
    return WorkloadChain.of(net.output(output).build());
  }

  private static List<String> names(PipelineNetwork network) {
    return network.layers().stream().map(PipelineLayer::name).toList();
  }

  private static List<Long> skips(PipelineNetwork network) {
    return network.layers().stream().map(PipelineLayer::skipBytes).toList();
  }

  @ParameterizedTest
  @CsvSource({"resnet18,resnet18", "resnet34,resnet34", "resnet50,resnet50", "resnet101,resnet101", "resnet152,resnet152",
      "vgg16,vgg16", "darknet19,darknet19", "alexnet,alexnet_grouped"})
  void aNetworkByNameIsItsPublishedTableCellByCell(String name, String table) {
    PipelineNetwork expected = LayerTable.read(Path.of("src/test/resources/reference/scope-networks/" + table + ".csv"));
    assertThat(named(name).layers()).containsExactlyElementsOf(expected.layers());
  }

  @Test
  void theGraphOfResnet18KnowsItsShortcuts() {
    List<Edge> edges = named("resnet18").edges();
    // conv1 reads the image of 3 * 224 * 224 bytes.
    assertThat(edges.get(0)).isEqualTo(new Edge(INPUT, 0, 150_528, false));
    // s2b1: 1 reads the pooled stem (64 * 56 * 56), 2 reads 1 and adds the stem.
    assertThat(edges.subList(1, 4)).containsExactly(new Edge(0, 1, 200_704, false), new Edge(0, 2, 200_704, true),
        new Edge(1, 2, 200_704, false));
    // s3b1: the projection 5 and the first convolution 6 read block 4; the second one, 7, adds the projection of 128 * 28 * 28.
    assertThat(edges).contains(new Edge(4, 5, 200_704, false), new Edge(4, 6, 200_704, false), new Edge(6, 7, 100_352, false),
        new Edge(5, 7, 100_352, true));
    assertThat(edges.get(edges.size() - 1)).isEqualTo(new Edge(19, 20, 512, false));
  }

  @Test
  void aProjectionStandsFirstInItsBlockHoweverTheNetworkWasWritten() {
    // x (8 x 4 x 4 = 128 bytes) -> a -> b, then p(x); b + p. In the file p is last, as exporters write it.
    Value x = net.conv("x", net.input("image", 1, 3, 4, 4), 8, ONE);
    Value a = net.conv("a", x, 4, THREE);
    Value b = net.conv("b", a, 16, THREE);
    Value p = net.conv("p", x, 16, ONE);
    PipelineNetwork chain = chain(net.add("sum", b, p));
    assertThat(names(chain)).containsExactly("x", "p", "a", "b");
    // Behind p: x (128); behind a: p (16 * 16 = 256); behind the others nothing.
    assertThat(skips(chain)).containsExactly(0L, 128L, 256L, 0L);
    assertThat(chain.layers()).extracting(PipelineLayer::outputBytes).containsExactly(128L, 256L, 64L, 256L);
  }

  @Test
  void aPoolBelongsToItsProducerAndTheUnpooledTensorPassesBesideIt() {
    // As in an encoder: the 4x4 map is read pooled by b (2x2), and whole by c.
    Value a = net.conv("a", net.input("image", 1, 3, 4, 4), 8, ONE);
    Value b = net.conv("b", net.maxPool("pool", a, HALVE), 32, ONE);
    Value c = net.conv("c", a, 2, ONE);
    PipelineNetwork chain = chain(net.add("sum", c, b.reshape(List.of(1, 8, 4, 4)).slice(1, 0, 2)));
    assertThat(names(chain)).containsExactly("a", "b", "c");
    // a hands 8 * 2 * 2 = 32 bytes to b, 8 * 4 * 4 = 128 pass; b's 32 * 2 * 2 = 128 leave, a's 128 still pass; then nothing.
    assertThat(chain.layers()).extracting(PipelineLayer::outputBytes).containsExactly(32L, 128L, 32L);
    assertThat(skips(chain)).containsExactly(128L, 128L, 0L);
  }

  @Test
  void aConcatenationIsReadFromAllItsProducers() {
    Value a = net.conv("a", net.input("image", 1, 3, 4, 4), 8, ONE);
    Value b = net.conv("b", a, 4, THREE);
    PipelineNetwork chain = chain(net.conv("c", Value.concat(1, a, b), 2, ONE));
    // c reads (8 + 4) * 16 = 192 bytes; while b leaves 64, a's 128 pass.
    assertThat(chain.layer(2).inputBytes()).isEqualTo(192);
    assertThat(skips(chain)).containsExactly(0L, 128L, 0L);
    assertThat(chain.edges()).containsExactly(new Edge(INPUT, 0, 48, false), new Edge(0, 1, 128, false),
        new Edge(0, 2, 128, false),
        new Edge(1, 2, 64, false));
  }

  @Test
  void outputsOfTheNetworkStayAliveToTheEnd() {
    Value a = net.conv("a", net.input("image", 1, 3, 4, 4), 8, ONE);
    Value b = net.conv("b", a, 4, ONE);
    net.output(b);
    PipelineNetwork chain = chain(net.conv("c", a, 2, ONE));
    // Behind c, b's 4 * 16 = 64 bytes still have to reach the DRAM.
    assertThat(skips(chain)).containsExactly(0L, 128L, 64L);
  }

  @Test
  void productsWithConstantWeightsAreLayersOverTheirRows() {
    PipelineLayer layer = chain(net.fc("fc", net.input("tokens", 1, 10, 6), 5)).layer(0);
    // 10 rows of 6 channels: w = 5 * 6 = 30, 300 multiply-accumulates.
    assertThat(layer).isEqualTo(new PipelineLayer("fc", "fc", 6, 5, 1, 1, 1, 10, 1, 10, 1, 60, 50, 30, 300, 0));
  }

  @Test
  void depthwiseConvolutionsHaveAsManyGroupsAsChannels() {
    PipelineLayer layer = named("mobilenet-v2").layers().stream().filter(l -> l.groups() > 1).findFirst().orElseThrow();
    assertThat(layer.groups()).isEqualTo(layer.inputChannels()).isEqualTo(layer.outputChannels());
    assertThat(layer.weightBytes()).isEqualTo(layer.outputChannels() * 9);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "gpt2-small-prefill | multiplies two tensors that are computed",
      "unet               | is a transposed convolution",
      "resnet18(batch=4)  | computes 4 samples at once"})
  void whatAChainCannotExpressIsRefusedByName(String name, String why) {
    assertThatThrownBy(() -> named(name)).isInstanceOf(BadInputException.class).hasMessageStartingWith("The layer (")
        .hasMessageContaining(why).hasMessageContaining("Maybe ");
  }

  @Test
  void aDilatedConvolutionIsRefusedByName() {
    Value a = net.conv("wide", net.input("image", 1, 3, 8, 8), 8, SlidingWindow.of(3).dilation(2).pad(2));
    assertThatThrownBy(() -> chain(a)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("The layer (wide) has a dilation of 2");
  }

  @Test
  void aNetworkWithoutWeightsIsRefused() {
    Value a = net.maxPool("pool", net.input("image", 1, 3, 8, 8), HALVE);
    assertThatThrownBy(() -> chain(a)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("has 0 convolutions and fully connected layers");
  }
}
