package dev.dovetail.benchmarks.metro;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.benchmarks.RunOutcome;
import dev.dovetail.benchmarks.wormhole.PacketRouting;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetroTableTest {
  private static final Conventions CONVENTIONS = new Conventions(4, 8, 5, 1, 2, 60, "lns");
  private static final Baseline BASELINE = new Baseline(1_200L, 1_000L, 1_100L, 900L);
  private static final SlotAnswer UNANSWERED = SlotAnswer.of(new RunOutcome(11, null, null));

  private static SlotAnswer answer(long objective, long bound, String source, String witness) throws IOException {
    return SlotAnswer.of(new RunOutcome(0, new ObjectMapper().readTree("""
        {"status": "feasible", "evidence": null, "objective": %d, "bound": %d, "boundSource": "%s", "timeSeconds": 1.25,
         "bounds": [{"name": "distance", "value": 3, "witness": "far"}, {"name": "%s", "value": %d, "witness": "%s"}]}"""
        .formatted(objective, bound, source, source, bound, witness)), 2.5));
  }

  private static MetroRow xy() throws IOException {
    return new MetroRow("p", false, SlotRoutes.XY, 4_032, "both", 16, BASELINE, answer(900, 700, "distance", "far"), null,
        answer(800, 750, "link-load", "the link 3->4: 14 messages"));
  }

  private static MetroRow free(boolean trees) throws IOException {
    return new MetroRow("p", trees, SlotRoutes.FREE, 4_032, "both", 16, BASELINE, answer(900, 550, "distance", "far"),
        answer(700, 550, "distance", "far"), answer(600, 600, "inject-port", "the inject port of tile 1"));
  }

  /** 1,200 / 800 = 1.5, 1,000 / 800 = 1.25, 1,200 / 750 = 1.6; (800 - 750) / 800 = 6.25 %. Routes that are not XY are beside XY/YX too. */
  @Test
  void slotsStandBesideTheNetworkWithTheSameRoutes() throws IOException {
    MetroTable table = new MetroTable(CONVENTIONS, List.of(xy(), free(false)), List.of());

    assertThat(table.markdown()).contains(
        "| p | 4,032 | both | 16 | xy | 1,200, 1,000 | – | 900 | – | 800 | 750 | 6.25 % | link-load, the link 3->4 | feasible"
            + " | 1.50, 1.25 | – | 1.60 | 1.3, –, 1.3 |\n",
        "| p | 4,032 | both | 16 | free | 1,200, 1,000 | 1,100, 900 | 900 | 700 | 600 | 600 | 0.00 % |"
            + " inject-port, the inject port of tile 1 | feasible | 2.00, 1.67 | 1.83, 1.50 | 2.00 | 1.3, 1.3, 1.3 |\n");
    assertThat(table.csv().lines().skip(1)).containsExactly(
        "p,unicast/unicast,xy,4032,both,4,8,16,1200,1000,1100,900,900,,800,750,link-load,the link 3->4: 14 messages,0.062500,feasible,1.5000,1.2500,"
            + "1.3750,1.1250,1.6000,1.25,,1.25,2.50,,2.50",
        "p,unicast/unicast,free,4032,both,4,8,16,1200,1000,1100,900,900,700,600,600,inject-port,the inject port of tile 1,0.000000,"
            + "feasible,2.0000,1.6667,1.8333,1.5000,2.0000,1.25,1.25,1.25,2.50,2.50,2.50");
  }

  @Test
  void treesAndUnicastsStandInTwoTables() throws IOException {
    String text = new MetroTable(CONVENTIONS, List.of(free(false), free(true)), List.of()).markdown();

    assertThat(text.indexOf("### Unicast slots against unicast wormhole (V = 4, b = 8)")).isPositive()
        .isLessThan(text.indexOf("### Slots with trees against unicast wormhole (V = 4, b = 8)"));
    assertThat(text.lines().filter(line -> line.startsWith("| p |"))).hasSize(2);
    assertThat(new MetroTable(CONVENTIONS, List.of(free(false)), List.of()).markdown()).doesNotContain("trees against");
  }

  /** Over XY: sqrt(2 * 1.5) = 1.73 with hop 4 and sqrt(1.667 * 1.25) = 1.44 with hop 1, of rows with one sort of routes only. */
  @Test
  void theMeanIsGeometricAndSaysOfHowManySets() throws IOException {
    MetroRow other =
        new MetroRow("q", false, SlotRoutes.FREE, 9, "both", 16, BASELINE, UNANSWERED, null, answer(800, 750, "cut", "x"));

    assertThat(new MetroTable(CONVENTIONS, List.of(xy(), free(false), other), List.of()).markdown()).contains(
        "Geometric mean over the 2 sets above, routes free: over wormhole XY 1.73 (hop 4) and 1.44 (hop 1),"
            + " over wormhole XY/YX 1.59 and 1.30; a port binds in 1 of them.")
        .doesNotContain("routes xy:");
  }

  @Test
  void whatIsNotKnownIsADash() {
    MetroRow row =
        new MetroRow("p", false, SlotRoutes.FREE, 2, "none", 1, new Baseline(7L, 6L, null, null), UNANSWERED, UNANSWERED,
            UNANSWERED);
    MetroTable table = new MetroTable(CONVENTIONS, List.of(row), List.of());

    assertThat(table.markdown()).contains(
        "| p | 2 | none | 1 | free | 7, 6 | – | – | – | – | – | – | – | exit 11 | – | – | – | –, –, – |\n")
        .doesNotContain("Geometric");
    assertThat(table.csv().lines().skip(1))
        .containsExactly("p,unicast/unicast,free,2,none,4,8,1,7,6,,,,,,,,,,exit 11,,,,,,,,,,,");
  }

  @Test
  void aSetWithoutWormholeStandsInTheTableButNotInTheMean() throws IOException {
    MetroRow alone =
        new MetroRow("q", false, SlotRoutes.FREE, 9, "both", 16, Baseline.NONE, UNANSWERED, null, answer(800, 750, "cut", "x"));

    assertThat(new MetroTable(CONVENTIONS, List.of(free(false), free(false), alone), List.of()).markdown())
        .contains(
            "| q | 9 | both | 16 | free | – | – | – | – | 800 | 750 | 6.25 % | cut, x | feasible | – | – | – | –, –, 1.3 |\n")
        .contains("over the 2 compared sets above, routes free: over wormhole XY 2.00");
  }

  @Test
  void theBestBoundOfAnyRunCounts() throws IOException {
    MetroRow row = new MetroRow("p", false, SlotRoutes.FREE, 2, "both", 1, BASELINE, answer(900, 790, "cut", "half"), null,
        answer(800, 750, "distance", "far"));

    assertThat(row.bound()).isEqualTo(790);
    assertThat(row.gap()).isEqualTo(0.0125);
    assertThat(row.isPortBound()).isFalse();
    assertThat(free(false).isPortBound()).isTrue();
  }

  @Test
  void conventionsStandOnTop() throws IOException {
    assertThat(new MetroTable(CONVENTIONS, List.of(xy()), List.of()).markdown())
        .startsWith("- Wormhole: V = 4 virtual channels of b = 8")
        .contains("`hop 1`", "file order", "`greedy`, `metro-ea` and `lns`", "at most 60 s each, 2 threads, seed 1",
            "as we reconstructed it");
  }

  @Test
  void theTraditionalNetworkHasATableByVirtualChannels() {
    BaselineRow row =
        new BaselineRow("p", 16, PacketRouting.XY_YX, Arrays.asList(null, 9_000L, 8L, 7L), Arrays.asList(null, 6L, 5L, 4L));
    MetroTable table = new MetroTable(CONVENTIONS, List.of(), List.of(row));

    assertThat(table.markdown()).endsWith("| p | 16 | XY/YX | – | 9,000, 6 | 8, 5 | 7, 4 |\n");
    assertThat(table.baselineCsv().lines().skip(1)).containsExactly("p,16,8,XY/YX,1,,", "p,16,8,XY/YX,2,9000,6",
        "p,16,8,XY/YX,4,8,5",
        "p,16,8,XY/YX,8,7,4");
  }
}
