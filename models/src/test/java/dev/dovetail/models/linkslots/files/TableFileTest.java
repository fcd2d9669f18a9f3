package dev.dovetail.models.linkslots.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.MappingCheck;
import dev.dovetail.models.MappingText;
import dev.dovetail.models.Violation;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableFileTest {
  private static final LinkSlotsKind KIND = new LinkSlotsKind(p -> List.of(new LowerBound("none", 0, "nothing is known")));

  private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
      .getSchema(SchemaLocation.of("classpath:dev/dovetail/schema/link-slots-table-1.schema.json"));

  /** Five problems that use everything which tables can say: trees, reduces that merge, waits, no ports, periods, names. */
  private static final Map<String, String> PROBLEMS = Map.of(
      "tree", """
          network: {mesh: {columns: 2, rows: 2}}
          flows:
          - {id: w, kind: multicast, src: 0, dsts: [1, 3], flits: 2}
          - {id: u, src: 3, dsts: 0, flits: 5}
          """,
      "reduce", """
          network: {mesh: {columns: 2, rows: 2}}
          mergeSlots: 3
          flows:
          - {id: s, kind: reduce, src: [0, 1, 2], dsts: 3, flits: 2}
          """,
      "waits", """
          network: {line: {size: 3}}
          waiting: true
          flows:
          - {id: a, src: 0, dsts: 2, flits: 2}
          """,
      "open", """
          network: {ring: {size: 3, stations: true}}
          localPorts: open
          forwarding: store-and-forward
          flows:
          - {id: a, kind: multicast, src: 3, dsts: [4, 5], flits: 2, period: 20, deadline: 20}
          """,
      "period", """
          network: {mesh: {columns: 2, rows: 1}}
          localPorts: one
          goal: period
          flows:
          - {id: a, src: 0, dsts: 1, flits: 2}
          - {id: b, src: 0, dsts: 1, flits: 3}
          """);
  private static final Map<String, SlotTable> TABLES = Map.of(
      "tree", table(0, sent("tree", 0, 0, "inj(0) 0->1 1->3 ej(1) ej(3)"), sent("tree", 1, 0, "inj(3) 3->2 2->0 ej(0)")),
      "reduce", table(0, sent("reduce", 0, 0, "inj(0) inj(1) 0->1 1->3 inj(2) 2->3 ej(3)")),
      "waits", table(0, new Transmission(0, sent("waits", 0, 0, "inj(0) 0->1 1->2 ej(2)").edges(), 0, List.of(0L, 0L, 4L, 0L))),
      "open", table(0, sent("open", 0, 7, "3->0 0->1 1->4 0->2 2->5")),
      "period", table(5, sent("period", 0, 0, "inj(0) 0->1 ej(1)"), sent("period", 1, 2, "inj(0) 0->1 ej(1)")));

  @TempDir
  Path folder;

  private static SlotTable table(long period, Transmission... transmissions) {
    return new SlotTable(List.of(transmissions), period, null);
  }

  private static Transmission sent(String problem, int message, long start, String edges) {
    Map<String, Integer> names = problem(problem).network().links().edgeIndices();
    return new Transmission(message, List.of(edges.split(" ")).stream().map(names::get).toList(), start);
  }

  private static LinkSlotsProblem problem(String name) {
    String text = "format: link-slots/1\nname: %s\n%s".formatted(name, PROBLEMS.get(name));
    return LinkSlotsReader.read(DataFile.parse(text, name + ".yaml"), Path.of(""));
  }

  private Path written(String name) throws IOException {
    return file(MappingText.of(KIND.writeMapping(problem(name), TABLES.get(name))));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("mapping.json"), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tree", "reduce", "waits", "open", "period"})
  void aWrittenTableReadsBackAndPassesTheCheck(String name) throws IOException {
    Path file = written(name);

    SlotTable back = KIND.readMapping(problem(name), file);
    assertThat(back.transmissions()).isEqualTo(TABLES.get(name).transmissions());
    assertThat(back.period()).isEqualTo(TABLES.get(name).period());
    assertThat(back.tables()).isNotNull();
    Evaluation evaluation = MappingCheck.check(KIND, problem(name), file);
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective())
        .isEqualTo(KIND.evaluator().evaluate(problem(name), TABLES.get(name)).objective());
    assertThat(SCHEMA.validate(new ObjectMapper().readTree(file.toFile()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tree", "reduce", "waits", "open", "period"})
  void hardwareTablesReadBackWithTheSameObjective(String name) throws IOException {
    Path file = folder.resolve("tables.csv");
    HardwareTables.write(problem(name), TABLES.get(name), file);

    Evaluation evaluation = MappingCheck.check(KIND, problem(name), file);
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective())
        .isEqualTo(KIND.evaluator().evaluate(problem(name), TABLES.get(name)).objective());
  }

  @Test
  void sourcesSayClosedSlotsAndTheHeaderUpToTheFirstBranch() {
    JsonNode tree = KIND.writeMapping(problem("tree"), TABLES.get("tree"));

    // w leaves 0 eastwards and branches at 1; u goes from 3 west to 2 and north to 0.
    assertThat(tree.get("sources").toString())
        .isEqualTo("[{\"tile\":\"0\",\"rows\":[\"0-1 0 E\"]},{\"tile\":\"3\",\"rows\":[\"0-4 1 W,N\"]}]");
  }

  @Test
  void routersSayWhatArrivesWhenAndWhereItLeaves() {
    JsonNode routers = KIND.writeMapping(problem("tree"), TABLES.get("tree")).get("routers");

    // Convention both: inj [0,1], 0->1 [1,2], then at once 1->3 and ej(1).
    assertThat(routers.get(1).toString()).isEqualTo("{\"router\":\"0\",\"input\":\"Local\",\"rows\":[\"0-1 0 E\"]}");
    List<String> one = new ArrayList<>();
    routers.forEach(r -> {
      if (r.get("router").asText().equals("1")) {
        one.add(r.toString());
      }
    });
    assertThat(one).containsExactly("{\"router\":\"1\",\"input\":\"W\",\"rows\":[\"1-2 0 S,Local\"]}");
  }

  @Test
  void slotsThatFlitsAreKeptStandBehindTheOutput() {
    JsonNode routers = KIND.writeMapping(problem("waits"), TABLES.get("waits")).get("routers");

    assertThat(routers.get(1).toString()).isEqualTo("{\"router\":\"1\",\"input\":\"0\",\"rows\":[\"1-2 0 2+4\"]}");
  }

  @Test
  void aHardwareTableIsOneRowPerLine() throws IOException {
    Path file = folder.resolve("tables.csv");
    HardwareTables.write(problem("tree"), TABLES.get("tree"), file);

    assertThat(Files.readAllLines(file)).containsExactly(
        "unit,name,input,first,last,message,outputs,delays,by",
        "source,0,,0,1,0,E,,",
        "source,3,,0,4,1,W N,,",
        "router,0,S,2,6,1,Local,0,header",
        "router,0,Local,0,1,0,E,0,header",
        "router,1,W,1,2,0,S Local,0 0,table",
        "router,2,E,1,5,1,N,0,header",
        "router,3,N,2,3,0,Local,0,table",
        "router,3,Local,0,4,1,W,0,header");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      // a source row, a router row, a start: shifted by one
      "0-1 0 E         | 1-2 0 E",
      "1-2 0 S,Local   | 2-3 0 S,Local",
      "1-2 0 S,Local   | 1-2 0 Local",
      "'\"start\":0,\"edges\":\"inj(0)' | '\"start\":1,\"edges\":\"inj(0)'",
      "'\"finish\":5'  | '\"finish\":6'",
      "'\"total\": 6'  | '\"total\": 7'",
      "'\"name\":\"w\"' | '\"name\":\"v\"'"})
  void whateverIsChangedInAFileIsFound(String good, String bad) throws IOException {
    String text = Files.readString(written("tree"));
    assertThat(text).contains(good);

    Evaluation evaluation = MappingCheck.check(KIND, problem("tree"), file(text.replaceFirst(Pattern.quote(good), bad)));

    assertThat(evaluation.violations()).isNotEmpty();
  }

  @Test
  void aSlotThatIsShiftedInTheTablesIsNamedWithLinkAndSlot() throws IOException {
    String text = Files.readString(written("tree"));

    Evaluation evaluation = MappingCheck.check(KIND, problem("tree"), file(text.replace("1-2 0 S,Local", "2-3 0 S,Local")));

    assertThat(evaluation.violations()).extracting(Violation::toString).anyMatch(v -> v.contains("0->1") && v.contains("slot 1"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "link-slots-table/1 | link-slots-table/2   | The format (link-slots-table/2) must be (link-slots-table/1).",
      "0->1 1->3          | 0->9 1->3            | The edge (0->9) does not exist.",
      "'\"message\":0'    | '\"message\":7'      | The message (7) does not exist in the problem (tree).",
      "1-2 0 S,Local      | 1-2 9 S,Local        | The message (9) does not exist in the problem (tree).",
      "1-2 0 S,Local      | 1-2 0 E,Local        | The router (1) has no port (E).",
      "1-2 0 S,Local      | 1:2 0 S,Local        | The row (1:2 0 S,Local) must be 'first-last message outputs'.",
      "1-2 0 S,Local      | 1-2 0 S,Local+x      | The row (1-2 0 S,Local+x) must be 'first-last message outputs'.",
      "'\"tile\":\"3\"'   | '\"tile\":\"8\"'     | The tile (8) does not exist.",
      "'\"router\":\"3\"' | '\"router\":\"8\"'   | The router (8) does not exist.",
      "'\"start\":0'      | '\"begin\":0'        | The key (begin) is not known",
      "'\"sources\"'      | '\"entries2\"'       | The key (entries2) is not known"})
  void aFileThatIsNoMappingOfTheProblemIsRefused(String good, String bad, String message) throws IOException {
    String text = Files.readString(written("tree"));
    assertThat(text).contains(good);

    assertThatThrownBy(() -> KIND.readMapping(problem("tree"), file(text.replaceFirst(Pattern.quote(good), bad))))
        .isInstanceOf(BadInputException.class).hasMessageMatching("(?s).*mapping.json:\\d+: .*").hasMessageContaining(message)
        .hasMessageContaining(System.lineSeparator() + "Maybe ");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "unit,name          | unit,nme             | tables.csv:1: The header of the table",
      "router,1,W         | rooter,1,W           | tables.csv:6: The unit (rooter) must be source, router or period.",
      "router,1,W         | router,9,W           | tables.csv:6: The router (9) does not exist.",
      "router,1,W         | router,1,E           | tables.csv:6: The router (1) has no port (E).",
      "1,2,0,S Local      | 1,x,0,S Local        | tables.csv:6: The value (x) must be a whole number of at least 0.",
      "1,2,0,S Local      | 1,2,5,S Local        | tables.csv:6: The message (5) does not exist in the problem (tree).",
      "',0 0,table'       | ',0 0'               | tables.csv:6: The line has 8 cells, but the header has 9."})
  void aWrongHardwareTableIsNamedWithItsLine(String good, String bad, String message) throws IOException {
    Path file = folder.resolve("tables.csv");
    HardwareTables.write(problem("tree"), TABLES.get("tree"), file);
    Files.writeString(file, Files.readString(file).replace(good, bad));

    assertThatThrownBy(() -> KIND.readMapping(problem("tree"), file)).isInstanceOf(BadInputException.class)
        .hasMessageContaining(message).hasMessageContaining(System.lineSeparator() + "Maybe ");
  }

  @Test
  void aRefutedTableIsWrittenWithoutDerivedSections() {
    JsonNode tree = KIND.writeMapping(problem("tree"), table(0, TABLES.get("tree").transmissions().get(0)));

    assertThat(tree.has("transmissions")).isTrue();
    assertThat(tree.has("cost")).isFalse();
    assertThat(tree.has("routers")).isFalse();
  }

  @Test
  void aMappingOfAnotherKindIsNoProblem() throws IOException {
    Path file = written("tree");

    assertThatThrownBy(() -> KIND.readProblem(file)).hasMessageContaining("must be link-slots/1 or link-slots-flows/1");
  }
}
