package dev.dovetail.solver.report.linkslots;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Violation;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.SlotTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkSlotsPresentationTest {
  private static final LinkSlotsPresentation PRESENTATION = new LinkSlotsPresentation();

  @TempDir
  Path directory;

  /** Two tiles side by side, 4 flits to the east, then 2 flits. */
  private static LinkSlotsProblem pair() {
    return SlotFixtures.problem("pair", SlotFixtures.mesh(2, 1),
        List.of(Flow.unicast("long", 0, 1, 4), Flow.unicast("short", 0, 1, 2)));
  }

  @Test
  void theMeasureFollowsTheGoal() {
    assertThat(Goal.values()).extracting(g -> PRESENTATION.measure(pair().with(SlotRules.DEFAULT.withGoal(g))).name())
        .containsExactly("makespan", "period", "messages left out", "weighted finish");
  }

  @Test
  void labelsNameTheConventionOfThePortsAndTheRoutes() {
    assertThat(PRESENTATION.labels(pair())).containsEntry("network", "mesh of 2 x 1 tiles")
        .containsEntry("localPorts", "both (inject and eject port take a slot each)").containsEntry("routes", "free")
        .containsEntry("waiting", "never on the way").doesNotContainKeys("multicasts", "reduces");
    assertThat(PRESENTATION.labels(SlotFixtures.figure5())).containsEntry("network", "network of 10 tiles")
        .containsEntry("multicasts", "over trees");
  }

  @Test
  void aMeshIsDrawnWithTheLevelsOfItsLinksAndTheCriticalLink() {
    // Both messages cross inject 0, 0->1 and eject 1: 6 slots each; the makespan is 0 + 6 + 2 = 8 and 6 / 8 is the level of #.
    // Slots 1 to 6 are those of the link: 1 before it, 6 busy, 1 after it.
    LinkSlotsProblem problem = pair();
    SlotTable table = SlotFixtures.earliestFit(problem);
    String[] lines = PRESENTATION.ascii(problem, table, SlotFixtures.executable(8)).split("\n");
    assertThat(lines[0]).isEqualTo("[# ]#> <[ #]");
    assertThat(lines[1]).startsWith("busy slots of each link: a space idle");
    assertThat(lines).contains(
        "critical link 0->1: 1 before it + 6 busy + 1 after it = 8 of 8 slots, never idle in between");
  }

  @Test
  void levelsStandBesideTheirDirections() {
    // One flit from tile 0 to tile 3 of a mesh of 2 x 2, first east: inject 0, 0->1, 1->3 and eject 3 in slots 0 to 3 of 4 each.
    LinkSlotsProblem problem = SlotFixtures.problem("turn", SlotFixtures.mesh(2, 2), List.of(Flow.unicast("a", 0, 3, 1)));
    String[] lines =
        PRESENTATION.ascii(problem, SlotFixtures.earliestFit(problem), SlotFixtures.executable(4)).split("\n");
    // A quarter is two eighths, which is the character -.
    assertThat(lines[0]).isEqualTo("[- ]-> <[  ]");
    assertThat(lines[1]).isEqualTo(" v ^    -v ^");
    assertThat(lines[2]).isEqualTo("[  ] > <[ -]");
  }

  @Test
  void tilesOfAnotherNetworkInRowsAndColumnsHaveTheirNames() {
    // METRO's Fig. 5. Of 12 slots: the memory controller's inject port 4 (third eighth), 2->3 and its eject port 7 (fifth), inject 2 five (fourth).
    LinkSlotsProblem problem = SlotFixtures.figure5();
    String[] lines = PRESENTATION.ascii(problem, SlotFixtures.figure5Table(problem), SlotFixtures.executable(12)).split("\n");
    assertThat(lines[0]).isEqualTo("          MC[- ]");
    assertThat(lines[1]).isEqualTo("            -v ^");
    assertThat(lines[2]).isEqualTo(" 1[ :] >:< 8[  ] > < 9[  ]");
    assertThat(lines[4]).isEqualTo(" 2[=:] > < 4[ :]:> < 6[::]");
    assertThat(lines[5]).isEqualTo("  +v ^      :v ^      -v ^");
    // Link 2->3 carries flow 1 in slots 4 and 5, flow 3 in 6 to 10; flow 3 alone could be on it from slot 1: 1 + 7 + 1 = 9 of 12.
    assertThat(lines).contains("critical link 2->3: 1 before it + 7 busy + 1 after it = 9 of 12 slots, 3 idle in between");
  }

  @Test
  void networksWithoutRowsAndColumnsAreDrawnAsLanesOfTheirBusiestLinks() {
    LinkSlotsProblem problem = SlotFixtures.problem("ring", SlotFixtures.ring(5), List.of(Flow.unicast("a", 0, 1, 3)));
    String picture = PRESENTATION.ascii(problem, SlotFixtures.earliestFit(problem), SlotFixtures.executable(5));
    // Slots 0 to 2, 1 to 3 and 2 to 4 of 5.
    assertThat(picture).startsWith("inject sw0       |").contains(" 60.0 %", "5 slots").doesNotContain("cycles", "[");
  }

  @Test
  void aRejectedTableHasNoPicture() {
    LinkSlotsProblem problem = pair();
    Evaluation rejected = new Evaluation(0, Map.of(), List.of(new Violation("capacity", "0->1", "is busy")));
    assertThat(PRESENTATION.ascii(problem, SlotFixtures.earliestFit(problem), rejected)).isEmpty();
  }

  @Test
  void theTraceHasAThreadForEveryLinkAndASliceForEveryHold() throws IOException {
    LinkSlotsProblem problem = pair();
    Path file = directory.resolve("trace.json");
    PRESENTATION.writeTrace(problem, SlotFixtures.earliestFit(problem), SlotFixtures.executable(8),
        JsonNodeFactory.instance.objectNode(), file);
    List<String> slices = new ArrayList<>();
    JsonNode events = new ObjectMapper().readTree(file.toFile()).get("traceEvents");
    events.forEach(e -> {
      if (e.get("ph").asText().equals("X")) {
        slices.add(e.get("pid") + ": " + e.get("name").asText() + " " + e.get("ts") + " " + e.get("dur"));
      }
    });
    assertThat(slices).containsExactly("2: long 0 4", "2: short 4 2", "2: long 2 4", "2: short 6 2", "1: long 1 4",
        "1: short 5 2");
  }
}
