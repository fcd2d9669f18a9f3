package dev.dovetail.solver.report.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Violation;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.report.RunFacts;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {
  private static final ReportInput SMALL = Synthetic.input(Synthetic.chain("small", "conv", 5), Synthetic.bus(4), 2);

  @Test
  void everyReportIsWellFormedAndSelfContained() throws Exception {
    for (ReportInput input : List.of(
        SMALL,
        Synthetic.input(Synthetic.chain("mesh", "conv", 6), Synthetic.mesh(3, 2), 4),
        Synthetic.input(Synthetic.chain("alone", "conv", 4), Synthetic.alone(2), 4),
        empty())) {
      String html = HtmlReport.render(input);
      Document document = parse(html);
      assertThat(html).doesNotContain("http://").doesNotContain("https://").doesNotContain("@import").doesNotContain("url(");
      for (String attribute : List.of("src", "href", "srcset", "data", "action")) {
        assertThat(attributes(document, attribute)).allMatch(value -> value.startsWith("#"));
      }
      List<String> ids = attributes(document, "id");
      assertThat(ids).doesNotHaveDuplicates();
      assertThat(attributes(document, "href")).allMatch(href -> ids.contains(href.substring(1)));
    }
  }

  @Test
  void theHeadlineNamesObjectiveBoundGapAndWhatBinds() throws Exception {
    // 1,000 against a bound of 907: the gap is 93 / 1,000 = 9.30 %.
    Evaluation evaluation = new Evaluation(1_000, Map.of("latencyCycles", 1_000L), List.of());
    ReportInput input = new ReportInput(SMALL.problem(), SMALL.schedule(), evaluation,
        new RunFacts(
            List.of(new LowerBound("compute", 500, "too little"), new LowerBound("bus-load", 907, "the bus must carry 14,512 B")),
            List.of(), Map.of("evidence", "claimed", "method", "cp-sat")));
    String header = text(parse(HtmlReport.render(input)), "header");
    assertThat(header)
        .contains("small on 5-node bus", "1,000 cycles", "907 cycles", "9.30 %", "claimed", "cp-sat", "synthetic")
        .contains("What binds: bus-load. the bus must carry 14,512 B");
  }

  @Test
  void aMappingThatMeetsItsBoundIsCalledOptimal() throws Exception {
    ReportInput input = new ReportInput(SMALL.problem(), SMALL.schedule(), new Evaluation(7, Map.of(), List.of()),
        new RunFacts(List.of(new LowerBound("b", 7, "w")), List.of(), Map.of()));
    assertThat(text(parse(HtmlReport.render(input)), "header")).contains("proven optimal");
  }

  @Test
  void aRejectedMappingSaysSoFirst() throws Exception {
    Evaluation evaluation = new Evaluation(1, Map.of(), List.of(new Violation("core-overlap", "core0", "two tasks at 5")));
    ReportInput input =
        new ReportInput(SMALL.problem(), SMALL.schedule(), evaluation, SMALL.run());
    assertThat(text(parse(HtmlReport.render(input)), "header"))
        .contains("rejects this mapping: 1 violation.", "core-overlap at core0: two tasks at 5")
        .doesNotContain("optimal:");
  }

  @Test
  void namesFromFilesAreTextAndNothingElse() throws Exception {
    String evil = "</script><script>alert(1)</script>&\"'<img src=x onerror=y>\u0001\u202e";
    ReportInput input = Synthetic.input(Synthetic.chain(evil, evil, 4), Synthetic.bus(2), 2);
    String html = HtmlReport.render(input);
    Document document = parse(html);
    assertThat(html).doesNotContain("<script>alert").doesNotContain("<img").doesNotContain("\u202e").doesNotContain("\u0001");
    assertThat(document.getElementsByTagName("script").getLength()).isEqualTo(2);
    assertThat(document.getElementsByTagName("img").getLength()).isZero();
    assertThat(data(document).get("layers").get(0).asText()).startsWith("</script><script>alert(1)</script>&\"'<img");
  }

  @Test
  void everyCoreHasALaneAndEveryLayerARow() throws Exception {
    Document document = parse(HtmlReport.render(SMALL));
    Element cores = chart(document, "cores");
    assertThat(cores.getTextContent()).contains("core0", "core1", "core2", "core3", "simd");
    assertThat(cores.getAttribute("data-lanes")).isEqualTo("0,1,2,3,4");
    for (int l = 0; l < 5; l++) {
      assertThat(element(document, "tr", "id", "layer-" + l).getTextContent()).contains("conv" + l);
    }
    assertThat(chart(document, "channels").getTextContent()).contains("bus");
    assertThat(chart(document, "memory").getAttribute("data-lanes")).isEqualTo("0,1,2,3,4");
  }

  @Test
  void theLayerTableSumsUpTasksAndTransfers() throws Exception {
    // conv0: 1x64x32x32 output, 64 input channels, 3x3: 65,536 * 576 = 37,748,736 MACs in 2 tiles on 2 cores.
    // Cycles: a tile is 18,874,368 / 1,024 + 1 = 18,433, both 36,866. Weights 64*64*9 = 36,864 B = 36.0 KiB, loaded to each core.
    String row = element(parse(HtmlReport.render(SMALL)), "tr", "id", "layer-0").getTextContent();
    assertThat(row).contains("37,748,736", "2 x 1", "core0, core1", "36,866", "36.0 KiB", "72.0 KiB");
  }

  @Test
  void theDataForZoomingIsTheSchedule() throws Exception {
    JsonNode data = data(parse(HtmlReport.render(SMALL)));
    Schedule schedule = SMALL.schedule();
    assertThat(data.get("horizon").asLong()).isEqualTo(SMALL.evaluation().objective());
    List<Schedule.Task> tasks = new ArrayList<>();
    for (int core = 0; core < 5; core++) {
      long at = 0;
      JsonNode flat = data.get("cores").get(core);
      for (int i = 0; i < flat.size(); i += 4) {
        at += flat.get(i).asLong();
        Schedule.Task task = schedule.tasks().get(flat.get(i + 3).asInt());
        tasks.add(task);
        assertThat(task.core()).isEqualTo(SMALL.problem().accelerator().cores().get(core).name());
        assertThat(task.start()).isEqualTo(at);
        assertThat(task.end()).isEqualTo(at + flat.get(i + 1).asLong());
        assertThat(task.layer()).isEqualTo(data.get("layers").get(flat.get(i + 2).asInt()).asText());
      }
    }
    assertThat(tasks).containsExactlyInAnyOrderElementsOf(schedule.tasks());
    assertThat(data.get("transfers")).hasSize(8 * schedule.transfers().size());
  }

  @Test
  void aLargeNetworkStaysBelowFourMegabytes() throws Exception {
    ReportInput input = Synthetic.input(Synthetic.chain("large", "stage3.block2.conv", 54), Synthetic.bus(4), 28);
    assertThat(input.schedule().tasks()).hasSizeGreaterThan(1_500);
    String html = HtmlReport.render(input);
    parse(html);
    assertThat(html.length()).isLessThan(2_000_000);
  }

  @Test
  void hundredsOfCoresAreCappedWithANote() throws Exception {
    ReportInput input = Synthetic.input(Synthetic.chain("wide", "conv", 12), Synthetic.mesh(16, 16), 32);
    String html = HtmlReport.render(input);
    Document document = parse(html);
    assertThat(chart(document, "cores").getAttribute("data-lanes").split(",")).hasSize(48);
    assertThat(text(document, "section")).contains("The 48 busiest cores are drawn", "All active cores at a glance");
    assertThat(html.length()).isLessThan(4_000_000);
  }

  @Test
  void theSameInputGivesTheSameBytes(@TempDir Path dir) throws Exception {
    ReportInput again = Synthetic.input(Synthetic.chain("small", "conv", 5), Synthetic.bus(4), 2);
    HtmlReport.write(SMALL, dir.resolve("a.html"));
    HtmlReport.write(again, dir.resolve("b.html"));
    assertThat(Files.readAllBytes(dir.resolve("a.html"))).isEqualTo(Files.readAllBytes(dir.resolve("b.html")));
  }

  @Test
  void emptyCasesAreSaidInWords() throws Exception {
    assertThat(parse(HtmlReport.render(empty())).getDocumentElement().getTextContent())
        .contains("This schedule has no tasks.", "No lower bound was computed.", "No progress was recorded.");
    ReportInput alone = Synthetic.input(Synthetic.chain("alone", "conv", 4), Synthetic.alone(2), 4);
    assertThat(parse(HtmlReport.render(alone)).getDocumentElement().getTextContent())
        .contains("This accelerator has no links, buses or DRAM ports.");
  }

  @Test
  void aScheduleFullOfUnknownNamesIsStillDrawn() throws Exception {
    Schedule.Task good = SMALL.schedule().tasks().get(0);
    Schedule broken = new Schedule(
        List.of(good,
            new Schedule.Task("nobody", good.box(), "core0", 0, 5, 9, List.of(), List.of()),
            new Schedule.Task(good.layer(), good.box(), "nowhere", 99, 5, 9, List.of(), List.of()),
            new Schedule.Task(good.layer(), dev.dovetail.models.Box.of(0, 1), "core0", 0, 9, 5, List.of(), List.of())),
        List.of(new Schedule.Buffer("nowhere", "nothing", List.of(), 5, 0, 7)),
        List.of(
            new Schedule.Transfer(Schedule.Transfer.Kind.MOVE, "nothing", List.of(), 5, 77, List.of(88), "", List.of("no-edge"),
                3, 8),
            new Schedule.Transfer(Schedule.Transfer.Kind.STORE, "input", List.of(), 5, 0, List.of(), "x", List.of("y"), 8, 3)));
    AllocationProblem problem = SMALL.problem();
    ReportInput input = Synthetic.input(problem, broken, List.of(), List.of());
    // 3 tasks, 1 buffer and 2 transfers.
    assertThat(text(parse(HtmlReport.render(input)), "section")).contains("6 tasks, buffers or transfers");
  }

  private static ReportInput empty() {
    AllocationProblem problem = Synthetic.problem(Synthetic.chain("empty", "conv", 3), Synthetic.bus(2));
    return new ReportInput(problem, new Schedule(List.of(), List.of(), List.of()), new Evaluation(0, Map.of(), List.of()),
        new RunFacts(List.of(), List.of(), Map.of()));
  }

  private static Document parse(String html) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
  }

  private static JsonNode data(Document document) throws IOException {
    return new ObjectMapper().readTree(element(document, "script", "id", "timeline-data").getTextContent());
  }

  private static Element chart(Document document, String name) {
    return element(document, "div", "data-chart", name);
  }

  private static Element element(Document document, String tag, String attribute, String value) {
    NodeList all = document.getElementsByTagName(tag);
    for (int i = 0; i < all.getLength(); i++) {
      if (((Element) all.item(i)).getAttribute(attribute).equals(value)) {
        return (Element) all.item(i);
      }
    }
    throw new AssertionError("no <%s> with %s=%s".formatted(tag, attribute, value));
  }

  private static String text(Document document, String tag) {
    return document.getElementsByTagName(tag).item(0).getTextContent();
  }

  private static List<String> attributes(Document document, String name) {
    List<String> values = new ArrayList<>();
    NodeList all = document.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      if (((Element) all.item(i)).hasAttribute(name)) {
        values.add(((Element) all.item(i)).getAttribute(name));
      }
    }
    return values;
  }
}
