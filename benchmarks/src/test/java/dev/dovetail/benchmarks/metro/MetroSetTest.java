package dev.dovetail.benchmarks.metro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.benchmarks.wormhole.WormholeTraffic;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.files.LinkSlotsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetroSetTest {
  private static final Path SETS = Path.of("instances", "link-slots");
  private static final String PAIR = """
      {"format": "link-slots-flows/1", "name": "pair", "mesh": {"kx": 2, "ky": 1}, "local_ports": "none", "columns": ["id", "src", "dsts"%s],
       "defaults": {"kind": "unicast", "flits": 3, "release": 0}, "flows": [%s]}""";

  @TempDir
  Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("pair.json"), text);
  }

  @Test
  void packetsAreThoseOfTheFile() throws Exception {
    assertThat(MetroSet.read(SETS.resolve("s4noc-3.json")).orElseThrow().packetFlits()).isEqualTo(1);
    assertThat(MetroSet.read(file(PAIR.formatted("", "[0, 0, [1]]"))).orElseThrow().packetFlits()).isEqualTo(16);
  }

  @Test
  void treesMatterWhereThereAreMulticasts() {
    assertThat(MetroSet.read(SETS.resolve("m4-regions.json")).orElseThrow().hasTrees()).isTrue();
    assertThat(MetroSet.read(SETS.resolve("m4-gather.json")).orElseThrow().hasTrees()).isFalse();
  }

  @Test
  void otherFormatsAreNoFlowSets() throws Exception {
    assertThat(MetroSet.read(file("{\"format\": \"link-slots/1\"}"))).isEmpty();
    assertThat(MetroSet.read(file("[1]"))).isEmpty();
  }

  @Test
  void saysWhenATraditionalNetworkCannotCarryTheTraffic() throws Exception {
    Path file = file(PAIR.formatted(", \"after\"", "[\"a\", 0, [1], []], [\"b\", 1, [0], [[\"a\", 2]]]"));

    assertThat(MetroSet.read(file).orElseThrow().obstacle()).hasValue("flows wait for others");
    assertThat(MetroSet.read(SETS.resolve("m4-regions.json")).orElseThrow().obstacle()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(SlotRoutes.class)
  void problemFilesAskForTheSameFlowsUnderOtherRules(SlotRoutes routes) throws Exception {
    MetroSet set = MetroSet.read(SETS.resolve("m4-regions.json")).orElseThrow();

    LinkSlotsProblem trees = LinkSlotsReader.read(SlotProblemFile.write(folder, set, true, routes));
    LinkSlotsProblem unicasts = LinkSlotsReader.read(SlotProblemFile.write(folder, set, false, routes));

    assertThat(trees.rules()).isEqualTo(set.problem().rules().withRoutes(RoutePolicy.valueOf(routes.name())));
    assertThat(unicasts.rules()).isEqualTo(WormholeTraffic.unicast(trees).rules());
    assertThat(trees.messages()).hasSize(38);
    assertThat(unicasts.messages()).hasSize(48);
    assertThat(unicasts.network()).isEqualTo(set.problem().network());
    assertThat(unicasts.name()).isEqualTo("m4-regions-unicast-" + routes);
  }
}
