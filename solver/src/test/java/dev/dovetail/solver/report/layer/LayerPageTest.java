package dev.dovetail.solver.report.layer;

import static dev.dovetail.models.dataflow.Directive.cluster;
import static dev.dovetail.models.dataflow.Directive.spatial;
import static dev.dovetail.models.dataflow.Directive.temporal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class LayerPageTest {
  private static final List<Directive> WEIGHT_STATIONARY =
      List.of(
          spatial(1, 1, LoopDim.K),
          temporal(64, 64, LoopDim.C),
          temporal(3, 1, LoopDim.Y),
          temporal(3, 1, LoopDim.X),
          cluster(64),
          spatial(1, 1, LoopDim.C));

  private static LayerView large(String title) {
    MaestroHardware core =
        new MaestroHardware(256, 1000, 1, 1, 1, 50, MaestroHardware.UNLIMITED, MaestroHardware.UNLIMITED);
    return new LayerView(
        title, "array", "kcp_ws(tc=64)", Views.conv(256, 200, 3, 58), WEIGHT_STATIONARY, core, MaestroMode.CORRECTED,
        Views.statistics());
  }

  @Test
  void thePageIsWellFormedAndFetchesNothing() throws Exception {
    for (LayerView view : List.of(Views.twoLevels(), large("conv"))) {
      String html = LayerPage.render(view);
      parse(html);
      assertThat(html).doesNotContain("http://").doesNotContain("https://").doesNotContain("@import").doesNotContain("url(")
          .doesNotContain("<script");
    }
  }

  @Test
  void theHeadNamesTheCostAndWhatBinds() throws Exception {
    Document page = parse(LayerPage.render(Views.twoLevels()));

    // 2,160 multiply-accumulates in 1,219 cycles on 4 processing elements: 2,160 / 4,876 = 44.2 %.
    // 2,160 * 0.23 + 709 * 4.2803 + 8,946 * 0.3864 = 6,988.3 pJ
    assertThat(page.getElementsByTagName("header").item(0).getTextContent())
        .contains("conv1 of tiny on core0", "1,219 cycles", "44.2 %", "6.99 nJ", "3.0 of 4", "compatible mode")
        .contains("What binds: computing, 299 cycles in an average step of level 0.");
  }

  @Test
  void theDrawingNamesLoopsWavesEdgesAndReuse() throws Exception {
    List<String> words = words(LayerPage.render(Views.twoLevels()), "nest");

    assertThat(words)
        .contains(
            "2 clusters of 2 PEs",
            "parallel for K",
            "tile 2 of 5",
            "last wave 1 of 2 units, last tile 1",
            "for Y'",
            "tile 2 of 4, 4 input rows, 2 kept",
            "each unit holds whole: R 3, S 3, C 3, X 6",
            "input: multicast to 2 units",
            "output: reduction of 2 units",
            "K 2 x C 2 x Y' 1 x X' 1 x R 3 x S 3 = 36 MACs",
            "weights: 36 elements");
  }

  @Test
  void manyUnitsAreDrawnByTheirFirstAndLastOnes() throws Exception {
    assertThat(words(LayerPage.render(large("conv")), "nest"))
        .containsSubsequence("output: reduction of 64 units", "units", "0", "1", "2", "3", "4", "5", "6", "...", "62", "63");
  }

  @Test
  void aMemoryThatIsTooSmallIsMarked() throws Exception {
    String html = LayerPage.render(Views.twoLevels());

    assertThat(words(html, "bars"))
        .contains("144 elements of 200 (72.0 %)", "424 elements of 400 (106.0 %)", "L2, shared: 709 accesses");
    assertThat(html).contains("class=\"limit\"");
    assertThat(LayerPage.render(large("conv"))).doesNotContain("class=\"limit\"").contains("144 elements, no limit given");
  }

  @Test
  void aNameFromAFileIsTextAndNothingElse() throws Exception {
    String html = LayerPage.render(large("<script>alert('x')</script>&\"\u202e"));

    parse(html);
    assertThat(html).doesNotContain("<script").contains("&lt;script&gt;");
  }

  private static Document parse(String html) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
  }

  /** The texts of all drawings of a class. */
  private static List<String> words(String html, String style) throws Exception {
    List<String> words = new ArrayList<>();
    NodeList drawings = parse(html).getElementsByTagName("svg");
    for (int i = 0; i < drawings.getLength(); i++) {
      Element drawing = (Element) drawings.item(i);
      NodeList texts = drawing.getElementsByTagName("text");
      for (int t = 0; drawing.getAttribute("class").equals(style) && t < texts.getLength(); t++) {
        words.add(texts.item(t).getTextContent());
      }
    }
    return words;
  }
}
